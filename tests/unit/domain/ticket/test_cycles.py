"""A ticket's cycles begin with its log or a reopening, and end with a resolution."""

from datetime import datetime
from typing import Any

from msgspec.structs import replace

from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.cycles import RULES_OF_DATES, cycles
from escalate_cli.domain.ticket.ticket import TAKEN_UP
from tests.conftest import a_history, after, closed, reopened, resolved

STORY = (resolved(after("1h")), closed(after("2h")), reopened(after("3h")))


def found(*events: e.Event, **log: Any) -> list[tuple[int, datetime, datetime | None]]:
    return [(each.last, each.began_at, each.ended_at) for each in cycles(a_history(*events, **log))]


def test_a_cycle_goes_from_its_beginning_to_the_resolution() -> None:
    assert found() == [(1, after("0m"), None)]
    assert found(*STORY) == [(1, after("0m"), after("1h")), (2, after("3h"), None)]


def test_cycles_by_the_rules_of_before_count_as_one() -> None:
    before = replace(reopened(after("3h")), rules=1)
    assert found(*STORY[:2], before, rules=1) == [(2, after("0m"), None)]
    ends = resolved(after("4h"))
    assert found(*STORY[:2], before, ends, rules=1) == [(2, after("0m"), after("4h"))]


def test_a_cycle_of_today_after_one_of_before_stands_for_itself() -> None:
    assert [each.is_whole for each in cycles(a_history(*STORY, rules=1))] == [True, False]


def test_a_cycle_is_open_from_its_beginning_to_its_end() -> None:
    [cycle] = cycles(a_history(resolved(after("1h"))))
    instants = ("0m", "1m", "1h", "61m")
    assert [cycle.is_open_before(after(at)) for at in instants] == [False, True, True, False]


def test_a_cycle_counts_unless_it_was_resolved_as_what_does_not() -> None:
    spam = e.TicketResolved(at=after("1h"), by="bo", outcome="invalid")
    assert [each.counts for each in cycles(a_history(spam, *STORY[1:]))] == [False, True]
    other = replace(spam, outcome="of another policy")
    assert [each.counts for each in cycles(a_history(other))] == [True]


def test_an_older_cycle_that_goes_on_counts_again() -> None:
    spam = e.TicketResolved(at=after("1h"), by="bo", outcome="invalid")
    before = replace(reopened(after("3h")), rules=1)
    assert [each.counts for each in cycles(a_history(spam, before, rules=1))] == [True]


def test_cycles_have_dates_of_their_own_from_the_version_on_that_gave_them_some() -> None:
    again = (*STORY[:2], replace(reopened(after("3h")), rules=RULES_OF_DATES))
    told = cycles(a_history(*again, rules=RULES_OF_DATES))
    assert [each.is_whole for each in told] == [False, False]
    assert len(cycles(a_history(*again, rules=RULES_OF_DATES - 1))) == 2


def test_a_cycle_that_was_withdrawn_counts_no_more_once_it_is_reopened() -> None:
    gone = e.ChangeUndone(at=after("1h"), by="bo", undone=7, withdrawn=True)
    again = reopened(after("2h"))
    assert [each.counts for each in cycles(a_history(gone))] == [True]
    assert [each.counts for each in cycles(a_history(gone, again))] == [False, True]
    before = TAKEN_UP - 1
    old = (gone, reopened(after("2h"), rules=before), resolved(after("3h")))
    assert [each.counts for each in cycles(a_history(*old, rules=before))] == [True, True]
    newer = a_history(*old, reopened(after("4h")), rules=before)
    assert [each.counts for each in cycles(newer)] == [False, False, True]
