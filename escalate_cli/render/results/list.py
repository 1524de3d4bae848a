"""What `list` shows: tickets, the most pressing first."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Self

from escalate_cli.domain.ticket.ticket_snapshot import TicketSnapshot
from escalate_cli.errors import UsageError
from escalate_cli.invocation import Invocation
from escalate_cli.render.parts.data.arrangement import grouped, ordered
from escalate_cli.render.parts.data.field_selection import columns_in
from escalate_cli.render.parts.data.ticket_fields import (
    PRESSURE,
    TICKET,
    TICKET_COLUMNS,
    TICKET_ORDER,
)
from escalate_cli.render.parts.printer import Printer
from escalate_cli.render.parts.result import Result
from escalate_cli.render.parts.words.event_text import counted
from escalate_cli.render.results.maintenance import silent_line
from escalate_cli.usecases.insight.list_and_show import Listing
from escalate_cli.usecases.insight.query import Query, names_in
from escalate_cli.usecases.planned_work import Planned
from escalate_cli.usecases.versions import EndingHolidays


class ListResult(Result):
    """A list of tickets, perhaps long.

    Args:
        standings: the tickets as they are now.
        columns: what the person likes to see on a page.
        ending: the holidays that end for open tickets, which are only looked for on a page.
        windows: the maintenance that is on, for a page too.
        advice: what to ask instead, said on a page of none.
    """

    def __init__(
        self,
        standings: Iterable[TicketSnapshot],
        ending: Iterable[EndingHolidays] = (),
        columns: Sequence[str] = (),
        windows: Iterable[Planned] = (),
        advice: Iterable[str] = (),
    ) -> None:
        self._standings = standings
        self._columns = columns
        self._ending = ending
        self._windows = windows
        self._advice = advice
        self._asked = Invocation()

    def arranged(self, asked: Invocation) -> Self:
        """Sort the tickets; a page decides itself how many it shows."""
        self._asked = asked
        self._standings = ordered(self._standings, TICKET_ORDER, asked)
        return self

    def _first(self) -> Iterable[TicketSnapshot]:
        first = islice(self._standings, self._asked.limit or None)
        return grouped(first, TICKET_ORDER, self._asked)

    def ids(self) -> Iterable[str]:
        """Return the ids of the tickets."""
        return (standing.ticket.id for standing in self._first())

    def data(self, printer: Printer) -> None:
        """Write a record for each ticket."""
        printer.writer.records(self._first(), TICKET, TICKET_COLUMNS, extra=PRESSURE)

    def page(self, printer: Printer) -> None:
        """Show a row for each ticket, and count them."""
        from escalate_cli.render.results import list_page  # noqa: PLC0415 - start-up time

        names = self._names(printer)
        page = list_page.ListPage(printer.writer, printer.wall, self._asked, names)
        if not page.show(self._standings, _number_of(self._standings)):
            printer.say("no tickets")
            for line in self._advice:
                printer.say(line)
        for window in self._windows:
            printer.say(silent_line(window, printer.wall))
        for each in self._ending:
            printer.say(
                f"the holidays of calendar {each.calendar} end with {each.last}"
                f" for {counted(each.tickets, 'open ticket')}: escalate doctor says what to do"
            )

    def _names(self, printer: Printer) -> Sequence[str]:
        """Return the columns that were asked for, or else those of the person's settings."""
        known = {**TICKET, **PRESSURE}
        if self._asked.columns:
            return columns_in(known, self._asked.columns)
        try:
            return columns_in(known, ",".join(self._columns)) if self._columns else ()
        except UsageError as error:
            printer.say(f"your settings name columns that are none: {error}")
            return ()


def _number_of(standings: Iterable[TicketSnapshot]) -> int | None:
    """Return the number of tickets, where it is known without looking at each."""
    return standings.number() if isinstance(standings, Listing) else None


def advice_for(query: Query, words: Sequence[str]) -> Iterator[str]:
    """Yield advice on how to find more than a query has found."""
    names = names_in(query, "requester", "customer")
    if len(names) == 1:
        yield f"'{names[0]}' is compared with whole names; with parts: list '{names[0]}'"
    if query.search.texts and not query.finished:
        import shlex  # noqa: PLC0415 - start-up time

        yield f"only open tickets were looked at; finished ones too: search {shlex.join(words)}"
