"""A duty is taken over or swapped from now on, said in the store, and undone like any change."""

from datetime import datetime

import pytest
from msgspec.structs import replace

from escalate_cli.domain.policy.sections.duty_layer import Every, Layer
from escalate_cli.errors import EscalateError
from escalate_cli.usecases.care.undo import undo
from escalate_cli.usecases.care.verify import verify
from escalate_cli.usecases.context import Context
from escalate_cli.usecases.insight.oncall import on_call
from escalate_cli.usecases.verbs.duty import override, swap
from tests.conftest import DAY, after
from tests.unit.usecases.conftest import TEAMS, a_context, later, logged, staffed

WEEKS = Layer(
    zone="UTC",
    starts=datetime(2026, 11, 23, 8),  # noqa: DTZ001 - a wall time
    every=Every(time=7 * DAY),
    turns=(("cy",), ("bo",), ("di",), ("ana", "bo")),
)
NETWORK = replace(TEAMS["network"], duty=(WEEKS,))
PLAN = staffed(teams={**TEAMS, "network": NETWORK, "frontline": replace(TEAMS["frontline"])})
SHARED = staffed(teams={"network": replace(NETWORK, duty=(replace(WEEKS, turns=(("cy", "di"),)),))})


def names(context: Context, *moments: str) -> list[str]:
    """Say who is on duty in the network team at each moment."""
    found = [on_call(context, "network", after(at))[0] for at in moments]
    return [",".join(each.people) for each in found]


def test_who_takes_over_is_on_duty_from_now_on_until_the_end() -> None:
    context = a_context(PLAN, by="lee", at="1h")
    [taken] = override(context, "NETWORK", "max", None, after("3h"), "cy is ill")
    assert (taken.person, taken.instead_of, taken.since) == ("max", ("cy",), after("1h"))
    assert (taken.until, taken.change, taken.message) == (after("3h"), 1, "cy is ill")
    assert names(context, "1h", "3h") == ["max", "cy"]


def test_a_ticket_goes_to_who_took_over_and_not_to_them_when_that_is_undone() -> None:
    context = a_context(PLAN)
    override(context, "frontline", "max", None, after("3h"))
    assert logged(context).owner == "max"
    done = undo(later(context, "1h"))
    assert (done.change, done.what) == (2, ("ticket_logged",))
    done = undo(later(context, "1h"), message="back again")
    assert (done.change, done.what, done.by) == (1, ("duty_overridden",), "ana")
    [altered] = done.altered
    assert (altered.ticket, altered.field, altered.after) == ("frontline", "duty_overridden", None)
    assert logged(later(context, "2h")).owner == "ana"
    assert verify(context).differences == ()


def test_what_was_undone_is_not_undone_again() -> None:
    context = a_context(PLAN)
    override(context, "network", "max", None, after("3h"))
    dry = undo(context, dry_run=True)
    assert names(context, "1h") == ["max"]
    assert undo(context) == dry
    for change, said in ((1, "has been undone already"), (2, "is a correction itself")):
        with pytest.raises(EscalateError, match=said):
            undo(context, change)
    with pytest.raises(EscalateError, match="has made no change"):
        undo(context)


def test_a_swap_gives_each_the_turn_of_the_other() -> None:
    context = a_context(PLAN)
    first, second = swap(context, "network", "cy", "di", after("24h"), "a wedding")
    assert (first.person, first.instead_of, first.since, first.until) == (
        "di",
        ("cy",),
        after("0m"),
        after("168h"),
    )
    assert (second.person, second.instead_of, second.since) == ("cy", ("di",), after("336h"))
    assert names(context, "1h", "168h", "336h", "504h", "672h") == [
        "di",
        "bo",
        "cy",
        "ana,bo",
        "cy",
    ]


@pytest.mark.parametrize("again", [("cy", "di"), ("di", "cy")])
def test_swapping_twice_is_nothing(again: tuple[str, str]) -> None:
    context = a_context(PLAN)
    moments = [f"{hour}h" for hour in range(0, 1400, 41)]
    before = names(context, *moments)
    swap(context, "network", "cy", "di", after("24h"))
    assert names(context, *moments) != before
    swap(context, "network", *again, after("24h"))
    assert names(context, *moments) == before


def test_a_turn_that_has_begun_is_swapped_for_what_is_left_of_it() -> None:
    context = a_context(PLAN, at="24h")
    first, _ = swap(context, "network", "di", "cy", after("30h"))
    assert (first.since, first.until) == (after("24h"), after("168h"))
    assert names(context, "23h", "24h") == ["cy", "di"]


def test_a_turn_that_both_have_is_none_to_swap_for() -> None:
    context = a_context(PLAN)
    _, second = swap(context, "network", "ana", "di", after("336h"))
    assert second.since == after("504h")
    with pytest.raises(EscalateError, match="cy and di are on duty together"):
        swap(a_context(SHARED), "network", "cy", "di", after("0m"))


@pytest.mark.parametrize(
    ("names", "at", "said"),
    [
        (("cy", "cy"), "1h", "nobody swaps with themselves"),
        (("cy", "zoe"), "1h", "there is no person 'zoe'"),
        (("cy", "di"), "0m", "a swap begins now or later"),
        (("bo", "di"), "1h", "neither bo nor di is on duty in team network at .*: it is cy"),
        (("cy", "max"), "1h", "max has no turn in team network within 52 weeks"),
    ],
)
def test_a_swap_that_cannot_be_is_refused(names: tuple[str, str], at: str, said: str) -> None:
    context = a_context(PLAN, at="1m")
    with pytest.raises(EscalateError, match=said):
        swap(context, "network", *names, after(at))
    assert context.store.read().standing() == []


