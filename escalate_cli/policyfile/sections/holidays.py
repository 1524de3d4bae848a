"""Days of a calendar that are not like their weekday, and the files that list some."""

from collections.abc import Iterable
from datetime import date
from typing import Annotated

import msgspec

from escalate_cli.domain.policy.finding_code import FindingCode
from escalate_cli.domain.policy.sections.policy_key import Doc
from escalate_cli.domain.time.calendar import LAST_DAY
from escalate_cli.domain.time.holidays import EASTERS_FROM, Day, day_of
from escalate_cli.policyfile.compile_context import CompileContext
from escalate_cli.policyfile.sections.day_hours import DayHours, hours_in
from escalate_cli.strict_yaml.mapping_reader import Section
from escalate_cli.strict_yaml.scalars import text
from escalate_cli.strict_yaml.syntax_tree import MappingNode, Node, quoted


class HolidayFile(msgspec.Struct, frozen=True):
    """What stands in a list of holidays for those of a file."""

    ics: Annotated[
        str, Doc("path of an iCalendar file, from the folder of the policy on", "holidays.ics")
    ]


def day(node: Node) -> str:
    """Read a day as `2026-12-25`, `12-25` or `easter+1`."""
    found = text(node)
    day_of(found)
    return found


def holidays(section: Section, draft: CompileContext) -> tuple[tuple[date, ...], tuple[str, ...]]:
    """Read the days on which a calendar stays closed: those with a date, and those without."""

    def of_file(node: Node) -> tuple[str, ...]:
        if not isinstance(node, MappingNode):
            return (day(node),)
        name = draft.section(node, HolidayFile).field(HolidayFile, "ics", "")
        return draft.files.days(name) if name else ()

    found = dict.fromkeys(each for days in section.each("holidays", of_file) for each in days)
    once = sorted(each for each in map(day_of, found) if isinstance(each, date))
    return tuple(once), tuple(each for each in found if not isinstance(day_of(each), date))


def dates_in(section: Section, draft: CompileContext) -> tuple[tuple[str, DayHours], ...]:
    """Read the hours of single days; a day may have only one."""
    found: dict[Day, tuple[str, DayHours]] = {}
    for name, entry in section.entries("dates").items():
        written = draft.report.attempt(day, entry.key, "")
        hours = hours_in(entry.value, quoted(name), draft)
        if written and day_of(written) in found:
            draft.report.error(
                entry.key,
                f"{name} is the same day as {found[day_of(written)][0]}",
                code=FindingCode.GIVEN_TWICE,
            )
        elif written:
            found[day_of(written)] = written, hours
    return tuple(found.values())


def easters_for(days: Iterable[str]) -> tuple[int, ...]:
    """Return when Easter Sunday is in every year that calendars serve, if a day counts from it."""
    if not any(isinstance(day_of(each), int) for each in days):
        return ()
    from dateutil.easter import easter  # noqa: PLC0415 - start-up time; only while compiling

    years = range(EASTERS_FROM, LAST_DAY.year + 1)
    return tuple((easter(year) - date(year, 3, 21)).days for year in years)
