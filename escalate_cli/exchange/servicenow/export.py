"""ServiceNow incidents, exported as CSV, as histories of tickets.

Rows with the same `number` are one incident, in file order. A row is used, rejected with its line
and reason, or later than the instant up to which the export is read; none is lost.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

import msgspec

from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.time.timezones import zone_named
from escalate_cli.errors import UsageError
from escalate_cli.exchange.csv_table import CsvRow, RejectedRow, read_table
from escalate_cli.exchange.servicenow.columns import (
    ALIASES,
    Update,
    UpdateReader,
    date_texts,
    must_have,
)
from escalate_cli.exchange.servicenow.dates import (
    LocalTimes,
    first_lines,
    format_named,
    format_of,
)
from escalate_cli.exchange.servicenow.history import Retelling, instants_of, unknown_in


class Incident(msgspec.Struct, frozen=True, kw_only=True):
    """One incident as the events of a ticket that has no number yet."""

    number: str
    opening: e.TicketLogged
    rest: tuple[e.Event, ...]


class Export(msgspec.Struct, frozen=True, kw_only=True):
    """What a file held; `rows` = `used` + `later` + the rejected ones.

    Attributes:
        later: rows past the instant up to which the export was read.
        redated: used rows whose time contradicted the rows around them or the opening.
        date_format: `dmy`, `mdy` or `ymd`, as given or found.
    """

    incidents: tuple[Incident, ...]
    rejected: tuple[RejectedRow, ...]
    rows: int
    used: int
    later: int
    redated: int
    date_format: str


def read_export(
    lines: Iterable[str],
    *,
    zone: str,
    date_format: str | None,
    until: datetime | None,
    imported_at: datetime,
    priorities: Sequence[str],
) -> Export:
    """Read an export whose times are wall times of a zone.

    Nothing later than `until`, or than the import itself, is taken.

    Raises:
        ForeignFileError: the file is no such export.
        DateFormatError: the order of day and month is not certain.
        CalendarError: the zone is unknown.
    """
    clock = zone_named(zone)
    table = read_table(lines, ALIASES)
    must_have(table.columns)
    texts = first_lines((row.line, date_texts(row)) for row in table.rows)
    order = format_named(date_format) if date_format else format_of(texts)
    reader = UpdateReader(LocalTimes(order, clock), priorities)
    updates, rejected = _checked(reader, table.rows)
    horizon = imported_at if until is None else min(until, imported_at)
    incidents: list[Incident] = []
    used = redated = 0
    grouped = _by_number(updates)
    is_log = any(len(of_one) > 1 for of_one in grouped.values())
    for number, of_one in grouped.items():
        known = [
            (update, at)
            for update, at in zip(of_one, instants_of(of_one), strict=True)
            if at <= horizon
        ]
        if known:
            unknown = () if is_log else unknown_in(known[0][0])
            incidents.append(_retold(number, known, imported_at, unknown))
        used += len(known)
        redated += sum(at != update.updated_at for update, at in known)
    return Export(
        incidents=tuple(incidents),
        rejected=tuple(sorted((*table.rejected, *rejected), key=lambda row: row.line)),
        rows=len(table.rows) + len(table.rejected),
        used=used,
        later=len(updates) - used,
        redated=redated,
        date_format=order,
    )


def _checked(
    reader: UpdateReader, rows: Iterable[CsvRow]
) -> tuple[list[Update], list[RejectedRow]]:
    updates: list[Update] = []
    rejected: list[RejectedRow] = []
    for row in rows:
        try:
            updates.append(reader.read(row))
        except UsageError as error:
            rejected.append(RejectedRow(row.line, str(error)))
    return updates, rejected


def _by_number(updates: Iterable[Update]) -> dict[str, list[Update]]:
    found: dict[str, list[Update]] = {}
    for update in updates:
        found.setdefault(update.number, []).append(update)
    return found


def _retold(
    number: str,
    known: Sequence[tuple[Update, datetime]],
    imported_at: datetime,
    unknown: Collection[str],
) -> Incident:
    retelling = Retelling(known[0][0], imported_at, unknown)
    for update, at in known:
        retelling.take(update, at)
    return Incident(number=number, opening=retelling.opening, rest=tuple(retelling.rest))