def test_a_team_without_turns_has_none_to_swap() -> None:
    with pytest.raises(EscalateError, match="the duty of ana in team frontline has no turns"):
        swap(a_context(PLAN), "frontline", "ana", "bo", after("0m"))
    later_on = replace(WEEKS, starts=datetime(2027, 1, 4))  # noqa: DTZ001 - a wall time
    nobody = staffed(teams={"network": replace(NETWORK, duty=(later_on,), fallback=None)})
    with pytest.raises(EscalateError, match=r"is on duty in team network at .*: it is nobody"):
        swap(a_context(nobody), "network", "cy", "di", after("0m"))


@pytest.mark.parametrize(
    ("team", "person", "since", "until", "said"),
    [
        ("sales", "bo", None, "2h", "there is no team 'sales'"),
        ("network", "zoe", None, "2h", "there is no person 'zoe'"),
        ("network", "bo", "3h", "2h", "the override ends before it begins"),
        ("network", "bo", "2h", "2h", "the override ends before it begins"),
        ("network", "bo", "30m", "2h", "an override begins now or later"),
        ("network", "bo", None, "30m", "the override ends before it begins"),
    ],
    ids=["no team", "a stranger", "reversed", "empty", "in the past", "over"],
)
def test_an_override_that_cannot_be_is_refused(
    team: str, person: str, since: str | None, until: str, said: str
) -> None:
    context = a_context(PLAN, at="1h")
    begins = after(since) if since else None
    with pytest.raises(EscalateError, match=said):
        override(context, team, person, begins, after(until))
    assert context.store.read().standing() == []


def test_who_swaps_a_swapped_turn_swaps_what_they_have_by_then() -> None:
    context = a_context(PLAN)
    swap(context, "network", "cy", "di", after("24h"))
    with pytest.raises(EscalateError, match=r"neither cy nor bo is on duty .*: it is di"):
        swap(context, "network", "cy", "bo", after("24h"))
    first, second = swap(context, "network", "di", "bo", after("24h"))
    assert (first.person, first.instead_of, second.person) == ("bo", ("di",), "di")
    assert (second.since, second.until) == (after("168h"), after("336h"))
    assert names(context, "1h", "169h", "337h") == ["bo", "di", "cy"]


def test_who_swaps_back_hears_who_has_the_turn_again() -> None:
    context = a_context(PLAN)
    swap(context, "network", "cy", "di", after("24h"))
    taken = swap(later(context, "1h"), "network", "cy", "di", after("24h"))
    assert [(each.person, each.instead_of, each.since) for each in taken] == [
        ("cy", ("di",), after("1h")),
        ("di", ("cy",), after("336h")),
    ]


def test_a_swap_is_taken_back_by_its_own_turns_though_the_other_has_one_before() -> None:
    often = replace(WEEKS, turns=(("cy",), ("bo",), ("cy",), ("di",)))
    people = staffed(teams={"network": replace(NETWORK, duty=(often,))})
    context = a_context(people)
    moments = [f"{hour}h" for hour in range(0, 1400, 41)]
    before = names(context, *moments)
    swap(context, "network", "cy", "di", after("24h"))
    assert names(context, "1h", "337h", "505h") == ["di", "cy", "cy"]
    swap(context, "network", "di", "cy", after("24h"))
    assert names(context, *moments) == before
    swap(context, "network", "cy", "di", after("24h"))
    swap(context, "network", "cy", "di", after("510h"))
    assert names(context, *moments) == before


def test_a_turn_of_which_a_part_was_swapped_is_swapped_by_that_part() -> None:
    context = a_context(PLAN, at="24h")
    swap(context, "network", "di", "cy", after("30h"))
    assert names(context, "1h", "25h") == ["cy", "di"]
    first, _ = swap(context, "network", "di", "bo", after("30h"))
    assert (first.since, first.until) == (after("24h"), after("168h"))


def test_who_covers_for_a_while_has_no_turn_by_that() -> None:
    context = a_context(PLAN)
    override(context, "network", "di", after("200h"), after("201h"))
    first, second = swap(context, "network", "cy", "di", after("24h"))
    assert (first.person, second.since) == ("di", after("336h"))


def test_a_swap_is_taken_back_for_what_is_left_of_the_turn_that_has_begun() -> None:
    context = a_context(PLAN)
    swap(context, "network", "cy", "di", after("24h"))
    first, second = swap(later(context, "30h"), "network", "cy", "di", after("400h"))
    assert (first.person, first.since) == ("di", after("336h"))
    assert (second.person, second.since, second.until) == ("cy", after("30h"), after("168h"))


def test_a_swap_of_other_turns_or_of_another_team_is_none_to_take_back() -> None:
    mine = replace(WEEKS, turns=(("cy",), ("bo",), ("di",), ("di",)))
    theirs = replace(WEEKS, turns=(("cy",), ("bo",), ("bo",), ("di",)))
    other = replace(NETWORK, id="other", duty=(theirs,))
    context = a_context(staffed(teams={"network": replace(NETWORK, duty=(mine,)), "other": other}))
    swap(context, "other", "cy", "di", after("24h"))
    for at, second in (("24h", "336h"), ("680h", "1008h")):
        assert swap(context, "network", "cy", "di", after(at))[1].since == after(second)
