"""`--since` and `--until`: the period of which tickets are looked at."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from escalate_cli.domain.time.duration import parse_duration
from escalate_cli.errors import BadDurationError
from escalate_cli.usecases.insight.report import LOGGED, Period

if TYPE_CHECKING:
    from escalate_cli.wiring import Wiring

Since = Annotated[str, typer.Option(metavar="TIME", help="From this instant on, or so long ago.")]
Until = Annotated[str, typer.Option(metavar="TIME", help="Before this instant, or so long ago.")]


def period_of(run: "Wiring", since: str, until: str, by: str = LOGGED) -> Period:
    """Read what was typed as a period."""
    return Period(since=_instant(run, since), until=_instant(run, until), by=by)


def _instant(run: "Wiring", typed: str) -> datetime:
    """Read `30d` as so long ago, and anything else as an instant."""
    try:
        return run.now - parse_duration(typed).resolve(None)
    except BadDurationError:
        return run.instant(typed)
