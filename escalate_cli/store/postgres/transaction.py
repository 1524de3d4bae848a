"""A change of a store on a server: its writes travel together, before anybody reads."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

import msgspec
from msgspec.structs import replace

from escalate_cli.domain.messages.outbox_message import Message
from escalate_cli.domain.policy.sections.maintenance import Window
from escalate_cli.domain.policy.standing import Standing
from escalate_cli.domain.ticket.events import Event
from escalate_cli.domain.ticket.ticket import Ticket
from escalate_cli.errors import DamagedHistoryError, MessageNotFoundError
from escalate_cli.store.postgres.columns import column, of_message
from escalate_cli.store.postgres.moment import Moment
from escalate_cli.store.postgres.numbers import StoreNumbers
from escalate_cli.store.postgres.search.event_search import head_of
from escalate_cli.store.postgres.ticket_writer import TicketWriter
from escalate_cli.store.postgres.view import WINDOWS, ServerView
from escalate_cli.store.rows import codec, message_codec, standing_codec
from escalate_cli.store.rows.standing import GaugeWriter, put_redacted
from escalate_cli.store.rows.tables import (
    CHANGE,
    HEAD,
    NEXT,
    OUTBOX,
    POLICIES,
    SEQ,
    STANDING,
    TICKETS,
    PolicyRow,
)
from escalate_cli.store.rows.ticket_row import TicketRow
from escalate_cli.usecases.records import Dump, Fingerprint, Record

_ARCHIVE: Final = """
UPDATE escalate.ticket t SET archived = true WHERE store_id = %s AND NOT archived
AND closed_since <= %s AND NOT EXISTS (SELECT FROM escalate.outbox m
    WHERE m.store_id = t.store_id AND m.ticket = 'T-' || t.number)"""


_NO_BOUND: Final = "SET LOCAL statement_timeout = 0"
"""A whole store may take longer than what anybody waits for."""

_TAKEN_OVER: Final = (
    *("ticket", "ticket_text", "ticket_key", "event", "change", "outbox"),
    *("policies", "standing", "delegations", "gauges", "windows"),
)

_CLAIM: Final = """
SELECT number FROM escalate.ticket WHERE store_id = %s AND number = ANY(%s) {due}
ORDER BY number FOR NO KEY UPDATE {skip}"""

_CLAIM_MESSAGES: Final = """
SELECT body FROM escalate.outbox WHERE store_id = %s AND key = ANY(%s)
ORDER BY number FOR UPDATE {skip}"""


class ServerTransaction(GaugeWriter, ServerView):
    """Changes tickets; the store commits it or forgets it."""

    def __init__(self, moment: Moment, spare: list[int]) -> None:
        super().__init__(moment)
        self._numbers = StoreNumbers(moment, spare)
        self._writer = TicketWriter(moment, self._numbers)
        self._at: datetime | None = None
        self._made: defaultdict[int, list[str]] = defaultdict(list)

    def dated(self, now: datetime) -> None:
        """Take the instant of the change; once it saves a ticket, `written_at` returns it."""
        self._at = now

    def claim(
        self, numbers: Sequence[int], due_by: datetime | None = None, *, waits: bool = False
    ) -> Sequence[int]:
        """Take tickets for this change alone, in order; their rows travel at once."""
        if not numbers:
            return []
        due = "" if due_by is None else "AND NOT archived AND next_at <= %s"
        claimed = self._moment.values(
            _CLAIM.format(due=due, skip="" if waits else "SKIP LOCKED"),
            *(list(numbers), *([] if due_by is None else [due_by])),
        )
        self._moment.hold(claimed)
        self._numbers.reserve(len(claimed))
        return claimed

    def claim_messages(self, keys: Sequence[str], *, waits: bool = False) -> Sequence[Message]:
        """Take messages of the outbox for this change alone; they are read at once."""
        asked = _CLAIM_MESSAGES.format(skip="" if waits else "SKIP LOCKED")
        return [*self._messages(asked, [column(key) for key in keys])] if keys else []

    def next_number(self, wanted: int = 0) -> int:
        """Take the next ticket number, or a wanted one that no ticket has."""
        return self._numbers.ticket(wanted)

    def next_change(self) -> int:
        """Take a number for a change made in another store; this change gets a higher one."""
        return self._numbers.next_change()

    def save(self, record: Record) -> None:
        """Keep a ticket; its new events get their numbers and digests."""
        sealed = replace(record, events=self._sealed(record.events))
        number = record.ticket.number
        old = None if self._writer.has_given(number) else self._old_row(number)
        is_known = not all(event.is_new for event in record.events)
        row = codec.encode_record(sealed, old if is_known else None)
        self._writer.put(TicketRow.written(sealed, row), old)

    def _sealed(self, events: Sequence[Event]) -> list[Event]:
        done: list[Event] = []
        numbers = iter(self._numbers.events(sum(event.is_new for event in events)))
        for event in events:
            numbered = event
            if event.is_new:
                before = done[-1].digest if done else ""
                change = event.change or self._numbers.change
                numbered = codec.sealed(event, seq=next(numbers), change=change, before=before)
                self._made[change].append(numbered.digest)
            done.append(numbered)
        return done

    def enter(self, entry: Standing) -> None:
        """Keep what holds for the team from now on; it gets its number and digest."""
        last = self._moment.highest(STANDING)
        before = standing_codec.digest_in(self._moment.get(STANDING, last) or b"{}")
        (seq,) = self._numbers.events(1)
        change = entry.change or self._numbers.change
        kept = codec.sealed(entry, seq=seq, change=change, before=before)
        self._made[change].append(kept.digest)
        self._moment.put(STANDING, last + 1, standing_codec.encode_standing(kept))

    def blacken(self, blank: "Standing") -> str:
        """Put an entry without its words in its place; return the seal that vouches for it."""
        return put_redacted(self._moment, blank)

    def keep_windows(self, windows: Iterable[Window]) -> None:
        """Keep the maintenance windows by which rows say when something is next to be done."""
        self._moment.put(WINDOWS, 1, msgspec.json.encode(list(windows)))

    def ticket(self, number: int) -> Ticket:
        """Return a ticket as last recorded; its history, which a change needs, is read with it."""
        return codec.decode_ticket(self._ticket_row(number))

    def _ticket_row(self, number: int) -> bytes:
        return self._writer.row(number) or super()._ticket_row(number)

    def _old_row(self, number: int) -> bytes | None:
        return self._writer.row(number) or self._moment.ticket_row(number)

    def archive(self, closed_by: datetime) -> int:
        """Put the tickets away that were closed by an instant; tell how many.

        One with a message in the outbox stays.
        """
        link = self._moment.link
        return link.run(_ARCHIVE, link.store, closed_by)

    def clear(self) -> None:
        """Take all away that `take_over` brings; no number is ever given again."""
        link = self._moment.link
        link.run(_NO_BOUND)
        for table in _TAKEN_OVER:
            link.run(f"DELETE FROM escalate.{table} WHERE store_id = %s", link.store)
        self._moment.times.clear()
        self._moment.last = None

    def take_over(self, dump: Dump) -> None:
        """Become what another store is, in one that has no ticket yet; DamagedHistoryError."""
        self._moment.link.run(_NO_BOUND)
        for table, number, row in dump.rows:
            if table == TICKETS:
                self._writer.put(TicketRow(number, row), None)
            else:
                self._moment.put(table, number, row)
        for change, _, digest in self._by_change():
            self._made[change].append(digest)
        if self.fingerprint() != Fingerprint(_count(dump, SEQ), str(dump.meta[HEAD])):
            raise DamagedHistoryError("its events are not those that were written")
        self._numbers.count_on("ticket", _count(dump, NEXT) - 1)
        self._numbers.count_on("event", _count(dump, SEQ))
        self._numbers.count_on("change", _count(dump, CHANGE))
        self._numbers.count_on("message", self._moment.highest(OUTBOX))

    def digest_of(self, event: Event, before: str) -> str:
        """Return the digest of an event that follows another digest."""
        return codec.digest_of(event, before)

    def pin(self, policy_id: str, source: str) -> None:
        """Keep the text of a policy version for the tickets that follow it."""
        if self.policy_source(policy_id) is None:
            row = msgspec.json.encode(PolicyRow(policy_id, source))
            self._moment.put(POLICIES, self._moment.highest(POLICIES) + 1, row)

    def queue(self, messages: Iterable[Message]) -> None:
        """Put messages into the outbox; a key that is there already is not put twice."""
        for message in messages:
            self._writer.queue(replace(message, change=self._numbers.change))

    def mark(self, messages: Iterable[Message]) -> None:
        """Write messages of the outbox as they are now; one that has left it is not put back."""
        link = self._moment.link
        marked = {column(message.key): message for message in messages}
        found = link.rows(
            "DELETE FROM escalate.outbox WHERE store_id = %s AND key = ANY(%s)"
            " RETURNING number, key, body",
            *(link.store, list(marked)),
        )
        link.put(
            "INSERT INTO escalate.outbox VALUES %s",
            [
                of_message(
                    link.store, number, message_codec.encode_message(marked[key], bytes(body))
                )
                for number, key, body in found
            ],
        )

    def drop(self, key: str) -> None:
        """Take a message out of the outbox; raises MessageNotFoundError."""
        link = self._moment.link
        asked = "DELETE FROM escalate.outbox WHERE store_id = %s AND key = %s"
        if not link.run(asked, link.store, column(key)):
            raise MessageNotFoundError(key)

    @property
    def numbers_taken(self) -> list[int]:
        """The ticket numbers that this change took."""
        return self._numbers.taken

    @property
    def numbers_written(self) -> list[int]:
        """The numbers of the tickets that were saved."""
        return self._writer.written

    def finish(self, token: str) -> bool:
        """Write what is left, and a token that tells whether all of it arrived.

        Returns whether there is anything to commit.
        """
        link = self._moment.link
        self._moment.flush = None  # from here on it is looked at only
        self._moment.held.clear()
        self._moment.times.clear()
        if not link.has_written:
            return False
        own = self._numbers.change
        at = self._at if self._writer.written else None
        others = [(change, None, None) for change in self._made if change != own]
        link.put(
            "INSERT INTO escalate.change (store_id, id, token, at, digests) VALUES %s",
            [
                (link.store, change, mark, dated, head_of(self._made.get(change, ())))
                for change, mark, dated in [(own, token, at), *others]
            ],
        )
        return True


def _count(dump: Dump, name: str) -> int:
    value = dump.meta[name]
    return value if isinstance(value, int) else 0
