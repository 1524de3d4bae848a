"""Parts of a replay add up to the whole, and nothing else is added to them."""

from typing import Any

import pytest
from msgspec.structs import replace

from escalate_cli.domain.figures.report_figures import Period
from escalate_cli.errors import UsageError
from escalate_cli.usecases.context import Context
from escalate_cli.usecases.insight.replay import ReplayAsked, replay, replay_share
from escalate_cli.usecases.insight.replay_parts import ReplayPart, ReplayShare, Scope, merged
from tests.conftest import after
from tests.unit.usecases.conftest import logged
from tests.unit.usecases.insight.test_replay import FAST, SLOW, at_work

SCOPE = Scope(period=Period(since=after("0m"), until=after("9w")))
ASKED = ReplayAsked(policy=FAST, scope=SCOPE)


def parts(context: Context, of: int, asked: ReplayAsked = ASKED) -> dict[str, ReplayPart]:
    return {
        f"{n}.part": replay_share(context, replace(asked, share=ReplayShare(n, of)), ("Mail",))
        for n in range(1, of + 1)
    }


@pytest.mark.parametrize("of", [1, 2, 3, 5])
@pytest.mark.parametrize("ids", [(), ("T-1", "T-3")], ids=["all", "some"])
def test_all_parts_are_the_whole(of: int, ids: tuple[str, ...]) -> None:
    context, scope = at_work(), replace(SCOPE, ids=ids)
    found = parts(context, of, ReplayAsked(policy=FAST, scope=scope))
    assert merged(found) == replay(context, FAST, scope)
    assert merged(dict(reversed(found.items()))) == replay(context, FAST, scope)


def test_a_policy_to_compare_with_is_one_of_the_parts_too() -> None:
    context = at_work()
    found = parts(context, 2, replace(ASKED, against=SLOW))
    assert merged(found) == replay(context, FAST, SCOPE, SLOW)


def test_each_ticket_is_in_one_part() -> None:
    found = parts(at_work(), 2).values()
    assert [part.counts["tickets"] for part in found] == [2, 1]


def refusal(found: dict[str, ReplayPart]) -> tuple[str, str | None]:
    with pytest.raises(UsageError) as refused:
        merged(found)
    return str(refused.value), refused.value.help


def test_a_part_that_is_missing_is_named() -> None:
    found = parts(at_work(), 9)
    said, advice = refusal({name: found[name] for name in ("1.part", "3.part")})
    assert said == "7 of 9 parts missing: 2/9, 4/9, 5/9, 6/9, 7/9"
    assert advice == "each is made by --part I/N --partial FILE"


def test_a_part_counts_once() -> None:
    found = parts(at_work(), 2)
    again = {"1.part": found["1.part"], "copy": found["1.part"], "2.part": found["2.part"]}
    assert refusal(again) == ("1.part and copy are the same part", "name each part once")


def test_parts_are_of_as_many() -> None:
    context = at_work()
    mixed = {"1.part": parts(context, 2)["1.part"], "2.part": parts(context, 3)["2.part"]}
    assert refusal(mixed)[0] == "1.part is one of 2 parts, 2.part one of 3"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"program": "0.0.1"}, "by another version of escalate"),
        ({"now": after("8h")}, "at another present"),
        ({"period": replace(SCOPE.period, zone="Asia/Tokyo")}, "for another period"),
        ({"ids": ("T-1",)}, "for other tickets"),
        ({"asked": ("Printer",)}, "for another query"),
        ({"policy": None}, "under another policy"),
        ({"against": 1}, "beside another policy"),
        ({"checked_at": None}, "after another check"),
    ],
    ids=lambda each: next(iter(each)) if isinstance(each, dict) else None,
)
def test_parts_of_two_replays_are_not_added_up(changes: dict[str, Any], said: str) -> None:
    found = parts(at_work(), 2)
    other = found["2.part"]
    found["2.part"] = replace(other, terms=replace(other.terms, **changes))
    assert refusal(found)[0] == f"2.part was made {said} than 1.part"


def test_a_store_that_has_changed_since_is_another() -> None:
    context = at_work()
    found = parts(context, 2)
    logged(context)
    found["2.part"] = parts(context, 2)["2.part"]
    said, advice = refusal(found)
    assert said == "2.part was made of another store, or another state of it, than 1.part"
    assert advice == "make all parts of a store that rests, as a copy does"
