"""Carry an act out: the history grows by it, and by what it makes the policy do at once."""

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

import msgspec

from escalate_cli.domain.engine.decision import Decision
from escalate_cli.domain.engine.engine import Engine
from escalate_cli.domain.messages.announcements import announcing
from escalate_cli.domain.messages.outbox_message import Message
from escalate_cli.domain.ticket.events import Event
from escalate_cli.domain.ticket.people.party import in_passing, with_party
from escalate_cli.domain.verbs.outcome import Done
from escalate_cli.domain.verbs.situation import Situation

if TYPE_CHECKING:  # types alone: start-up time
    from escalate_cli.domain.ticket.people.approvers import Delegation


class Effect(msgspec.Struct, frozen=True):
    """What an act did to a ticket, and what that caused.

    Attributes:
        events: the act itself, as it was recorded.
        decisions: what the policy did about it at once.
        former: who had the ticket, or for whom it waited, if that is another one now.
        is_theirs: whoever acted has the ticket after it.
    """

    events: tuple[Event, ...] = ()
    decisions: tuple[Decision, ...] = ()
    messages: tuple[Message, ...] = ()
    former: str | None = None
    is_theirs: bool = False

    @property
    def has_moved(self) -> bool:
        """Tell whether the act moved the ticket on one of its ladders."""
        return any(event.leads_to for event in self.events)


def carry_out(
    at: Situation, done: Done, engine: Engine, lent: "Callable[[], Iterable[Delegation]]" = tuple
) -> Effect:
    """Record an act; the history of the situation grows by it, and the engine decides on it."""
    if not done.events:
        return Effect()
    history, people = at.history, at.people
    known = len(history.events)
    for event in done.events:
        act = in_passing(event, history.ticket, at.rules, people)
        history.add(with_party(act, history.ticket, at.policy.rules, people))
    events = tuple(history.events[known:])
    owner, holder = history.ticket.owner, history.ticket.holder
    told = _messages_of(events, at, lent)
    outcome = engine.react()
    return Effect(
        events=events,
        decisions=outcome.decisions,
        messages=(*told, *outcome.messages, *announcing(history, people)),
        former=at.ticket.owner if at.ticket.owner != owner else None,
        is_theirs=holder == at.by,
    )


def _messages_of(
    events: Sequence[Event], at: Situation, lent: "Callable[[], Iterable[Delegation]]"
) -> Iterable[Message]:
    """Return what people are told of an act, which is nothing for most."""
    if not any(event.is_news(at.ticket) for event in events):
        return ()
    from escalate_cli.domain.verbs.notices import After, notices  # noqa: PLC0415 - start-up time

    return tuple(notices(events, After(at.history, at.ticket, at.people, lent)))
