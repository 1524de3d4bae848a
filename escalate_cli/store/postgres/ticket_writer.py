"""Writing tickets: of each only what is new, and all that waits at once."""

from collections.abc import Sequence
from typing import Final

import msgspec

from escalate_cli.domain.messages.outbox_message import Message
from escalate_cli.domain.ticket.events import Event
from escalate_cli.domain.ticket.search import names_on
from escalate_cli.store.postgres.columns import (
    keys_of,
    of_event,
    of_message,
    of_text,
    of_ticket,
    parts_of,
)
from escalate_cli.store.postgres.connection.link import Row
from escalate_cli.store.postgres.marks import written_on
from escalate_cli.store.postgres.moment import Moment
from escalate_cli.store.rows import codec

_COLUMNS: Final = (
    "active",
    "owed",
    "unanswered",
    "next_at",
    "due_at",
    "risk_at",
    "logged_at",
    "updated_at",
    "closed_since",
    "policy",
    "requester",
    "complaints",
    "source",
    "key",
    "marks",
    "state",
)
_PUT: Final = f"""
INSERT INTO escalate.ticket (store_id, number, {", ".join(_COLUMNS)}) VALUES %s
ON CONFLICT (store_id, number) DO UPDATE SET archived = false,
{", ".join(f"{name} = excluded.{name}" for name in _COLUMNS)}"""

_PUT_TEXT: Final = """
INSERT INTO escalate.ticket_text (store_id, number, marks) VALUES %s
ON CONFLICT (store_id, number) DO UPDATE SET marks = excluded.marks"""

_COUNT_ON: Final = "SELECT setval(%s, greatest(%s, coalesce(pg_sequence_last_value(%s), 0)))"


class _Written(msgspec.Struct):
    """What a ticket's row was when it was read, and what it is to be."""

    old: bytes | None
    new: bytes


