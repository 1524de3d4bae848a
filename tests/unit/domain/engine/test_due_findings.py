"""What is due of one finding, now and later; how a window puts it off is told beside windows."""

import pytest
from msgspec.structs import replace

from escalate_cli.domain.engine.agenda import Agenda
from escalate_cli.domain.engine.due_findings import Due, next_due
from escalate_cli.domain.engine.maintenance import Silence
from escalate_cli.domain.policy.sections.repeat import Repeat
from escalate_cli.domain.ticket.held import Held
from tests.conftest import HOUR, PEOPLE, a_history, a_policy, after, checked, clock_rule, targets

LATE = clock_rule("late", at="1h", notify=("lead",), repeat=Repeat(every=HOUR, times=2))
HELD = Held(kind="wait", since=after("0m"))
POLICY = a_policy(rules=(LATE,), targets=(targets(resolve="9h"),))


def due(*checks: str, now: str) -> Due | None:
    """Return what is due after checks at some instants."""
    history = a_history(policy=POLICY)
    for at in checks:
        checked(history, after(at))
    [case] = Agenda(history, PEOPLE).cases(after(now))
    return next_due(case, history, after(now), PEOPLE, Silence())


def test_a_finding_comes_before_its_reminders_and_these_come_to_an_end() -> None:
    seen = [due(now="30m"), due("1h", now="1h"), due("1h", "2h", now="2h")]
    assert [(each.repeat, each.since) for each in seen if each] == [
        (0, after("1h")),
        (1, after("2h")),
        (2, after("3h")),
    ]
    assert due("1h", "2h", "3h", now="3h") is None


def test_reminders_that_were_missed_are_one() -> None:
    found = due("1h", now="3h30m")
    assert found is not None
    assert (found.repeat, found.since, found.first) == (2, after("3h"), after("2h"))


@pytest.mark.parametrize(
    ("is_held", "until", "at"),
    [
        (False, None, ["1h"]),
        (False, "5h", ["1h"]),
        (True, "5h", ["5h"]),
        (True, None, []),
    ],
    ids=["free", "held back before", "held", "held, nobody knows how long"],
)
def test_it_can_be_decided_once_nothing_holds_it_back(
    is_held: bool, until: str | None, at: list[str]
) -> None:
    found = due(now="30m")
    assert found is not None
    held = HELD if until is None else replace(HELD, until=after(until))
    then = replace(found, held=held, is_held=is_held)
    assert list(then.decidable_at) == [after(each) for each in at]
    assert list(replace(found, is_held=True).decidable_at) == []


def test_what_is_over_or_repeated_or_true_no_more_moves_no_ticket() -> None:
    found = due(now="30m")
    assert found is not None
    assert found.may_act
    others = replace(found, repeat=1), replace(found, is_over=True), replace(found, holds=False)
    assert not any(each.may_act for each in others)
