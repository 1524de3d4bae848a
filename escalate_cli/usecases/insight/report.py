"""Look back on a period: which promises were kept, what climbed, who used up the time."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from itertools import chain

import msgspec

from escalate_cli.domain.figures.period_figures import PeriodFigures, PeriodTally
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.ticket import Ticket
from escalate_cli.errors import DamagedHistoryError, UsageError
from escalate_cli.usecases.insight.query import Candidate, Query
from escalate_cli.usecases.ports import ProgressWatch, View
from escalate_cli.usecases.unit_of_work import Context

LOGGED, RESOLVED = "logged", "resolved"
BASES = (LOGGED, RESOLVED)
LEFT_OUT = ("outside", "unresolved", "unmatched", "withdrawn", "damaged")
"""Why a ticket is not looked at: logged, or last resolved, at another time; not resolved; not
asked for; logged by mistake; a history that cannot be read.
"""


class Period(msgspec.Struct, frozen=True, kw_only=True):
    """Which tickets are looked at: those logged, or last resolved, in [since, until)."""

    since: datetime
    until: datetime
    by: str = LOGGED


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """What became, until now, of the tickets of a period.

    Attributes:
        left_out: how many are not looked at, by reason.
    """

    now: datetime
    period: Period
    left_out: Mapping[str, int]
    figures: PeriodFigures


def report(
    context: Context, period: Period, query: Query, watch: ProgressWatch | None = None
) -> Report:
    """Count over the tickets of a period, one after the other, as they stand now."""
    must_end_after_it_begins(period)
    view = context.store.read()
    tally, left_out = PeriodTally(context.now), Counter(dict.fromkeys(LEFT_OUT, 0))
    for ticket in asked(context, view, period, query, left_out, watch):
        try:
            history = context.history(view, ticket.number)
        except DamagedHistoryError:
            left_out["damaged"] += 1
            continue
        if is_withdrawn(history.events):
            left_out["withdrawn"] += 1
        else:
            tally.add(history)
    return Report(now=context.now, period=period, left_out=left_out, figures=tally.figures())


def must_end_after_it_begins(period: Period) -> None:
    """Refuse a period without an instant."""
    if period.until <= period.since:
        raise UsageError("the period ends before it begins", "give --since an earlier time")


def asked(
    context: Context,
    view: View,
    period: Period,
    query: Query,
    left_out: Counter[str],
    watch: ProgressWatch | None,
) -> Iterator[Ticket]:
    """Yield the tickets of a period that match a query, and count the others by reason."""
    tickets: Iterable[Ticket] = chain(view.search(), view.archived())
    for ticket in watch(tickets, view.highest()) if watch else tickets:
        reason = _reason_against(context, view, ticket, period, query)
        if reason:
            left_out[reason] += 1
        else:
            yield ticket


def _reason_against(
    context: Context, view: View, ticket: Ticket, period: Period, query: Query
) -> str:
    """Say why a ticket is not looked at, or nothing where it is."""
    at = ticket.logged_at if period.by == LOGGED else ticket.resolved_at
    if at is None:
        return "unresolved"
    if not period.since <= at < period.until:
        return "outside"
    return "" if query.matches(Candidate(context, view, ticket)) else "unmatched"


def is_withdrawn(events: Iterable[e.Event]) -> bool:
    """Tell whether the log itself was undone."""
    return any(isinstance(x, e.ChangeUndone) and x.withdrawn for x in events)
