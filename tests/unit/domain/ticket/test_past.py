"""What is over of a ticket is kept beside its state, and folded only where nothing keeps it."""

import pytest

from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.history import History
from escalate_cli.domain.ticket.past import FinishedHistory, KeptPast, past_of
from escalate_cli.domain.ticket.ticket import TAKEN_UP
from tests.conftest import (
    a_history,
    a_policy,
    after,
    closed,
    escalated,
    noted,
    reopened,
    resolved,
    rules_of,
    targets,
)

POLICY = a_policy(targets=(targets(resolve="4h", level="1h"),))
STORY = (
    escalated(after("1h"), "L2"),
    resolved(after("2h")),
    reopened(after("3h")),
    resolved(after("4h")),
    closed(after("5h")),
)


def as_kept(*events: e.Event) -> tuple[History, FinishedHistory]:
    """Return a history, and the same one as a row keeps it."""
    whole = a_history(*events, policy=POLICY)
    rules = rules_of(POLICY)
    kinds = frozenset(map(type, whole.events))
    kept = KeptPast(past_of(whole), kinds, lambda: whole.events, lambda some: whole.all_of(*some))
    return whole, FinishedHistory(kept, rules, whole.ticket)


def test_every_cycle_is_kept_and_each_run_that_gave_way_with_its_level() -> None:
    past = past_of(a_history(*STORY, policy=POLICY))
    assert [(cycle.last, cycle.ended_at) for cycle in past.cycles] == [
        (1, after("2h")),
        (2, after("4h")),
    ]
    gave_way = {(level, run.name, run.cycle) for level, run in past.runs}
    assert {("L1", "level", 1), ("L2", "level", 1), ("L2", "resolve", 1)} <= gave_way


def test_what_a_row_keeps_is_not_folded() -> None:
    whole, kept = as_kept(*STORY)
    assert (kept.ticket, kept.rules) == (whole.ticket, whole.rules)
    assert kept.seen(after("9h")) == whole.seen(after("9h"))
    assert kept.effective == whole.effective
    assert past_of(kept) is kept.past
    assert "steps" not in vars(kept)


def test_events_of_kinds_that_it_has_not_are_not_read() -> None:
    whole, kept = as_kept(*STORY)
    assert (kept.decisions, kept.undos, kept.undone, kept.is_log_undone) == ([], [], {}, False)
    assert "events" not in vars(kept)
    assert kept.effective_of(e.TicketReopened) == whole.effective_of(e.TicketReopened) != []
    assert "events" not in vars(kept)
    assert kept.events == whole.events
    assert kept.effective_of(e.TicketReopened) == whole.effective_of(e.TicketReopened)
    assert "steps" not in vars(kept)


def test_whether_it_is_withdrawn_is_said_by_its_last_state_and_no_step() -> None:
    gone = e.ChangeUndone(at=after("1h"), by="bo", undone=7, withdrawn=True)
    _, kept = as_kept(gone)
    assert kept.is_withdrawn
    before = TAKEN_UP - 1
    _, old = as_kept(gone, reopened(after("2h"), rules=before), *STORY[3:])
    assert old.is_withdrawn
    whole, again = as_kept(gone, *STORY[2:])
    assert not again.is_withdrawn
    assert [run.cycle for _, run in again.past.runs] == []
    assert [each.counts for each in again.past.cycles] == [False, True]
    assert all("steps" not in vars(each) for each in (kept, old, again))
    assert (again.first_cycle, whole.first_cycle) == (2, 2)


def test_a_clock_that_goes_on_is_counted_on() -> None:
    answered = noted(after("5h"), public=True)
    whole, kept = as_kept(answered)
    assert kept.seen(after("9h")) == whole.seen(after("9h")) != whole.ticket


def test_whatever_else_is_asked_for_comes_of_the_fold() -> None:
    whole, kept = as_kept(*STORY)
    assert [step.at for step in kept.steps] == [step.at for step in whole.steps]
    assert (kept.fired, kept.readings) == (whole.fired, whole.readings)
    assert (kept.ticket, kept.rules) == (whole.ticket, whole.rules)
    with pytest.raises(AttributeError):
        kept.lunch  # noqa: B018 - raises


def test_it_goes_on_like_any_other() -> None:
    whole, kept = as_kept(*STORY)
    note = noted(after("6h"))
    assert kept.add(note) == whole.add(note)
