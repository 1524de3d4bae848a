"""Builders: somebody of the team in front of a ticket, and what became of what they did."""

from collections.abc import Callable, Iterable
from typing import Any

from msgspec.structs import replace

from escalate_cli.domain.engine.engine import Engine
from escalate_cli.domain.policy.policy import Policy
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.people.approvers import Delegation
from escalate_cli.domain.verbs.carry_out import Effect, carry_out
from escalate_cli.domain.verbs.outcome import Done, Refused
from escalate_cli.domain.verbs.situation import Situation, situation_of
from tests.conftest import a_history, a_policy, after
from tests.unit.usecases.conftest import staffed

STAFFED = staffed()
PLAIN = a_policy()


def facing(
    *events: e.Event, by: str = "ana", at: str = "1h", policy: Policy = STAFFED, **log: Any
) -> Situation:
    """Return the situation of somebody before a ticket to which something has happened."""
    stamp = e.Stamp(at=after(at), by=by, login=None)
    return situation_of(a_history(*events, policy=policy, **log), policy, stamp)


def recorded(at: Situation) -> Situation:
    """Return the same situation of an act that is on record."""
    return replace(at, is_on_record=True)


def events_of(outcome: Done | Refused) -> tuple[Any, ...]:
    """Return the events that an act made; it must have been allowed."""
    assert isinstance(outcome, Done), outcome
    return outcome.events


def refusal_of(outcome: object) -> Refused:
    """Return why an act was refused; it must have been."""
    assert isinstance(outcome, Refused), outcome
    return outcome


def carried_out(
    at: Situation, done: Done, lent: Callable[[], Iterable[Delegation]] = tuple
) -> Effect:
    """Carry an act out, and let the policy of today decide on it."""
    return carry_out(at, done, Engine(at.history, at.people), lent)
