"""Sentences of a report: each is made of the figures that stand beside it."""

from collections.abc import Iterator, Mapping
from typing import Final

from escalate_cli.domain.figures.missed_figures import MissedFigures
from escalate_cli.domain.figures.period_figures import PeriodFigures
from escalate_cli.domain.figures.spread import LEAST, share
from escalate_cli.render.parts.words.time_text import WEEKDAYS, spell
from escalate_cli.usecases.insight.report import Report

_NOTABLE: Final = 0.05
"""An hour of the week is named that brings so large a share of what climbs."""


def sentences(report: Report) -> Iterator[str]:
    """Yield what a report says in words; nothing of what there are too few cases of."""
    figures = report.figures
    if not figures.tickets:
        yield "No ticket belongs to this period."
        return
    part = breached_share(figures)
    if part is not None:
        breached = f"{part:.0%} of {figures.judged} duties with a verdict were breached"
        yield f"{breached}{_change(report)}."
    peak = max(report.hours, key=lambda hour: hour.n, default=None)
    climbed = sum(hour.n for hour in report.hours)
    if peak is not None and climbed >= LEAST and peak.n / climbed >= _NOTABLE and peak.n > 1:
        until = f"{(peak.hour + 1) % 24}:00"
        named = f"{WEEKDAYS[peak.weekday - 1]} {peak.hour}:00 to {until}"
        yield f"{named} brought {peak.n} of {climbed} escalations, more than any other hour."


def left_out_reasons(counts: Mapping[str, int], dated_by: str) -> list[str]:
    """Say of how many tickets nothing is counted, by reason."""
    reasons = {
        "outside": f"{dated_by} at another time",
        "unresolved": "not resolved",
        "unmatched": "not asked for",
        "withdrawn": "logged by mistake",
        "not_counted": "of an outcome that does not count",
        "damaged": "that cannot be read",
    }
    return [f"{n} {reasons[why]}" for why, n in counts.items() if n]


def missed_left_out(missed: MissedFigures) -> str:
    """Say what became of all missed targets, if some of them are in no figure."""
    reasons = {"not_counted": "of an outcome that does not count", "undone": "undone"}
    out = [f"{n} {reasons[why]}" for why, n in missed.left_out.items() if n]
    parts = [f"{missed.counted} counted", f"{missed.excused} excused", *out]
    return f"missed targets: {missed.n}, of which {', '.join(parts)}" if out else ""


def breached_share(figures: PeriodFigures) -> float | None:
    """Return the share of the duties with a verdict that were breached, if they are enough."""
    return share(figures.breached, figures.judged)


def _change(report: Report) -> str:
    before = report.before
    part, former = breached_share(report.figures), None
    if before is not None:
        former = breached_share(before.figures)
    if part is None or former is None or before is None:
        return ""
    length = spell(before.period.until - before.period.since)
    points = round(100 * part) - round(100 * former)
    if not points:
        return f", as many as in the {length} before"
    fewer = "fewer" if points < 0 else "more"
    unit = "point" if abs(points) == 1 else "points"
    return f", {abs(points)} {unit} {fewer} than in the {length} before ({former:.0%})"
