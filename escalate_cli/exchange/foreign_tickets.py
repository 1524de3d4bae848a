"""A foreign file as histories of tickets, by a mapping.

Rows with the same key are one ticket, in the order that the mapping states. A row is used, rejected
with its line and reason, or later than the instant up to which the file is read; none is lost.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from fnmatch import fnmatchcase

import msgspec
from msgspec.structs import replace

from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.ticket import Status
from escalate_cli.domain.time.timezones import zone_named
from escalate_cli.errors import UsageError
from escalate_cli.exchange.files.table import RejectedRow, Table, form_of
from escalate_cli.exchange.mappings import mapping as m
from escalate_cli.exchange.reading.history_reader import HistoryReader
from escalate_cli.exchange.reading.note_reader import NoteReader
from escalate_cli.exchange.reading.row_reader import RowReader
from escalate_cli.exchange.reading.times import (
    TimeReader,
    first_lines,
    format_named,
    format_of,
    has_no_zone,
)
from escalate_cli.exchange.reading.update import Note, Update
from escalate_cli.exchange.retelling import Retelling, instants_of, unknown_in
from escalate_cli.usecases.ports import ProgressWatch


class Incident(msgspec.Struct, frozen=True, kw_only=True):
    """One foreign ticket as the events of a ticket that has no number yet."""

    number: str
    opening: e.TicketLogged
    rest: tuple[e.Event, ...]


class ColumnUse(msgspec.Struct, frozen=True, kw_only=True):
    """What became of each column; those that are `left` nobody asked for."""

    used: tuple[str, ...]
    ignored: tuple[str, ...]
    left: tuple[str, ...]


class ForeignTickets(msgspec.Struct, frozen=True, kw_only=True):
    """What a file held; `rows` = `used` + `later` + the rejected ones.

    Attributes:
        later: rows past the instant up to which the file was read.
        redated: used rows whose time or end contradicted the rows around them or the opening.
        date_format: `dmy`, `mdy` or `ymd`, as given or found.
        words: what stands for something here, with what that is and how often it was met.
        vain: what the mapping reads that the file does not have, and where the mapping says so.
    """

    source: str
    incidents: tuple[Incident, ...]
    rejected: tuple[RejectedRow, ...]
    rows: int
    used: int
    later: int
    redated: int
    date_format: str
    columns: ColumnUse
    words: Mapping[tuple[str, str, str], int]
    vain: tuple[str, ...]


class ImportOptions(msgspec.Struct, frozen=True, kw_only=True):
    """How a file is to be read, besides what its mapping says.

    Attributes:
        zone: of times that name none.
        date_format: `dmy`, `mdy` or `ymd`; nothing lets the file's own dates say it.
        until: what happened later is left out, and so is what is later than the import itself.
        default_priority: of a ticket that has none; the last of the priorities where it is empty.
    """

    zone: str | None = None
    date_format: str | None = None
    until: datetime | None = None
    imported_at: datetime
    priorities: Sequence[str]
    default_priority: str = ""


def read_tickets(
    table: Table, mapping: m.Mapping, asked: ImportOptions, watch: ProgressWatch | None = None
) -> ForeignTickets:
    """Read the rows of a file, which `watch` sees go by.

    Raises:
        ForeignFileError: the file lacks what no ticket can do without.
        DateFormatError: the order of day and month is not certain.
        CalendarError: the zone is unknown.
        UsageError: the times have no zone.
    """
    reader = _FileReader(table, mapping, asked, watch)
    reader.find_times()
    return reader.read()


class _Ticket(msgspec.Struct):
    """The rows of one ticket, checked, with what people wrote on it."""

    updates: list[Update]
    notes: list[Note]


class _FileReader:
    """Reads one file."""

    def __init__(
        self, table: Table, mapping: m.Mapping, asked: ImportOptions, watch: ProgressWatch | None
    ) -> None:
        default = asked.default_priority or asked.priorities[-1]
        self._table = table
        self._watch = watch
        self._mapping = mapping
        self._asked = asked
        zone = asked.zone or (None if mapping.times.zone == "ask" else mapping.times.zone)
        self._zone = zone_named(zone) if zone else None
        self._rows = RowReader(mapping, table.shape, asked.priorities, default)
        self._rows.must_have()
        self._histories = HistoryReader(mapping.history, self._rows)
        self._notes = [NoteReader(each, self._rows) for each in mapping.notes]
        self._rejected = list(table.rejected)
        self._redated = self._used = self._later = 0
        self._order, self._formats = "dmy", mapping.times.formats

    def find_times(self) -> None:
        """Find out in which order the dates are written, and in which zone they count."""
        written = first_lines(self._date_texts())
        if self._zone is None and any(has_no_zone(text, self._formats) for text in written):
            raise UsageError("the times of the export have no zone", "give --tz, as Europe/Berlin")
        given, read_at = self._asked.date_format, self._asked.imported_at
        self._order = format_named(given) if given else format_of(written, read_at)
        self._rows.times = TimeReader(self._order, self._zone, self._formats)

    def read(self) -> ForeignTickets:
        """Read all rows."""
        tickets = self._tickets()
        is_log = any(len(each.updates) > 1 for each in tickets.values())
        is_log = is_log and self._mapping.rows != "ticket"
        told = (self._retold(number, tickets.pop(number), is_log) for number in list(tickets))
        incidents = [incident for incident in told if incident is not None]
        return ForeignTickets(
            source=self._mapping.name,
            incidents=tuple(incidents),
            rejected=tuple(sorted(self._rejected, key=lambda row: row.line)),
            rows=len(self._table.rows) + len(self._table.rejected),
            used=self._used,
            later=self._later,
            redated=self._redated,
            date_format=self._order,
            columns=self._columns(),
            words=self._rows.words.met,
            vain=tuple(self._rows.in_vain()),
        )

    def _date_texts(self) -> Iterator[tuple[str, int]]:
        yield from self._rows.date_texts(self._table.rows)
        readers = [each.texts_of_times for each in self._notes]
        if self._mapping.history:
            readers.append(self._histories.texts_of_times)
        for row in self._table.rows if readers else ():
            for texts_of in readers:
                yield from ((text, row.line) for text in texts_of(row))

    def _tickets(self) -> dict[str, _Ticket]:
        """Check the rows, and put those of one ticket together."""
        found: dict[str, _Ticket] = {}
        is_newest_first = self._mapping.order == "newest first"
        rows = list(reversed(self._table.rows)) if is_newest_first else self._table.rows
        for row in self._watch(rows, len(rows)) if self._watch else rows:
            try:
                update = self._rows.read(row)
                notes = [n for each in self._notes for n in each.read(row, _requester(update))]
                updates = self._histories.updates(row, update)
            except UsageError as error:
                self._rejected.append(RejectedRow(row.line, str(error)))
                continue
            row.values = None  # all of it is read: a long log is not held twice
            ticket = found.get(update.number)
            if ticket is None:
                found[update.number] = _Ticket(list(updates), notes)
            elif self._mapping.rows == "ticket":
                reason = f"{update.number} has a row already, on line {ticket.updates[0].line}"
                self._rejected.append(RejectedRow(row.line, reason))
            else:
                ticket.updates.extend(updates)
                ticket.notes.extend(notes)
        return found

    def _retold(self, number: str, ticket: _Ticket, is_log: bool) -> Incident | None:  # noqa: FBT001
        """Tell one ticket in events; nothing if all of it is later."""
        asked = self._asked
        horizon = asked.imported_at if asked.until is None else min(asked.until, asked.imported_at)
        updates = ticket.updates
        if self._mapping.order == "time":
            updates.sort(key=lambda update: update.updated_at)
        if self._mapping.rows == "change":
            updates = list(_carried(updates))
        elif any(update.state.status is None for update in updates):
            updates = list(_with_states(updates))
        pairs = zip(updates, instants_of(updates), strict=True)
        known = [(update, at) for update, at in pairs if at <= horizon]
        lines = {update.line for update, _ in known}
        self._used += len(lines)
        self._later += len({update.line for update in updates} - lines)
        if not known:
            return None
        first = known[0][0]
        self._redated += sum(
            at != each.updated_at or each.is_over_before(first.opened_at) for each, at in known
        )
        unknown: Collection[str] = () if is_log or first.tells_all else unknown_in(first)
        retelling = Retelling(first, self._mapping.name, asked.imported_at, unknown)
        for update, at in known:
            retelling.take(update, at)
        rest = retelling.rest
        if notes := [note for note in ticket.notes if note.at <= horizon]:
            rest = retelling.with_notes(notes)
        return Incident(number=number, opening=retelling.opening, rest=tuple(rest))

    def _columns(self) -> ColumnUse:
        claimed = list(m.paths_of(self._mapping))
        whole = {form_of(path) for path in (*claimed, *(each.split(".")[0] for each in claimed))}
        names = list(dict.fromkeys(self._table.shape.names))
        used = [name for name in names if form_of(name) in whole]
        patterns = self._mapping.ignored
        ignored = [
            name
            for name in names
            if name not in used and any(_is_like(name, each) for each in patterns)
        ]
        left = [name for name in names if name not in {*used, *ignored}]
        return ColumnUse(used=tuple(used), ignored=tuple(ignored), left=tuple(left))


def _requester(update: Update) -> str | None:
    name = update.fields["requester"]
    return name if isinstance(name, str) else None


def _with_states(updates: Iterable[Update]) -> Iterator[Update]:
    """Yield each update; one whose word changes no status stands as the one before it."""
    state = m.Meaning(Status.OPEN)
    for update in updates:
        state = state if update.state.status is None else update.state
        yield replace(update, state=state)


def _carried(updates: Iterable[Update]) -> Iterator[Update]:
    """Yield each update; what it does not say is taken from the ones before it."""
    held: Update | None = None
    for update in _with_states(updates):
        if held is None:
            held = update
        else:
            said = {name: value for name, value in update.fields.items() if value}
            if said.get("title") == update.number:
                del said["title"]
            held = replace(
                update,
                fields={**held.fields, **said},
                owner=update.owner or held.owner,
                group=update.group or held.group,
                opened_at=held.opened_at,
            )
        yield held


def _is_like(name: str, pattern: str) -> bool:
    """Tell whether a name is like a pattern; `*` is all that is special in one."""
    literal = pattern.lower().replace("[", "[[]").replace("?", "[?]")
    return fnmatchcase(name.lower(), literal)