class TicketWriter:
    """Keeps the rows of tickets until somebody reads, or the change ends.

    Attributes:
        written: the numbers of all tickets that were put.
        taken: the ticket numbers that this change took, which it takes again where it runs again.
    """

    def __init__(self, moment: Moment, spare: list[int]) -> None:
        self._moment = moment
        self._spare, self.taken = iter(spare), list[int]()
        self._waiting: dict[int, _Written] = {}
        self._rows: dict[int, bytes] = {}
        self._given: set[int] = set()
        self._messages: list[Message] = []
        self._reserved: list[int] = []
        self.written: list[int] = []
        moment.flush = self.flush

    def counted(self, what: str, count: int = 1) -> list[int]:
        """Take the next numbers of a kind; no other change has them, also if this one fails."""
        link = self._moment.writing
        asked = "SELECT nextval(%s) FROM generate_series(1, %s)"
        return [n for (n,) in link.rows(asked, self._counter(what), count)] if count else []

    def reserve(self, count: int) -> None:
        """Take numbers of events at once, which will be needed one by one."""
        self._reserved = self.counted("event", count)

    def change_and_events(self, count: int) -> tuple[int, list[int]]:
        """Take the number of a change, and the next ones of events."""
        if self._reserved:
            return self.counted("change")[0], self.events(count)
        asked = "SELECT nextval(%s) UNION ALL SELECT nextval(%s) FROM generate_series(1, %s)"
        change, event = self._counter("change"), self._counter("event")
        first, *others = self._moment.writing.rows(asked, change, event, count)
        return first[0], [number for (number,) in others]

    def events(self, count: int) -> list[int]:
        """Take the next numbers of events."""
        taken, self._reserved = self._reserved[:count], self._reserved[count:]
        return [*taken, *self.counted("event", count - len(taken))]

    def _counter(self, what: str) -> str:
        return f"escalate.of_{self._moment.writing.store}_{what}"

    def count_on(self, what: str, last: int) -> None:
        """Let no number of a kind be given that is not higher than one."""
        if last:
            counter = self._counter(what)
            self._moment.writing.rows(_COUNT_ON, counter, last, counter)

    def number(self, wanted: int) -> int:
        """Take the next ticket number, or a wanted one."""
        if wanted:
            self.count_on("ticket", wanted)
        number = wanted or next(self._spare, 0) or self.counted("ticket")[0]
        self.taken += [] if wanted else [number]
        self._given.add(number)
        return number

    def has_given(self, number: int) -> bool:
        """Tell whether a ticket number was taken in this change and is not used yet."""
        return number in self._given and number not in self._rows

    def row(self, number: int) -> bytes | None:
        """Return the row of a ticket that was put or kept in this change."""
        return self._rows.get(number)

    def put(self, number: int, row: bytes, old: bytes | None) -> None:
        """Keep the row of a ticket, of which nothing or something was there before."""
        waits = self._waiting.get(number)
        self._waiting[number] = _Written(waits.old if waits else old, row)
        self._rows[number] = row
        self._moment.times.pop(number, None)
        self._moment.last = None
        self.written.append(number)

    def queue(self, message: Message) -> None:
        """Put a message into the outbox, unless its key is there already."""
        self._messages.append(message)

    def flush(self) -> None:
        """Write what waits: tickets in the order of numbers, then messages as they came."""
        self._flush_tickets()
        self._flush_messages()

    def _flush_messages(self) -> None:
        new, self._messages = self._messages, []
        link = self._moment.writing
        numbers = self.counted("message", len(new))
        link.put(
            "INSERT INTO escalate.outbox VALUES %s ON CONFLICT (store_id, key) DO NOTHING",
            [
                of_message(link.store, number, codec.encode_message(message))
                for number, message in zip(numbers, new, strict=True)
            ],
        )

    def _flush_tickets(self) -> None:
        waiting, self._waiting = dict(sorted(self._waiting.items())), {}
        if not waiting:
            return
        link = self._moment.writing
        stored, events = list[Row](), list[Row]()
        for number, each in waiting.items():
            state, bodies = parts_of(each.new)
            stored.append(of_ticket(link.store, number, each.new, state))
            before = parts_of(each.old)[1] if each.old else []
            events += self._changed_events(number, before, bodies, codec.decode_events(each.new))
        link.put_all(
            (_PUT, stored),
            ("INSERT INTO escalate.event VALUES %s", events),
            ("INSERT INTO escalate.ticket_key VALUES %s", self._changed_keys(waiting)),
            (_PUT_TEXT, self._changed_texts(waiting)),
        )
        new = [n for n, each in waiting.items() if each.old is None and n not in self._given]
        self.count_on("ticket", max(new, default=0))

    def _changed_events(
        self, number: int, before: list[bytes], after: list[bytes], events: Sequence[Event]
    ) -> list[Row]:
        """Take away what is not so any more; return the rows of what is new, or is otherwise."""
        link = self._moment.writing
        same = [n for n, body in enumerate(after) if n < len(before) and before[n] == body]
        gone = sorted({*range(len(before))} - {*same})
        if gone:
            link.run(
                "DELETE FROM escalate.event WHERE store_id = %s AND ticket = %s AND n = ANY(%s)",
                *(link.store, number, gone),
            )
        fresh = sorted({*range(len(after))} - {*same})
        return [of_event(link.store, number, n, events[n], after[n]) for n in fresh]

    def _changed_keys(self, waiting: dict[int, _Written]) -> list[Row]:
        """Return the rows by which tickets are found by their keys, where those are others now."""
        link = self._moment.writing
        changed, known = dict[int, Sequence[str]](), list[int]()
        for number, each in waiting.items():
            keys = codec.decode_ticket(each.new).keys
            before = codec.decode_ticket(each.old).keys if each.old else ()
            if keys != before:
                changed[number] = keys
                known += [number] if before else []
        if known:
            link.run(
                "DELETE FROM escalate.ticket_key WHERE store_id = %s AND number = ANY(%s)",
                *(link.store, known),
            )
        return keys_of(changed.items(), link.store)

    def _changed_texts(self, waiting: dict[int, _Written]) -> list[Row]:
        """Return the rows by which tickets are found by their texts, where those are others now."""
        store = self._moment.writing.store
        rows = list[Row]()
        for number, each in waiting.items():
            written = _written_on(each.new)
            if each.old is None or _written_on(each.old) != written:
                rows.append(of_text(store, number, *written))
        return rows


def _written_on(row: bytes) -> tuple[set[str], list[str]]:
    ticket = codec.decode_ticket(row)
    return written_on(ticket, codec.decode_events(row)), names_on(ticket)
