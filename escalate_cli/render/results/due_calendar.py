"""Due dates as a calendar file: an event for each clock that runs."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from escalate_cli.domain.ticket.clock.sla_clock import Clock
from escalate_cli.domain.ticket.ticket_snapshot import TicketSnapshot
from escalate_cli.render.parts.data.icalendar import calendar, instant, text


def due_calendar(standings: Iterable[TicketSnapshot], now: datetime) -> Iterator[str]:
    """Yield the lines of the calendar; an event keeps its UID while its due date moves."""
    return calendar("due", _events(standings, now))


def _events(standings: Iterable[TicketSnapshot], now: datetime) -> Iterator[Iterator[str]]:
    for standing in standings:
        for clock in standing.running():
            if clock.due_at is not None:
                yield _event(standing, clock, clock.due_at, now)


def _event(
    standing: TicketSnapshot, clock: Clock, due_at: datetime, now: datetime
) -> Iterator[str]:
    ticket, duty = standing.ticket, clock.name.replace("_", " ")
    about = f"{ticket.id} {ticket.priority} {duty}: {ticket.title}"
    stands = f"{ticket.status.value}, {ticket.level}, {ticket.owner or 'nobody'}"
    yield f"UID:{ticket.uid}-{ticket.cycle}-{clock.name}@due.escalate"
    yield f"DTSTAMP:{instant(now)}"
    yield f"DTSTART:{instant(due_at)}"
    yield "TRANSP:TRANSPARENT"
    yield f"SUMMARY:{text(about)}"
    yield f"DESCRIPTION:{text(stands)}"
