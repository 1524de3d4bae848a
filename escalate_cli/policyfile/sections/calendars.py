"""Calendars: days with hours, holidays, a time zone."""

from datetime import UTC, datetime, time, timedelta

from escalate_cli.domain.policy.finding_code import FindingCode
from escalate_cli.domain.policy.sections.calendars import ALWAYS, CalendarSpec, calendar_of
from escalate_cli.domain.time.opening_hours import WEEKDAYS, open_within, weekly_hours
from escalate_cli.policyfile.compile_context import CompileContext, OpenTime
from escalate_cli.policyfile.sections.day_hours import DayHours, hours_in
from escalate_cli.policyfile.sections.holidays import dates_in, easters_for, holidays
from escalate_cli.strict_yaml.diagnostics import Convert, MistakeError
from escalate_cli.strict_yaml.mapping_reader import Section, word_in
from escalate_cli.strict_yaml.scalars import duration, identifier, text
from escalate_cli.strict_yaml.syntax_tree import Entry, MappingNode, Node, quoted

LONGEST_WEEKS = 520
"""A target that takes more weeks of opening hours is a slip."""

_ALWAYS_OPEN = OpenTime(day=timedelta(days=1), week=timedelta(weeks=1))


def calendars(entries: dict[str, Entry], draft: CompileContext) -> dict[str, CalendarSpec]:
    """Read every calendar; those that can be counted on are noted in the draft."""
    draft.openings[ALWAYS] = _ALWAYS_OPEN
    return {name: _calendar(name, entry, draft) for name, entry in entries.items()}


def duration_beside(table: Node, draft: CompileContext) -> Convert[timedelta]:
    """Return the reader of a duration on the calendar that is named beside it, if one is."""
    calendar = word_in(table, "calendar")
    opening = draft.openings.get(calendar or "", _ALWAYS_OPEN)

    def convert(node: Node) -> timedelta:
        length = duration(node, opening.day if calendar else None)
        if length > opening.week * LONGEST_WEEKS:
            raise MistakeError(
                f"{quoted(text(node))} takes more than ten years of opening hours",
                code=FindingCode.DURATION,
            )
        return length

    return convert


def _calendar(name: str, entry: Entry, draft: CompileContext) -> CalendarSpec:
    report = draft.report
    report.attempt(identifier, entry.key, name)
    if name == ALWAYS:
        report.error(
            entry.key,
            f"the calendar {quoted(ALWAYS)} is built in",
            "choose another name",
            code=FindingCode.TWO_MEANINGS,
        )
    before = report.errors
    table = entry.value.entries if isinstance(entry.value, MappingNode) else {}
    dated = tuple(key for key in table if _days_of(key))
    section = draft.section(entry.value, CalendarSpec, extra=dated)
    once, recurring = holidays(section, draft)
    dates = dates_in(section, draft)
    spec = section.read(
        CalendarSpec,
        zone=section.field(CalendarSpec, "zone", draft.zone),
        hours=_week([table[key] for key in dated], draft),
        holidays=once,
        recurring=recurring,
        dates=dates,
        easters=easters_for((*recurring, *(day for day, _ in dates))),
    )
    if report.errors == before:
        _judge(name, spec, section, draft)
    return spec


def _judge(name: str, spec: CalendarSpec, section: Section, draft: CompileContext) -> None:
    """Refuse a calendar that never opens; warn when its holidays run out."""
    calendar = calendar_of(spec)
    today = datetime.combine(draft.today, time.min, UTC)
    if not spec.hours or not calendar.opens_within_a_year(today):
        draft.report.error(
            section.at,
            f"calendar {quoted(name)} does not open in the next 366 days",
            'give it hours, such as mon-fri: ["09:00-17:00"]',
            code=FindingCode.NEVER_OPEN,
        )
        return
    week = weekly_hours(dict(spec.hours))
    open_in_week = sum((open_within(hours) for hours in week), timedelta(0))
    draft.openings[name] = OpenTime(day=calendar.median_open_day(), week=open_in_week)
    if last := spec.last_dated(draft.today):
        draft.report.warn(
            section.key("holidays"),
            f"the last holiday with a date of calendar {quoted(name)} is {last}",
            "add those of the next year: escalate policy holidays COUNTRY YEAR",
            code=FindingCode.HOLIDAYS_END,
        )


def _days_of(key: str) -> tuple[str, ...]:
    """Return the days that a key such as `mon-fri` or `sat, sun` stands for, or none."""
    found: list[str] = []
    for part in key.split(","):
        first, _, last = part.strip().partition("-")
        if first not in WEEKDAYS or (last or first) not in WEEKDAYS:
            return ()
        start, end = WEEKDAYS.index(first), WEEKDAYS.index(last or first)
        end += len(WEEKDAYS) * (end < start)
        found += [WEEKDAYS[n % len(WEEKDAYS)] for n in range(start, end + 1)]
    return tuple(found)


def _week(dated: list[Entry], draft: CompileContext) -> tuple[tuple[str, DayHours], ...]:
    """Read the hours of every day that has a key; a day may have only one."""
    given: dict[str, Node] = {}
    week: dict[str, DayHours] = {}
    for entry in dated:
        days = _days_of(entry.key.text)
        hours = hours_in(entry.value, days[0], draft)
        for name in days:
            if name in given:
                draft.report.error(
                    entry.key,
                    f"{name} is given twice",
                    f"first on line {given[name].line}",
                    code=FindingCode.GIVEN_TWICE,
                )
            given[name] = entry.key
            week[name] = hours
    return tuple((name, week[name]) for name in WEEKDAYS if week.get(name))
