"""A duty plan as a calendar file (iCalendar, RFC 5545), which calendar programs subscribe to."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime

from escalate_cli.domain.policy.people import Person
from escalate_cli.domain.policy.roster import DutySpan
from escalate_cli.render.parts.printer import Printer
from escalate_cli.render.parts.result import Result
from escalate_cli.sanitize import one_line
from escalate_cli.usecases.insight.roster import Roster

LONGEST_LINE = 75
"""Bytes of a line without its end; what is longer goes on in the next one."""


class DutyCalendarResult(Result):
    """An event for each shift of some teams."""

    def __init__(self, rosters: Sequence[Roster], people: Mapping[str, Person]) -> None:
        self.rosters = rosters
        self._people = people

    def data(self, printer: Printer) -> None:
        """Write the calendar; it is the same for people and programs."""
        for line in self.lines(printer.wall.now):
            for part in _folded(line):
                printer.writer.line(f"{part}\r")

    def page(self, printer: Printer) -> None:
        """Write the calendar."""
        self.data(printer)

    def lines(self, now: datetime) -> Iterator[str]:
        """Yield the lines of the calendar, however long."""
        yield "BEGIN:VCALENDAR"
        yield "VERSION:2.0"
        yield "PRODID:-//escalate//duty//EN"
        for roster in self.rosters:
            for shift in roster.shifts:
                if shift.stretch.duty.people:
                    yield from self._event(roster.team, shift.stretch, now)
        yield "END:VCALENDAR"

    def _event(self, team: str, stretch: DutySpan, now: datetime) -> Iterator[str]:
        since, until = _instant(stretch.since), _instant(stretch.until)
        names = ", ".join(self._name(person) for person in stretch.duty.people)
        yield "BEGIN:VEVENT"
        yield f"UID:{since}-{'-'.join(stretch.duty.people)}@{team}.escalate"
        yield f"DTSTAMP:{_instant(now)}"
        yield f"DTSTART:{since}"
        yield f"DTEND:{until}"
        yield f"SUMMARY:{_text(f'{team}: {names}')}"
        if stretch.duty.note:
            yield f"DESCRIPTION:{_text(stretch.duty.note)}"
        yield "END:VEVENT"

    def _name(self, person: str) -> str:
        known = self._people.get(person)
        return known.name if known else person


def _instant(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(text: str) -> str:
    """Escape what has a meaning of its own in a text."""
    plain = one_line(text).replace("\\", "\\\\")
    return plain.replace(";", "\\;").replace(",", "\\,")


def _folded(line: str) -> Iterator[str]:
    """Cut a line into parts of at most 75 bytes, none within a character."""
    part = ""
    for character in line:
        if len(f"{part}{character}".encode()) > LONGEST_LINE:
            yield part
            part = " "
        part += character
    yield part
