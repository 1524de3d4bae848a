"""A duty plan as a calendar file, which calendar programs subscribe to."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from escalate_cli.domain.policy.duty.roster import DutySpan
from escalate_cli.domain.policy.people import Person
from escalate_cli.render.parts.data.icalendar import calendar, instant, text
from escalate_cli.render.parts.printer import Printer
from escalate_cli.render.parts.result import Result
from escalate_cli.usecases.insight.roster import Roster


class DutyCalendarResult(Result):
    """An event for each shift of some teams."""

    def __init__(self, rosters: Sequence[Roster], people: Mapping[str, Person]) -> None:
        self.rosters = rosters
        self._people = people

    def data(self, printer: Printer) -> None:
        """Write the calendar; it is the same for people and programs."""
        printer.print_lines(calendar("duty", self._events(printer.wall.now)))

    def page(self, printer: Printer) -> None:
        """Write the calendar."""
        self.data(printer)

    def _events(self, now: datetime) -> Iterator[Iterator[str]]:
        for roster in self.rosters:
            for shift in roster.shifts:
                if shift.stretch.duty.people:
                    yield self._event(roster.team, shift.stretch, now)

    def _event(self, team: str, stretch: DutySpan, now: datetime) -> Iterator[str]:
        since, until = instant(stretch.since), instant(stretch.until)
        names = ", ".join(self._name(person) for person in stretch.duty.people)
        yield f"UID:{since}-{'-'.join(stretch.duty.people)}@{team}.escalate"
        yield f"DTSTAMP:{instant(now)}"
        yield f"DTSTART:{since}"
        yield f"DTEND:{until}"
        yield f"SUMMARY:{text(f'{team}: {names}')}"
        if stretch.duty.note:
            yield f"DESCRIPTION:{text(stretch.duty.note)}"

    def _name(self, person: str) -> str:
        known = self._people.get(person)
        return known.name if known else person
