"""A transaction: tickets are changed in tables of rows, alike in every kind of store."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from escalate_cli.domain.ticket.ticket import Status
from escalate_cli.errors import DamagedHistoryError, MessageNotFoundError
from escalate_cli.store.rows import codec, instants, message_codec, standing_codec
from escalate_cli.store.rows.digests import digest_of_nth
from escalate_cli.store.rows.snapshot import RowsView
from escalate_cli.store.rows.standing import GaugeWriter, put_redacted
from escalate_cli.store.rows.tables import (
    CHANGE,
    CLOSED_SINCE,
    HEAD,
    LATEST,
    MAINTENANCE,
    MESSAGE,
    NEXT,
    OUTBOX,
    POLICIES,
    SEQ,
    STANDING,
    TICKETS,
    WRITTEN_AT,
    Archive,
    PolicyRow,
    Tables,
    counter,
)

if TYPE_CHECKING:  # types alone: start-up time
    from datetime import datetime

    from escalate_cli.domain.messages.outbox_message import Message
    from escalate_cli.domain.policy.sections.maintenance import Window
    from escalate_cli.domain.policy.standing import Standing
    from escalate_cli.domain.ticket.events import Event
    from escalate_cli.store.rows.ticket_row import TicketRow
    from escalate_cli.usecases.damage import Damage
    from escalate_cli.usecases.records import Dump, Record

OnEdit = Callable[["RowsTransaction", str, Sequence[int] | None], bool]
"""Takes over what was edited by hand in a file: in all its tickets, or in those that are named."""


class RowsTransaction(GaugeWriter, RowsView):
    """Change tickets in rows; whoever opened the tables commits or forgets them.

    Attributes:
        record_edits: records in a ticket of the archive what somebody edited there, which brings it
            back into use; tells whether that was anything.
    """

    def __init__(self, tables: Tables, archive: Archive, damage: Sequence[Damage] = ()) -> None:
        super().__init__(tables, archive, damage)
        self._change = self._counter(CHANGE) + 1
        self._seq_before = self._counter(SEQ)
        self._at: str | None = None
        self._looked_at: dict[int, bool] = {}
        self.record_edits: Callable[[int], bool] = lambda _: False

    def dated(self, now: datetime) -> None:
        """Take the instant of the change; once it saves a ticket, `written_at` returns it."""
        self._at = instants.whole_second(now)

    def _counter(self, name: str) -> int:
        return counter(self._tables, name)

    def _row(self, number: int) -> TicketRow:
        self._see_edits(number)
        return super()._row(number)

    def _ticket_row(self, number: int) -> bytes:
        self._see_edits(number)
        return super()._ticket_row(number)

    def _see_edits(self, number: int) -> None:
        if self._tables.get(TICKETS, number) is None:
            self._record_edits(number, self._archive.edited_beside(number))

    def _record_edits(self, number: int, edited: Sequence[int]) -> bool:
        """Look once at a ticket that may have been edited in the archive."""
        if number in edited and number not in self._looked_at:
            self._looked_at[number] = False  # so that who looks finds it as it lies there
            self._looked_at[number] = self.record_edits(number)
        return self._looked_at.get(number, False)

    def next_number(self, wanted: int = 0) -> int:
        """Take the next ticket number, or a wanted one that no ticket has."""
        free = max(self._counter(NEXT), self._tables.highest(TICKETS) + 1)
        self._tables.meta[NEXT] = max(free, wanted + 1) if wanted else free + 1
        return wanted or free

    def claim(
        self,
        numbers: Sequence[int],
        due_by: datetime | None = None,
        *,
        waits: bool = False,  # noqa: ARG002 - nobody has one
    ) -> Sequence[int]:
        """Take tickets for this change alone, in order; here all are its own."""
        due = {*numbers} if due_by is None else {*numbers}.intersection(self.due_by(due_by))
        return sorted(due)

    def claim_messages(
        self,
        keys: Sequence[str],
        *,
        waits: bool = False,  # noqa: ARG002 - nobody has one
    ) -> Sequence[Message]:
        """Take messages of the outbox for this change alone; here all are its own."""
        return [message for key in keys if (message := self.message(key))]

    def next_change(self) -> int:
        """Take a number for a change that was made elsewhere; that of this one is higher."""
        self._change += 1
        return self._change - 1

    def save(self, record: Record) -> None:
        """Keep a ticket; its new events get their numbers and digests."""
        sealed = replace(record, events=self._sealed(record.events))
        number = record.ticket.number
        is_known = not all(event.is_new for event in record.events)
        old = super()._ticket_row(number) if is_known else None
        row = codec.encode_record(sealed, old)
        self._tables.put(TICKETS, number, row)
        self._forget_rows()
        self._names.note(number, row)
        self._note_instants(sealed.events)
        if record.ticket.status is Status.CLOSED and record.next_at is record.risk_at is None:
            self._note_closing(record.ticket.closed_at)

    def _note_instants(self, events: Sequence[Event]) -> None:
        """Remember when it was written, and the latest event, so that nobody need look for it."""
        meta = self._tables.meta
        if self._at is not None:
            meta[WRITTEN_AT] = self._at
        noted = meta.get(LATEST)
        latest = events[-1].at if isinstance(noted, str) and events else self.latest_at()
        second = instants.whole_second(latest) if latest else ""
        if not isinstance(noted, str) or noted < second:
            meta[LATEST] = second

    def _note_closing(self, closed_at: datetime | None) -> None:
        """Remember the oldest closing, so that `may_archive` need not look for it."""
        if closed_at is not None:
            since, known = instants.whole_second(closed_at), self._tables.meta.get(CLOSED_SINCE)
            if not isinstance(known, str) or since < known:
                self._tables.meta[CLOSED_SINCE] = since

    def archive(self, closed_by: datetime) -> int:
        """Put the tickets away that were closed by an instant; tell how many.

        One with a message in the outbox stays, and so does one whose file was edited by hand until
        what that changed is recorded: no checksum may vouch for it before.
        """
        told = {message.ticket for message in self.messages()}
        self._tables.meta.pop(CLOSED_SINCE, None)
        self._forget_rows()
        due = []
        for number, row in list(self._tables.holding(TICKETS, b'"status":"closed"')):
            closing = codec.closing_of(row)
            if closing.since is None or closing.id in told:
                continue
            if closing.since <= closed_by:
                due.append((number, row, closing.since))
            else:
                self._note_closing(closing.since)
        stay = {number for number, _, _ in due if self._must_stay(number)}
        for number, row, since in due:
            if number in stay:
                self._note_closing(since)
                continue
            self._archive.put(number, row)
            self._tables.delete(TICKETS, number)
        return len(due) - len(stay)

    def _must_stay(self, number: int) -> bool:
        """Record what was edited in the file where a ticket is to go; tell whether any was."""
        edited = self._archive.edited_beside(number)
        away = [n for n in edited if n in self._looked_at or not self.is_in_use(n)]
        taken_over = [self._record_edits(each, away) for each in away]
        return any(taken_over)

    def _sealed(self, events: Sequence[Event]) -> list[Event]:
        done: list[Event] = []
        seq = self._counter(SEQ)
        head = str(self._tables.meta.get(HEAD, ""))
        for event in events:
            numbered = event
            if event.is_new:
                seq += 1
                make = digest_of_nth(seq - self._seq_before)
                change, before = event.change or self._change, done[-1].digest if done else ""
                numbered = codec.sealed(event, seq=seq, change=change, before=before, make=make)
                head = codec.head_after(head, numbered, make)
            done.append(numbered)
        self._tables.meta.update({SEQ: seq, CHANGE: self._change, HEAD: head})
        return done

    def enter(self, entry: Standing) -> None:
        """Keep what holds for the team from now on; it gets its number and digest."""
        last = self._tables.highest(STANDING)
        before = standing_codec.digest_in(self._tables.get(STANDING, last) or b"{}")
        seq = self._counter(SEQ) + 1
        change = entry.change or self._change
        kept = codec.sealed(entry, seq=seq, change=change, before=before)
        head = codec.head_after(str(self._tables.meta.get(HEAD, "")), kept)
        self._tables.meta.update({SEQ: seq, CHANGE: self._change, HEAD: head})
        self._tables.put(STANDING, last + 1, standing_codec.encode_standing(kept))

    def blacken(self, blank: Standing) -> str:
        """Put an entry without its words in its place; return the seal that vouches for it."""
        return put_redacted(self._tables, blank)

    def keep_windows(self, windows: Iterable[Window]) -> None:
        """Keep the maintenance windows by which rows say when something is next to be done."""
        self._tables.meta[MAINTENANCE] = msgspec.to_builtins(list(windows))

    def take_over(self, dump: Dump) -> None:
        """Become what another store is, in one that has no ticket yet; DamagedHistoryError."""
        for table, number, row in dump.rows:
            self._tables.put(table, number, row)
        self._tables.meta.update(dump.meta)
        self._tables.meta[MESSAGE] = self._free(OUTBOX)
        if not self.is_chained():
            raise DamagedHistoryError("its events are not those that were written")
        self._forget_rows()
        self._policies = None
        self._note_instants(())
        for _, row in self._tables.rows(TICKETS):
            self._note_closing(codec.closing_of(row).since)

    def digest_of(self, event: Event, before: str) -> str:
        """Return the digest of an event that follows another digest."""
        return codec.digest_of(event, before)

    def pin(self, policy_id: str, source: str) -> None:
        """Keep the text of a policy version for the tickets that follow it."""
        if self.policy_source(policy_id) is None:
            row = msgspec.json.encode(PolicyRow(policy_id, source))
            self._tables.put(POLICIES, self._free(POLICIES), row)
            self._policies = None

    def queue(self, messages: Iterable[Message]) -> None:
        """Put messages into the outbox; a key that is there already is not put twice."""
        for message in messages:
            if self._queued(message.key) is None:
                number = max(self._free(OUTBOX), self._counter(MESSAGE))
                self._tables.meta[MESSAGE] = number + 1
                self._outbox[message.key] = number
                row = message_codec.encode_message(replace(message, change=self._change))
                self._tables.put(OUTBOX, number, row)

    def mark(self, messages: Iterable[Message]) -> None:
        """Keep messages of the outbox as they are now; one that left it meanwhile stays away."""
        for message in messages:
            if queued := self._queued(message.key):
                number, _ = queued
                old = self._tables.get(OUTBOX, number)
                self._tables.put(OUTBOX, number, message_codec.encode_message(message, old))

    def message(self, key: str) -> Message | None:
        """Return one message of the outbox."""
        queued = self._queued(key)
        return queued and queued[1]

    def drop(self, key: str) -> None:
        """Take a message out of the outbox; raises MessageNotFoundError."""
        queued = self._queued(key)
        if queued is None:
            raise MessageNotFoundError(key)
        del self._outbox[key]
        self._tables.delete(OUTBOX, queued[0])

    def _queued(self, key: str) -> tuple[int, Message] | None:
        """Look one message up by its key; where a broken row claims it, in all the others."""
        number = self._outbox.get(key)
        return None if number is None else self._message_in(number) or self._found(key)

    @cached_property
    def _outbox(self) -> dict[str, int]:
        """The row of each message, by its key."""
        return self._numbers()

    def _free(self, table: str) -> int:
        return self._tables.highest(table) + 1
