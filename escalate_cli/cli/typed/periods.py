"""Periods: `--since` and `--until` say from when to when tickets are counted."""

from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING, Annotated

import typer
from msgspec.structs import replace

from escalate_cli.domain.figures.report_figures import Period
from escalate_cli.domain.time.duration import parse_duration
from escalate_cli.domain.time.span import DAY, MONTH, UNITS, WEEK, parse_span, parts_of
from escalate_cli.errors import BadDurationError, UsageError
from escalate_cli.usecases.verbs.policy_words import one_of

if TYPE_CHECKING:
    from escalate_cli.wiring import Wiring

MOST_DAYS, MOST_WEEKS = 21, 30
"""So many days or weeks fit on a page, one beside the other."""
MOST_PARTS = 1000
"""More days, weeks or months are not told one by one."""

Since = Annotated[
    str, typer.Option(metavar="TIME", help="From this instant, month or week on, or so long ago.")
]
Until = Annotated[
    str, typer.Option(metavar="TIME", help="Before this instant, to the end of a month, or so.")
]


def period_of(run: "Wiring", since: str, until: str) -> Period:
    """Read what was typed as a period; a month is meant from its first day to its last."""
    start, _ = _span(run, since)
    _, end = _span(run, until)
    return Period(since=start, until=end, zone=run.zone)


def fitting_unit(period: Period) -> str:
    """Return the unit in whose parts a period fits on a page."""
    days = (period.until - period.since).days
    return DAY if days <= MOST_DAYS else WEEK if days <= MOST_WEEKS * 7 else MONTH


def part_by_part(run: "Wiring", period: Period, unit: str) -> Period:
    """Cut a period into the days, weeks or months of the policy's zone."""
    per = one_of(unit, UNITS, "unit of time")
    found = parts_of(period.since, period.until, per, run.zone)
    parts = tuple(islice(found, MOST_PARTS + 1))
    if len(parts) > MOST_PARTS:
        what = f"--per {per} would be more than {MOST_PARTS} figures of each kind"
        raise UsageError(what, "give --since a later time, or a longer unit")
    return replace(period, per=per, parts=parts)


def _span(run: "Wiring", typed: str) -> tuple[datetime, datetime]:
    """Read `30d` as so long ago, `2026-11` as a month, and anything else as an instant."""
    try:
        at = run.now - parse_duration(typed).resolve(None)
    except BadDurationError:
        return parse_span(typed, run.now, run.zone) or (run.instant(typed, past=True),) * 2
    return at, at
