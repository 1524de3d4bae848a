"""What counts no more of a ticket, who was told of it, and what will not be sent any more."""

from collections.abc import Iterable, Iterator

import msgspec

from escalate_cli.domain.messages.announcements import announcing
from escalate_cli.domain.messages.notifications import withdrawing
from escalate_cli.domain.messages.outbox_message import Message
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.clock.latched_breach import MissedTarget
from escalate_cli.domain.ticket.history import History
from escalate_cli.usecases.context import Context
from escalate_cli.usecases.ports import View


class Withdrawal(msgspec.Struct, frozen=True, kw_only=True):
    """What counts no more of one ticket.

    Attributes:
        changes: first what is withdrawn for itself, then what the policy made of it.
        waiting: the messages about it that are in the outbox still.
        sent: those that have left it; those that are leaving it now are in both.
    """

    history: History
    changes: tuple[int, ...]
    events: tuple[e.Event, ...]
    waiting: tuple[Message, ...]
    sent: tuple[tuple[str, str], ...]

    @property
    def informed(self) -> Iterator[str]:
        """Yield who was told of it."""
        return (to for _, to in self.sent)

    @property
    def dropped(self) -> list[str]:
        """Return the keys of the messages that will not be sent any more."""
        leaving = [key for key, _ in self.sent]
        return [message.key for message in self.waiting if message.key not in leaving]

    def undone(
        self, stamp: e.Stamp, message: str = "", missed: Iterable[MissedTarget] = ()
    ) -> e.ChangeUndone:
        """Return the event by which it counts no more."""
        change, *followed = self.changes
        return e.ChangeUndone(
            undone=change,
            followed=tuple(followed),
            withdrawn=any(event.begins_ticket for event in self.events),
            missed=tuple(missed),
            message=message,
            **stamp,
        )


def withdrawal_of(
    context: Context, view: View, history: History, changes: Iterable[int]
) -> Withdrawal:
    """Say what goes with some changes of a ticket."""
    gone = tuple(dict.fromkeys(changes))
    events = [event for change in gone for event in events_of_change(history, change)]
    waiting = [m for m in view.messages(ticket=history.ticket.id) if m.change in gone]
    leaving = [(each.key, each.to) for each in waiting if each.is_held(context.now)]
    return Withdrawal(
        history=history,
        changes=gone,
        events=tuple(events),
        waiting=tuple(waiting),
        sent=(*leaving, *_sent(history, events)),
    )


def events_of_change(history: History, change: int) -> list[e.Event]:
    """Return the events of a change, without the upgrade of rules that came with it."""
    events = (event for event in history.events if event.change == change)
    return [event for event in events if not isinstance(event, e.RulesChanged)]


def messages_of(context: Context, withdrawal: Withdrawal) -> Iterator[Message]:
    """Yield messages that tell those who had heard of it that it counts no more."""
    history = withdrawal.history
    yield from withdrawing(history, withdrawal.informed, context.people)
    yield from announcing(history, context.people)


def _sent(history: History, events: Iterable[e.Event]) -> Iterator[tuple[str, str]]:
    """Yield the messages about some events that have left the outbox, and to whom they went."""
    instants = {event.at for event in events}
    begun = min((event.seq for event in events), default=0)
    for event in history.events:
        if isinstance(event, e.MessageSent) and event.queued_at in instants and event.seq > begun:
            yield event.key, event.to
