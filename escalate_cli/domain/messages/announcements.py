"""Announcements: what happened, for the channels that asked for such events."""

from collections.abc import Iterator

from escalate_cli.domain.messages.outbox_message import CHANNEL, Message
from escalate_cli.domain.policy.people import People
from escalate_cli.domain.ticket.events.base import kind_of
from escalate_cli.domain.ticket.history import History
from escalate_cli.domain.ticket.key import Key


def announcing(history: History, people: People) -> Iterator[Message]:
    """Yield each new event for the channels that asked for its kind."""
    hooks = [channel for channel in people.channels.values() if channel.subscribe]
    if not hooks:
        return
    ticket = history.ticket
    for number, event in enumerate(history.events, 1):
        if not event.is_new:
            continue
        kind, key = kind_of(event), Key.of_act(ticket.id, None, "event", number, event.at)
        for hook in hooks:
            if kind in hook.subscribe:
                yield Message(
                    key=key.to(hook.id),
                    ticket=ticket.id,
                    kind=kind,
                    to=f"{CHANNEL}{hook.id}",
                    text=f"{ticket.id} {kind}",
                    created_at=event.at,
                    event=event,
                )
