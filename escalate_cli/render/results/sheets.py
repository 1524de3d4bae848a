"""The tables that an export offers: tickets, and what belongs to them, a row each."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final, cast

import msgspec

from escalate_cli.domain.ticket.event_document import event_document
from escalate_cli.render.parts.data.field_selection import chosen
from escalate_cli.render.parts.data.table_files import Row
from escalate_cli.render.parts.data.ticket_fields import (
    BREACH_COLUMNS,
    ESCALATION_COLUMNS,
    TICKET,
    TICKET_COLUMNS,
)
from escalate_cli.usecases.insight.export_tickets import Outgoing

_NESTED: Final = {"schema", "clocks", "escalations", "pending_approval", "breaches"}
_OF_EVERY_EVENT: Final = ("seq", "change", "at", "kind", "by", "login", "party", "clock_at")
_Rows = Callable[[Outgoing, Sequence[str]], Iterable[Row]]


class Sheet(msgspec.Struct, frozen=True):
    """A table that can be exported.

    Attributes:
        columns: those that may be chosen.
        usual: those of a spreadsheet unless others are chosen; `brief` those of a document.
        rows: makes the rows of a ticket, with the columns that are named.
    """

    columns: Sequence[str]
    usual: Sequence[str]
    brief: Sequence[str]
    rows: _Rows

    def names(self, fields: str | None, *, brief: bool) -> Sequence[str]:
        """Return the columns that somebody chose, or the usual ones; raises UsageError."""
        if fields is not None:
            return chosen(self.columns, fields)
        return self.brief if brief else self.usual

    def of(self, tickets: Iterable[Outgoing], names: Sequence[str]) -> Iterator[Row]:
        """Yield the rows of some tickets."""
        for ticket in tickets:
            yield from self.rows(ticket, names)


def _tickets(outgoing: Outgoing, names: Sequence[str]) -> Iterable[Row]:
    return [[TICKET[name](outgoing.standing) for name in names]]


def _parts(field: str) -> _Rows:
    """Return what makes a row of each document that a field of a ticket holds."""

    def rows(outgoing: Outgoing, names: Sequence[str]) -> Iterator[Row]:
        documents = cast("list[dict[str, object]]", TICKET[field](outgoing.standing))
        for document in documents:
            named = {"ticket": outgoing.standing.ticket.id, **document}
            yield [named[name] for name in names]

    return rows


def _events(outgoing: Outgoing, names: Sequence[str]) -> Iterator[Row]:
    for event in outgoing.events:
        document = event_document(event)
        named: dict[str, object] = {name: document.pop(name) for name in _OF_EVERY_EVENT}
        document.pop("digest")
        named |= {"ticket": outgoing.standing.ticket.id, "text": event.written}
        named["more"] = {name: each for name, each in document.items() if name != "message"}
        yield [named[name] for name in names]


def _of_tickets(columns: Sequence[str], rows: _Rows) -> Sheet:
    every = ("ticket", *columns)
    return Sheet(every, every, every, rows)


SHEETS: Final[Mapping[str, Sheet]] = {
    "tickets": Sheet(
        columns=tuple(TICKET),
        usual=tuple(name for name in TICKET if name not in _NESTED),
        brief=TICKET_COLUMNS,
        rows=_tickets,
    ),
    "events": _of_tickets((*_OF_EVERY_EVENT, "text", "more"), _events),
    "escalations": _of_tickets(ESCALATION_COLUMNS, _parts("escalations")),
    "breaches": _of_tickets(BREACH_COLUMNS, _parts("breaches")),
}
