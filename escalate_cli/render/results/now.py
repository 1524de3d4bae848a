"""What `escalate` alone answers: the page now, read-only."""

from collections.abc import Iterator, Sequence
from typing import Final

import msgspec

from escalate_cli.domain.ticket.ticket_snapshot import TicketSnapshot
from escalate_cli.domain.time.plain_values import plain
from escalate_cli.render.parts.data.json_values import SCHEMA, Fields, documents, stored
from escalate_cli.render.parts.data.ticket_fields import of_standing
from escalate_cli.render.parts.printer import Printer
from escalate_cli.render.parts.result import Document
from escalate_cli.usecases.insight.coming import Coming
from escalate_cli.usecases.insight.now import NowPage

_SECTIONS: Final = ("pressing", "approvals", "yours", "free", "waiting")

PAGE_TICKET: Final[Fields[TicketSnapshot]] = {
    **stored("ticket.id", "ticket.priority", "ticket.status", "ticket.level", "ticket.owner"),
    "clock": lambda standing: standing.foremost.name if standing.foremost else None,
    **stored("due_at", "overdue_seconds=overdue_by", "ticket.waiting_until", "ticket.title"),
}
_COMING: Final[Fields[Coming]] = stored(
    *("at", "decision.ticket", "decision.trigger", "decision.type", "decision.action"),
    *("decision.to", "decision.notified"),
)


class _Row(msgspec.Struct, frozen=True):
    """One ticket, and the part of the page where it stands."""

    section: str
    standing: TicketSnapshot


_ROW: Final[Fields[_Row]] = {**stored("section"), **of_standing(PAGE_TICKET)}


class NowResult(Document[NowPage]):
    """How things stand for whoever looks.

    Args:
        limit: how many tickets of one kind are shown; without it all, or what there is room for.
    """

    def __init__(self, page: NowPage, limit: int | None = None) -> None:
        super().__init__(page)
        self._limit = limit

    def document(self) -> dict[str, object]:
        """Return the page as JSON has it."""
        page = self.value
        return {
            "schema": SCHEMA,
            "now": plain(page.at),
            "person": page.person,
            "levels": list(page.levels),
            "open": page.active,
            "overdue": page.overdue,
            "at_risk": len(page.pressing) - page.overdue,
            "last_check_at": plain(page.last_check_at),
            "awaiting_check": page.awaiting_check,
            "awaiting_check_since": plain(page.since),
            **{name: documents(PAGE_TICKET, self._of(name)) for name in _SECTIONS},
            "next": documents(_COMING, page.coming),
        }

    def data(self, printer: Printer) -> None:
        """Write the document, or in a pipe a row for each ticket."""
        if printer.writer.is_json:
            super().data(printer)
        else:
            printer.writer.records(self._rows(), _ROW, tuple(_ROW))

    def _of(self, section: str) -> Sequence[TicketSnapshot]:
        standings: Sequence[TicketSnapshot] = getattr(self.value, section)
        return standings[: self._limit or None]

    def _rows(self) -> Iterator[_Row]:
        for section in _SECTIONS:
            for standing in self._of(section):
                yield _Row(section, standing)

    def page(self, printer: Printer) -> None:
        """Show the page, as high and wide as the terminal."""
        from escalate_cli.render.results.now_page import show_now  # noqa: PLC0415 - start-up time

        show_now(printer.writer, self.value, printer.wall, self._limit)
