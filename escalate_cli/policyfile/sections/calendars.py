"""Calendars: days with hours, holidays, a time zone."""

import re
from datetime import UTC, datetime, time, timedelta
from itertools import pairwise

from msgspec.structs import replace

from escalate_cli.domain.policy.calendars import ALWAYS, CalendarSpec, calendar_of
from escalate_cli.domain.time.opening_hours import WEEKDAYS, open_within, weekly_hours
from escalate_cli.policyfile.compile_context import CompileContext, OpenTime
from escalate_cli.policyfile.reading.diagnostics import Convert, MistakeError
from escalate_cli.policyfile.reading.mapping_reader import Section
from escalate_cli.policyfile.reading.scalars import duration, identifier, text
from escalate_cli.policyfile.reading.syntax_tree import Entry, MappingNode, Node, quoted

HOLIDAYS_AHEAD = timedelta(days=60)
"""A holiday list that ends sooner is worth a warning."""

LONGEST_WEEKS = 520
"""A target that takes more weeks of opening hours is a slip."""

_ALWAYS_OPEN = OpenTime(day=timedelta(days=1), week=timedelta(weeks=1))
_HOURS = re.compile(r"([^\s-]+) ?- ?([^\s-]+)")
_SHORT = re.compile(r"[0-9]:[0-9]{2}", re.ASCII)

Interval = tuple[str, str, Node]
"""Opening and closing as written, and where."""


def calendars(entries: dict[str, Entry], draft: CompileContext) -> dict[str, CalendarSpec]:
    """Read every calendar; those that can be counted on are noted in the draft."""
    draft.openings[ALWAYS] = _ALWAYS_OPEN
    return {name: _calendar(name, entry, draft) for name, entry in entries.items()}


def duration_beside(section: Section, draft: CompileContext) -> Convert[timedelta]:
    """Return the reader of a duration on the calendar that is named beside it, if one is."""
    opening = draft.openings.get(section.word("calendar") or "", _ALWAYS_OPEN)

    def convert(node: Node) -> timedelta:
        length = duration(node, opening.day if "calendar" in section else None)
        if length > opening.week * LONGEST_WEEKS:
            raise MistakeError(f"{quoted(text(node))} takes more than ten years of opening hours")
        return length

    return convert


def _calendar(name: str, entry: Entry, draft: CompileContext) -> CalendarSpec:
    report = draft.report
    report.attempt(identifier, entry.key, name)
    if name == ALWAYS:
        report.error(entry.key, f"the calendar {quoted(ALWAYS)} is built in", "choose another name")
    before = report.errors
    table = entry.value.entries if isinstance(entry.value, MappingNode) else {}
    dated = tuple(key for key in table if _days_of(key))
    section = draft.section(entry.value, CalendarSpec, extra=dated)
    spec = section.read(
        CalendarSpec,
        zone=section.field(CalendarSpec, "zone", draft.zone),
        hours=_week([table[key] for key in dated], draft),
    )
    spec = replace(spec, holidays=tuple(sorted(set(spec.holidays))))
    if report.errors == before:
        _judge(name, spec, section, draft)
    return spec


def _judge(name: str, spec: CalendarSpec, section: Section, draft: CompileContext) -> None:
    """Refuse a calendar that never opens; warn when its holidays run out."""
    calendar = calendar_of(spec)
    today = datetime.combine(draft.today, time.min, UTC)
    if not spec.hours or not calendar.opens_within(today):
        draft.report.error(
            section.at,
            f"calendar {quoted(name)} does not open in the next 366 days",
            'give it hours, such as mon-fri: ["09:00-17:00"]',
        )
        return
    week = weekly_hours(dict(spec.hours))
    open_in_week = sum((open_within(hours) for hours in week), timedelta(0))
    draft.openings[name] = OpenTime(day=calendar.median_open_day(), week=open_in_week)
    if spec.holidays and spec.holidays[-1] < draft.today + HOLIDAYS_AHEAD:
        draft.report.warn(
            section.key("holidays"),
            f"the last holiday of calendar {quoted(name)} is {spec.holidays[-1]}",
            "add the holidays of the next year",
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


def _week(
    dated: list[Entry], draft: CompileContext
) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """Read the hours of every day that has a key; a day may have only one."""
    given: dict[str, Node] = {}
    week: dict[str, tuple[tuple[str, str], ...]] = {}
    for entry in dated:
        days = _days_of(entry.key.text)
        hours = _ordered(draft.report.each(_interval_on(days[0]), entry.value), draft)
        for name in days:
            if name in given:
                draft.report.error(
                    entry.key, f"{name} is given twice", f"first on line {given[name].line}"
                )
            given[name] = entry.key
            week[name] = hours
    return tuple((name, week[name]) for name in WEEKDAYS if week.get(name))


def _interval_on(name: str) -> Convert[Interval]:
    """Return the reader of hours such as `09:00-12:30`."""

    def convert(node: Node) -> Interval:
        match = _HOURS.fullmatch(text(node))
        if match is None:
            raise MistakeError(f"{quoted(text(node))} are no hours", "write them like 09:00-17:00")
        opens, closes = (f"0{b}" if _SHORT.fullmatch(b) else b for b in match.groups())
        weekly_hours({name: [(opens, closes)]})
        return opens, closes, node

    return convert


def _ordered(intervals: tuple[Interval, ...], draft: CompileContext) -> tuple[tuple[str, str], ...]:
    """Sort the intervals of a day; two that overlap are reported at the later in the file."""
    ordered = sorted(intervals, key=lambda interval: interval[:2])
    for (opens, closes, at), (following, _, also) in pairwise(ordered):
        if following < closes:
            later = max(at, also, key=lambda node: (node.line, node.column))
            draft.report.error(later, f"overlaps {opens}-{closes}", "join the two intervals")
    return tuple((opens, closes) for opens, closes, _ in ordered)
