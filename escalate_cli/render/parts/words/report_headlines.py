"""The four figures on top of a report, each beside that of the period before."""

from collections.abc import Iterator
from typing import Final, Literal

import msgspec

from escalate_cli.domain.figures.clock_figures import ClockFigures
from escalate_cli.domain.figures.period_figures import PeriodFigures
from escalate_cli.domain.policy.sections.clock_name import ClockName
from escalate_cli.render.parts.words.report_sentences import breached_share
from escalate_cli.render.parts.words.time_text import length_of, spell
from escalate_cli.usecases.insight.report import Report

Turn = Literal["better", "worse", ""]
ON_BEFORE: Final = " on the period before"
"""Says of a change what it is one on; needless where a column says so."""


class Headline(msgspec.Struct, frozen=True, kw_only=True):
    """One of the four figures, and how it compares with the period before.

    Attributes:
        before: the same figure of the period before; nothing where that has no ticket.
        turn: whether the change is for the better; nothing where it is neither.
    """

    value: str
    label: str
    before: str = ""
    change: str = ""
    turn: Turn = ""
    target: str = ""


def headlines(report: Report) -> Iterator[Headline]:
    """Yield the four figures, compared where the period before has tickets."""
    figures = report.figures
    former = report.before.figures if report.before and report.before.figures.tickets else None
    resolved, climbed, took = _resolved(figures), figures.escalations, resolve_clock(figures)
    resolved_before = None if former is None else _resolved(former)
    climbed_before = None if former is None else former.escalations.n
    share, share_before = breached_share(figures), None
    if former is not None:
        share_before = breached_share(former)
    change, turn = _points(share, share_before)
    yield Headline(
        value=str(resolved),
        label=f"resolved of {figures.tickets}",
        before="" if former is None else f"{resolved_before} of {former.tickets}",
        change=_more(resolved, resolved_before),
    )
    yield Headline(
        value=_percent(share),
        label=f"breached ({figures.breached} of {figures.judged})",
        before="" if former is None else _breached(former),
        change=change,
        turn=turn,
    )
    yield Headline(
        value=length_of(took.elapsed.p90),
        label=f"90 % were resolved within (n = {took.elapsed.n})",
        before="" if former is None else _took(resolve_clock(former)),
        target=f"target {spell(took.target, days=False)}" if took.target else "",
    )
    yield Headline(
        value=str(climbed.n),
        label=f"escalations of {climbed.tickets} tickets",
        before="" if climbed_before is None else str(climbed_before),
        change=_more(climbed.n, climbed_before),
        turn=_turn(climbed.n, climbed_before),
    )


def nothing_before(report: Report) -> str:
    """Say that the period before has nothing to compare with, if it was asked for and has not."""
    before = report.before
    if before is None or before.figures.tickets:
        return ""
    length = spell(before.period.until - before.period.since)
    return f"No ticket belongs to the {length} before: there is nothing to compare with."


def resolve_clock(figures: PeriodFigures) -> ClockFigures:
    """Return the figures of the time to resolve."""
    return next(each for each in figures.clocks if each.clock == ClockName.RESOLVE)


def _resolved(figures: PeriodFigures) -> int:
    return figures.tickets - figures.open


def _breached(figures: PeriodFigures) -> str:
    return f"{_percent(breached_share(figures))} ({figures.breached} of {figures.judged})"


def _took(clock: ClockFigures) -> str:
    return f"{length_of(clock.elapsed.p90)} (n = {clock.elapsed.n})"


def _percent(part: float | None) -> str:
    return "-" if part is None else f"{part:.0%}"


def _more(n: int, before: int | None) -> str:
    if before is None:
        return ""
    return "as many as before" if n == before else f"{n - before:+d}{ON_BEFORE}"


def _points(part: float | None, before: float | None) -> tuple[str, Turn]:
    if part is None or before is None:
        return "", ""
    points = round(100 * part) - round(100 * before)
    said = f"{points:+d} points{ON_BEFORE}" if points else "as before"
    return said, _turn(points, 0)


def _turn(n: int, before: int | None) -> Turn:
    """Say whether a figure of which less is better became better or worse."""
    if before is None or n == before:
        return ""
    return "better" if n < before else "worse"
