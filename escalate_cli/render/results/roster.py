"""What `oncall --for` answers: shifts, the hours of each person, and gaps."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import timedelta

from escalate_cli.domain.policy.duty.roster import Load
from escalate_cli.domain.time.plain_values import plain
from escalate_cli.render.parts.printer import Printer
from escalate_cli.render.parts.result import Result
from escalate_cli.usecases.insight.roster import Roster, Shift

COLUMNS = ("section", "team", "name", "since", "until", "hours", "nights", "weekends")
_HOUR = timedelta(hours=1)
_Row = Mapping[str, object]


class RosterResult(Result):
    """Teams over a time: a row for each shift and gap, then one for each person."""

    def __init__(self, rosters: Sequence[Roster]) -> None:
        self.rosters = rosters

    def data(self, printer: Printer) -> None:
        """Write the rosters as JSON, or a row for each shift, gap and person."""
        if printer.writer.is_json:
            printer.document([_document(each) for each in self.rosters])
            return
        known = {name: _value_of(name) for name in COLUMNS}
        rows = [row for each in self.rosters for row in _rows(each)]
        printer.writer.records(rows, known, COLUMNS)

    def page(self, printer: Printer) -> None:
        """Show a table of shifts and one of people for each team."""
        for roster in self.rosters:
            begins, ends = (printer.full(at) for at in (roster.since, roster.until))
            printer.print_text([f"{roster.team}: {begins} to {ends}"])
            shifts = [_shift_row(printer, shift) for shift in roster.shifts]
            printer.writer.table(("from", "until", "hours", "people", "by"), shifts)
            people = [(person, *_hours(load)) for person, load in roster.loads]
            if people:
                printer.writer.table(("person", "hours", "nights", "weekends"), people)
            if roster.gap:
                printer.writer.line(f"nobody is on duty for {_number(roster.gap)} hours in all")


def _document(roster: Roster) -> dict[str, object]:
    return {
        "team": roster.team,
        "since": plain(roster.since),
        "until": plain(roster.until),
        "shifts": [
            {
                "since": plain(shift.stretch.since),
                "until": plain(shift.stretch.until),
                "people": list(shift.stretch.duty.people),
                "layer": shift.stretch.duty.layer,
                "note": shift.stretch.duty.note,
                **_seconds(shift.load),
            }
            for shift in roster.shifts
        ],
        "people": [{"person": person, **_seconds(load)} for person, load in roster.loads],
        "gap_seconds": plain(roster.gap),
    }


def _seconds(load: Load) -> dict[str, object]:
    return {
        "seconds": plain(load.time),
        "night_seconds": plain(load.night),
        "weekend_seconds": plain(load.weekend),
    }


def _rows(roster: Roster) -> Iterator[_Row]:
    for shift in roster.shifts:
        people = shift.stretch.duty.people
        section, span = "shift" if people else "gap", (shift.stretch.since, shift.stretch.until)
        yield _row(section, roster.team, list(people), *map(plain, span), *_hours(shift.load))
    for person, load in roster.loads:
        yield _row("person", roster.team, person, None, None, *_hours(load))


def _row(*values: object) -> _Row:
    return dict(zip(COLUMNS, values, strict=True))


def _value_of(name: str) -> Callable[[_Row], object]:
    return lambda row: row[name]


def _shift_row(printer: Printer, shift: Shift) -> Sequence[object]:
    since, until = (printer.full(at) for at in (shift.stretch.since, shift.stretch.until))
    duty = shift.stretch.duty
    people = ", ".join(duty.people) or "nobody"
    return since, until, _number(shift.load.time), people, duty.layer or "-"


def _hours(load: Load) -> tuple[str, str, str]:
    return _number(load.time), _number(load.night), _number(load.weekend)


def _number(length: timedelta) -> str:
    return f"{length / _HOUR:.2f}".rstrip("0").rstrip(".")
