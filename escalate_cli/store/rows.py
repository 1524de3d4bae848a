"""Tickets in tables of rows: what every kind of store shares."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Protocol

import msgspec
from msgspec.structs import replace

from escalate_cli.domain.authority import Delegation
from escalate_cli.domain.events import Event
from escalate_cli.domain.message import Message
from escalate_cli.domain.ticket import Ticket
from escalate_cli.errors import MessageNotFoundError, TicketNotFoundError
from escalate_cli.store import codec
from escalate_cli.usecases.ports import Record

TICKETS, OUTBOX, POLICIES = "tickets", "outbox", "policies"
DELEGATIONS = "delegations"
TABLES = (TICKETS, OUTBOX, POLICIES, DELEGATIONS)


class Tables(Protocol):
    """Numbered rows by table, and a few values about all of them."""

    meta: dict[str, object]

    def get(self, table: str, row_id: int) -> bytes | None:
        """Return one row, or nothing."""

    def put(self, table: str, row_id: int, row: bytes) -> None:
        """Keep one row."""

    def delete(self, table: str, row_id: int) -> None:
        """Remove one row."""

    def rows(self, table: str) -> Iterator[tuple[int, bytes]]:
        """Go through the rows of a table."""

    def highest(self, table: str) -> int:
        """Return the highest id in a table, 0 where it is empty."""


class _PolicyRow(msgspec.Struct, frozen=True):
    id: str
    source: str


class RowsView:
    """Read tickets off rows, decoding no more than is asked for."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    def events(self, number: int) -> list[Event]:
        """Return a ticket's history; raises TicketNotFoundError."""
        return codec.decode_events(self._ticket_row(number))

    def _ticket_row(self, number: int) -> bytes:
        row = self._tables.get(TICKETS, number)
        if row is None:
            raise TicketNotFoundError(number)
        return row

    def ticket(self, number: int) -> Ticket:
        """Return a ticket as last recorded; raises TicketNotFoundError."""
        return codec.decode_ticket(self._ticket_row(number))

    def broken_digests(self, number: int) -> list[int]:
        """Name the events of a ticket that are not as they were written."""
        broken, before = [], ""
        for event in self.events(number):
            if codec.digest_of(event, before) != event.digest:
                broken.append(event.seq)
            before = event.digest
        return broken

    def is_chained(self) -> bool:
        """Tell whether all events together are those that were written."""
        events = [e for n, _ in self._tables.rows(TICKETS) for e in self.events(n)]
        head = ""
        for event in sorted(events, key=lambda event: event.seq):
            head = codec.head_after(head, event)
        return head == self._tables.meta.get("head", "")

    def tickets(self, *, active: bool = False) -> Iterator[Ticket]:
        """Yield tickets as last recorded, in the order of their numbers."""
        for _, row in self._tables.rows(TICKETS):
            if not active or codec.head_of(row).active:
                yield codec.decode_ticket(row)

    def next_at(self, number: int) -> datetime | None:
        """Return when the policy next has something to do on a ticket."""
        return codec.next_at_of(self._ticket_row(number))

    def active_count(self) -> int:
        """Count the tickets that somebody still has to work on."""
        return sum(codec.head_of(row).active for _, row in self._tables.rows(TICKETS))

    def waiting(self, now: datetime) -> list[int]:
        """Name the tickets on which the policy has something to do by now."""
        second = codec.second_of(now)
        return [
            number
            for number, row in self._tables.rows(TICKETS)
            if (next_at := codec.head_of(row).next_at) and next_at <= second
        ]

    def pressing(self, now: datetime) -> Iterator[Ticket]:
        """Yield the active tickets of which a clock may be at risk or due by now."""
        second = codec.second_of(now)
        for _, row in self._tables.rows(TICKETS):
            head = codec.head_of(row)
            pressing = any(at and at <= second for at in (head.due_at, head.risk_at))
            if head.active and pressing:
                yield codec.decode_ticket(row)

    def with_key(self, key: str) -> Iterator[Ticket]:
        """Yield the tickets logged under a key."""
        quoted = b'"key":' + msgspec.json.encode(key)
        return (ticket for ticket in self._holding(quoted) if ticket.key == key)

    def complaints_of(self, requester: str) -> Iterator[Ticket]:
        """Yield the tickets on which a requester has complained."""
        quoted = b'"requester":' + msgspec.json.encode(requester)
        return (t for t in self._holding(quoted) if t.requester == requester and t.complaints)

    def _holding(self, text: bytes) -> Iterator[Ticket]:
        for _, row in self._tables.rows(TICKETS):
            if text in row:
                yield codec.decode_ticket(row)

    def policy_source(self, policy_id: str) -> str | None:
        """Return the text of a policy version that some ticket follows."""
        for _, row in self._tables.rows(POLICIES):
            kept = msgspec.json.decode(row, type=_PolicyRow)
            if kept.id == policy_id:
                return kept.source
        return None

    def delegations(self) -> Iterator[Delegation]:
        """Yield the authority that was lent and not cleared away."""
        for _, row in self._tables.rows(DELEGATIONS):
            yield msgspec.json.decode(row, type=Delegation)

    def messages(self) -> Iterator[Message]:
        """Yield what waits in the outbox, oldest first."""
        for _, row in self._tables.rows(OUTBOX):
            yield codec.decode_message(row)


