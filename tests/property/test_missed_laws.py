"""Laws of missed targets: whatever is typed, each is told of once, and none goes without a word."""

from collections.abc import Callable, Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from escalate_cli.domain.figures.missed_figures import MissedFigures
from escalate_cli.domain.figures.report_figures import Period
from escalate_cli.domain.policy.policy import Policy
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.verbs.edit import Edits
from escalate_cli.usecases.care.undo import undo
from escalate_cli.usecases.care.verify import verify
from escalate_cli.usecases.context import Context
from escalate_cli.usecases.insight.query import Query
from escalate_cli.usecases.insight.report import report
from escalate_cli.usecases.verbs.edit import edit
from escalate_cli.usecases.verbs.link import link
from escalate_cli.usecases.verbs.resolve import resolve
from tests.conftest import DAY, MONDAY_NINE
from tests.property.desk import OUTSIDERS, TEAM, VERBS, Deed, Desk, a_deed_of
from tests.property.test_engine_laws import laws
from tests.property.test_people_laws import POLICY

GOES_ON = replace(POLICY, rules=replace(POLICY.rules, reopening="continue"))
SAID = ("", " ", "not ours")
ONE = ("T-1",)

TAKING: Mapping[str, Callable[[Context, int], object]] = {
    "lower": lambda run, n: edit(run, ONE, Edits(priority=f"P{n % 2 + 2}"), SAID[n % 3]),
    "forget the date": lambda run, n: edit(run, ONE, Edits(due=None), SAID[n % 3]),
    "spam": lambda run, n: resolve(run, ONE, SAID[n % 3], "invalid"),
    "repeat": lambda run, n: link(run, ONE, duplicate_of="T-2", message=SAID[n % 3]),
    "undo": lambda run, n: undo(run, message=SAID[n % 3]),
    "undo any": lambda run, n: undo(run, last_change(run) - n // 3, SAID[n % 3]),
}
"""What may take a missed target away, with words and without."""

deeds = st.lists(
    st.one_of(a_deed_of(VERBS, (*TEAM, "kim")), a_deed_of(TAKING, (*TEAM, *OUTSIDERS))),
    min_size=2,
    max_size=9,
)


def last_change(run: Context) -> int:
    """Return the number of the last change of the first ticket."""
    return run.store.read().events(1)[-1].change


def told(desk: Desk) -> MissedFigures:
    """Return what a report of all that ever was tells of missed targets."""
    whole = Period(since=MONDAY_NINE - DAY, until=desk.now + DAY)
    return report(desk.context, whole, Query()).missed


def types(desk: Desk, deed: Deed) -> list[e.Event]:
    """Type something now; return what that recorded of the first ticket."""
    before = len(desk.context.store.read().events(1))
    verb = {**VERBS, **TAKING}[deed.verb]
    desk.types(deed.by, lambda run: verb(run, deed.n))
    return desk.context.store.read().events(1)[before:]


def on_record(desk: Desk) -> int:
    """Return how many targets were missed, told by the tickets and by what was taken back."""
    found = 0
    for number in (1, 2):
        history = desk.context.history(desk.context.store.read(), number)
        undone = sum(len(undo.missed) for undo in history.undos)
        seen = history.seen(desk.now)
        found += undone + (0 if seen.is_withdrawn else len(seen.breaches))
    return found


@pytest.mark.parametrize("policy", [POLICY, GOES_ON], ids=["new clocks", "clocks that go on"])
@laws
@given(deeds)
def test_no_missed_target_goes_without_a_word(policy: Policy, life: list[Deed]) -> None:
    desk = Desk(policy)
    for deed in life:
        desk.passes(deed.minutes)
        desk.looks()
        before = told(desk)
        events = types(desk, deed)
        after = told(desk)
        assert after.n == on_record(desk)
        assert after.n >= before.n
        if after.counted < before.counted:
            assert any(event.written.strip() for event in events)
    assert verify(desk.context).differences == ()


@pytest.mark.parametrize("policy", [POLICY, GOES_ON], ids=["new clocks", "clocks that go on"])
def test_what_a_reopening_takes_up_is_on_record_beside_what_was_withdrawn(policy: Policy) -> None:
    desk = Desk(policy)
    desk.passes(125)
    desk.looks()
    undone = on_record(desk)
    assert told(desk).counted == undone > 0
    desk.types("lee", lambda run: undo(run, 1, "not ours"))
    assert (told(desk).counted, told(desk).left_out["undone"]) == (0, undone)
    desk.types("lee", lambda run: VERBS["reopen"](run, 0))
    assert (told(desk).counted, on_record(desk)) == (0, undone)
    desk.passes(125)
    desk.looks()
    after = told(desk)
    assert after.left_out == {"not_counted": 0, "undone": undone}
    assert after.counted == len(desk.ticket.breaches) > 0
    assert {each.cycle for each in desk.ticket.breaches} == {2}
    assert after.n == on_record(desk)
    assert verify(desk.context).differences == ()


@pytest.mark.parametrize(
    ("verb", "minutes", "left_out"),
    [("spam", 1500, "not_counted"), ("repeat", 1500, "not_counted"), ("undo", 45, "undone")],
)
def test_the_laws_meet_what_they_are_about(verb: str, minutes: int, left_out: str) -> None:
    desk = Desk(POLICY)
    desk.types("lee", lambda run: VERBS["edit"](run, 0))
    desk.passes(minutes)
    before = told(desk).counted
    assert before
    assert types(desk, Deed(0, "lee", verb, 0)) == []
    assert types(desk, Deed(0, "lee", verb, 2))
    assert told(desk).left_out[left_out] > 0
    assert told(desk).counted < before
