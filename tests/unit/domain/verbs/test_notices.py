"""Whom an act tells follows from the events that it made."""

from collections.abc import Callable
from typing import Any

import pytest

from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.people.approvers import Delegation
from escalate_cli.domain.verbs.acknowledge import acknowledge
from escalate_cli.domain.verbs.approve import approve, decline
from escalate_cli.domain.verbs.assign import assign
from escalate_cli.domain.verbs.edit import Edits, edit
from escalate_cli.domain.verbs.escalate import Wish, escalate
from escalate_cli.domain.verbs.keep_informed import keep_informed
from escalate_cli.domain.verbs.note import complain, note
from escalate_cli.domain.verbs.outcome import Done, Refused
from escalate_cli.domain.verbs.release import release
from escalate_cli.domain.verbs.resolve import close, reopen, resolve
from escalate_cli.domain.verbs.return_ticket import return_ticket
from escalate_cli.domain.verbs.situation import Situation
from escalate_cli.domain.verbs.wait import wait
from tests.conftest import MONDAY_NINE, escalated, resolved, taken
from tests.unit.domain.verbs.conftest import carried_out, facing
from tests.unit.domain.verbs.test_approve import LENT, PENDING


def told(
    at: Situation,
    outcome: Done | Refused,
    lent: Callable[[], tuple[Delegation, ...]] = tuple,
) -> list[tuple[str, str]]:
    assert isinstance(outcome, Done)
    return [(each.kind, each.to) for each in carried_out(at, outcome, lent).messages]


def test_a_move_is_told_to_the_next_level_and_to_those_kept_informed() -> None:
    at = facing(requester="kim")
    assert told(at, escalate(at, Wish())) == [("handoff", "bo"), ("stakeholder_update", "kim")]


def test_a_request_is_told_to_who_can_answer_it() -> None:
    at = facing()
    asked = escalate(at, Wish(to="L3"))
    assert told(at, asked, lambda: (LENT,)) == [
        ("approval_request", "lee"),
        ("approval_request", "cy"),
    ]


def test_a_move_comes_before_the_answer_that_made_it() -> None:
    at = facing(PENDING, by="lee", requester="kim")
    assert told(at, approve(at, ())) == [
        ("handoff", "cy"),
        ("handoff", "di"),
        ("stakeholder_update", "kim"),
        ("approved", "ana"),
    ]


def test_a_no_is_told_to_who_asked() -> None:
    at = facing(PENDING, by="lee")
    assert told(at, decline(at, (), "no")) == [("declined", "ana")]


KNOWN: dict[str, Any] = {"requester": "kim", "stakeholders": ("eva",)}
UP = escalated(MONDAY_NINE, "L2", origin="L1")


@pytest.mark.parametrize(
    ("events", "act", "expected"),
    [
        ((taken(MONDAY_NINE, "cy"),), lambda at: acknowledge(at, take=True), [("taken", "cy")]),
        ((taken(MONDAY_NINE, "cy"),), acknowledge, []),
        ((), lambda at: assign(at, "cy"), [("assigned", "cy")]),
        ((UP,), lambda at: return_ticket(at, "no"), [("returned", "ana")]),
        ((taken(MONDAY_NINE, "ana"),), release, []),
        (
            (taken(MONDAY_NINE, "cy"),),
            lambda at: release(at, take=True, to_duty=True),
            [("released", "cy")],
        ),
        (
            (taken(MONDAY_NINE, "ana"), UP, taken(MONDAY_NINE, "ana")),
            lambda at: release(at, to_duty=True),
            [("released", "bo")],
        ),
        ((), lambda at: wait(at, "vendor"), [("status_update", "kim"), ("status_update", "eva")]),
        ((), lambda at: note(at, "so"), []),
        ((), lambda at: note(at, "so", public=True), [("note", "kim"), ("note", "eva")]),
        ((), lambda at: complain(at, "slow"), [("complaint", "ana")]),
        ((), resolve, [("resolution", "kim"), ("resolution", "eva")]),
        ((resolved(MONDAY_NINE),), close, [("closure", "kim"), ("closure", "eva")]),
        (
            (taken(MONDAY_NINE, "cy"), resolved(MONDAY_NINE)),
            reopen,
            [("reopened", "cy"), ("status_update", "kim"), ("status_update", "eva")],
        ),
        (
            (),
            lambda at: keep_informed(at, ("eva", "sam")),
            [("status_update", "sam")],
        ),
        ((), lambda at: edit(at, Edits(title="Slow")), []),
    ],
)
def test_every_other_act_is_told_to_whom_it_concerns(
    events: tuple[e.Event, ...],
    act: Callable[[Situation], Done | Refused],
    expected: list[tuple[str, str]],
) -> None:
    at = facing(*events, **KNOWN)
    assert told(at, act(at)) == expected