class RowsTransaction(RowsView):
    """Change tickets in rows; whoever opened the tables commits or forgets them."""

    def __init__(self, tables: Tables) -> None:
        super().__init__(tables)
        self._change = self._counter("change") + 1

    def _counter(self, name: str) -> int:
        value = self._tables.meta.get(name, 0)
        return value if isinstance(value, int) else 0

    def next_number(self) -> int:
        """Take the next ticket number; none is ever given twice."""
        number = max(self._counter("next"), self._tables.highest(TICKETS) + 1)
        self._tables.meta["next"] = number + 1
        return number

    def save(self, record: Record) -> None:
        """Keep a ticket; its new events get their numbers and digests."""
        sealed = replace(record, events=self._sealed(record.events))
        number = int(record.ticket.id.removeprefix("T-"))
        self._tables.put(TICKETS, number, codec.encode_record(sealed))

    def _sealed(self, events: Sequence[Event]) -> list[Event]:
        done: list[Event] = []
        seq = self._counter("seq")
        head = str(self._tables.meta.get("head", ""))
        for event in events:
            numbered = event
            if not event.digest:
                seq += 1
                before = done[-1].digest if done else ""
                numbered = codec.sealed(event, seq=seq, change=self._change, before=before)
                head = codec.head_after(head, numbered)
            done.append(numbered)
        self._tables.meta.update(seq=seq, change=self._change, head=head)
        return done

    def pin(self, policy_id: str, source: str) -> None:
        """Keep the text of a policy version for the tickets that follow it."""
        if self.policy_source(policy_id) is None:
            row = msgspec.json.encode(_PolicyRow(policy_id, source))
            self._tables.put(POLICIES, self._free(POLICIES), row)

    def queue(self, messages: Iterable[Message]) -> None:
        """Put messages into the outbox; a key that is there already is not put twice."""
        new = {message.key: message for message in messages}
        if not new:
            return
        for waiting in self.messages():
            new.pop(waiting.key, None)
        number = max(self._free(OUTBOX), self._counter("message"))
        for offset, message in enumerate(new.values()):
            self._tables.put(OUTBOX, number + offset, codec.encode_message(message))
        self._tables.meta["message"] = number + len(new)

    def lend(self, delegation: Delegation) -> None:
        """Keep a delegation, and forget those that had ended when it began."""
        for number, row in list(self._tables.rows(DELEGATIONS)):
            if msgspec.json.decode(row, type=Delegation).until <= delegation.since:
                self._tables.delete(DELEGATIONS, number)
        self._tables.put(DELEGATIONS, self._free(DELEGATIONS), msgspec.json.encode(delegation))

    def drop(self, key: str) -> None:
        """Take a message out of the outbox; raises MessageNotFoundError."""
        for number, row in self._tables.rows(OUTBOX):
            if codec.decode_message(row).key == key:
                self._tables.delete(OUTBOX, number)
                return
        raise MessageNotFoundError(key)

    def _free(self, table: str) -> int:
        return self._tables.highest(table) + 1
