"""Transplant: events of a ticket of another store, added to its history here."""

from collections.abc import Sequence

import msgspec
from msgspec.structs import replace

from escalate_cli.domain.messages.moved_message import moved
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.divergence import Continuation
from escalate_cli.domain.ticket.history import History
from escalate_cli.domain.ticket.redaction import redacted
from escalate_cli.domain.ticket.renumbering import Numbers, renumbered
from escalate_cli.domain.ticket.ticket import id_of, number_in
from escalate_cli.errors import DamagedHistoryError
from escalate_cli.usecases.context import Context
from escalate_cli.usecases.ports import Transaction, View


class Transplant(msgspec.Struct, kw_only=True):
    """Brings tickets over, one after the other.

    Attributes:
        here: the numbers of tickets here, by those in the other store; `changes` those of changes.
        last: the number of the last event, which goes up.
        blackened: the tickets here of which a text was redacted there.
    """

    context: Context
    tx: Transaction
    other: View
    here: dict[int, int]
    changes: dict[int, int]
    last: int
    blackened: list[int] = []

    def bring(self, number: int, more: Continuation) -> History:
        """Return a ticket's history with what the other store knows; its messages are queued."""
        numbers = self._numbers(more)
        kept = self.tx.events(self.here[number]) if more.events else []
        tail = [renumbered(event, numbers) for event in more.tail]
        self.last += len(tail)
        self._pin(more.tail)
        if kept and any(isinstance(event, e.EventRedacted) for event in tail):
            self.blackened.append(self.here[number])
        events = self._sealed(kept, tail)
        history = History(events, self.context.rules_of(self.tx))
        self._bring_messages(id_of(number), history, numbers)
        return history

    def _numbers(self, more: Continuation) -> Numbers:
        new = {event.seq: self.last + n for n, event in enumerate(more.tail, 1)}
        events, changes = more.events | new, self.changes | more.changes
        return Numbers(
            ticket=self._ticket,
            change=lambda change: changes.get(change, change),
            event=lambda seq: events.get(seq, seq),
        )

    def _ticket(self, name: str) -> str:
        number = number_in(name)
        return id_of(self.here.get(number, number))

    def _pin(self, events: Sequence[e.Event]) -> None:
        """Keep the policy versions that events name, as this store may not have them."""
        named = (getattr(event, "policy", None) for event in events)
        for policy in dict.fromkeys(each for each in named if isinstance(each, str)):
            if self.tx.policy_source(policy) is None:
                source = self.other.policy_source(policy)
                if source is None:
                    raise DamagedHistoryError(f"policy version {policy[:12]} is in neither store")
                self.tx.pin(policy, source)

    def _sealed(self, kept: Sequence[e.Event], tail: Sequence[e.Event]) -> list[e.Event]:
        """Put both together, with the digests that texts which were redacted there have here."""
        events = [*kept, *tail]
        if not any(isinstance(event, e.EventRedacted) for event in tail):
            return events
        digests = [event.digest for event in kept]
        for at in range(len(kept), len(events)):
            event = events[at]
            if isinstance(event, e.EventRedacted):
                place = next(n for n, each in enumerate(events) if each.seq == event.event)
                blank = events[place] = redacted(events[place])
                before = digests[place - 1] if place else ""
                seal = self.tx.digest_of(replace(blank, digest=""), before)
                event = events[at] = replace(event, seal=seal)
            digests.append(self.tx.digest_of(event, digests[-1] if digests else ""))
        return events

    def _bring_messages(self, there: str, history: History, numbers: Numbers) -> None:
        """Queue what waits there and was sent by nobody; drop what was sent there already."""
        gone = {event.key for event in history.events if isinstance(event, e.OfMessage)}
        for message in list(self.tx.messages(ticket=history.ticket.id)):
            if message.key in gone:
                self.tx.drop(message.key)
        waiting = (moved(message, numbers) for message in self.other.messages(ticket=there))
        self.tx.queue(message for message in waiting if message.key not in gone)
