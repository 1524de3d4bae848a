"""`--since` and `--until`: the period whose tickets are reported."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from escalate_cli.domain.time.duration import parse_duration
from escalate_cli.domain.time.span import parse_span
from escalate_cli.errors import BadDurationError
from escalate_cli.usecases.insight.report import LOGGED, Period

if TYPE_CHECKING:
    from escalate_cli.wiring import Wiring

Since = Annotated[
    str, typer.Option(metavar="TIME", help="From this instant, month or week on, or so long ago.")
]
Until = Annotated[
    str, typer.Option(metavar="TIME", help="Before this instant, to the end of a month, or so.")
]


def period_of(run: "Wiring", since: str, until: str, by: str = LOGGED) -> Period:
    """Read what was typed as a period; a month is meant from its first day to its last."""
    start, _ = _span(run, since)
    _, end = _span(run, until)
    return Period(since=start, until=end, by=by)


def _span(run: "Wiring", typed: str) -> tuple[datetime, datetime]:
    """Read `30d` as so long ago, `2026-11` as a month, and anything else as an instant."""
    try:
        at = run.now - parse_duration(typed).resolve(None)
    except BadDurationError:
        return parse_span(typed, run.now, run.zone) or (run.instant(typed, past=True),) * 2
    return at, at
