"""What `list` shows: tickets, the most pressing first."""

from collections.abc import Iterable, Iterator
from itertools import islice

from escalate_cli.domain.ticket.ticket_snapshot import TicketSnapshot, by_pressure
from escalate_cli.render.parts.event_text import counted
from escalate_cli.render.parts.printer import Printer
from escalate_cli.render.parts.result import Result
from escalate_cli.render.parts.ticket_fields import PRESSURE, TICKET, TICKET_COLUMNS
from escalate_cli.usecases.versions import EndingHolidays


class ListResult(Result):
    """A list of tickets, perhaps long.

    Args:
        standings: the tickets as they are now.
        limit: how many are shown; 0 is all, and none what a terminal has room for.
        ending: the holidays that end for open tickets, which are only looked for on a page.
    """

    def __init__(
        self,
        standings: Iterable[TicketSnapshot],
        limit: int | None = None,
        ending: Iterable[EndingHolidays] = (),
    ) -> None:
        self._standings = standings
        self._limit = limit
        self._ending = ending

    def ids(self) -> Iterable[str]:
        """Return the ids of the tickets."""
        first = islice(self._standings, self._limit or None)
        return (standing.ticket.id for standing in first)

    def data(self, printer: Printer) -> None:
        """Write a record for each ticket."""
        first = islice(self._standings, self._limit or None)
        printer.writer.records(first, TICKET, TICKET_COLUMNS, extra=PRESSURE)

    def page(self, printer: Printer) -> None:
        """Show a row for each ticket, and count them."""
        from escalate_cli.render.results import list_page  # noqa: PLC0415 - start-up time

        standings = _worst_first(self._standings)
        if not list_page.list_tickets(printer.writer, standings, printer.wall, self._limit):
            printer.say("no tickets")
        for each in self._ending:
            printer.say(
                f"the holidays of calendar {each.calendar} end with {each.last}"
                f" for {counted(each.tickets, 'open ticket')}: escalate doctor says what to do"
            )


def _worst_first(standings: Iterable[TicketSnapshot]) -> Iterator[TicketSnapshot]:
    """Yield what presses by its pressure, as a person wants it, and all else as it comes."""
    listed = list(standings)
    yield from sorted((each for each in listed if each.presses), key=by_pressure)
    yield from (each for each in listed if not each.presses)
