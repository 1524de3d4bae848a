"""Whom an act tells follows from the events that it made."""

from collections.abc import Callable

from escalate_cli.domain.ticket.authority import Delegation
from escalate_cli.domain.verbs.approve import approve, decline
from escalate_cli.domain.verbs.carry_out import carry_out
from escalate_cli.domain.verbs.escalate import Wish, escalate
from escalate_cli.domain.verbs.outcome import Done, Refused
from escalate_cli.domain.verbs.situation import Situation
from tests.unit.domain.verbs.conftest import facing
from tests.unit.domain.verbs.test_approve import LENT, PENDING


def told(
    at: Situation,
    outcome: Done | Refused,
    lent: Callable[[], tuple[Delegation, ...]] = tuple,
) -> list[tuple[str, str]]:
    assert isinstance(outcome, Done)
    return [(each.kind, each.to) for each in carry_out(at, outcome, lent).messages]


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
