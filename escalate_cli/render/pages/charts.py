"""Charts as numbers: where bars, bands and marks lie, for templates that only draw them.

Lengths are user units of an SVG, which scales to the width that it is given.
"""

from collections.abc import Sequence
from datetime import timedelta
from math import ceil, log

import msgspec

from escalate_cli.domain.figures.clock_figures import ClockFigures
from escalate_cli.domain.figures.escalation_hours import EscalationHour

WIDTH, HEIGHT = 440.0, 180.0
_LEFT, _BOTTOM, _TOP = 34.0, 22.0, 16.0
_GAP = 0.2
_TICKS = 4
_MOST_LABELS = 8
_ROW = 38.0
_BAND_LEFT, _BAND_RIGHT = 90.0, 246.0
_SHADES = 4
_ROUND = (1, 2, 5, 10, 20, 25, 50, 100)


class Bar(msgspec.Struct, frozen=True, kw_only=True):
    """One bar of a chart over time; `height` 0 where there is too little to tell of."""

    x: float
    y: float
    width: float
    height: float
    label: str
    value: str
    is_labelled: bool


class Tick(msgspec.Struct, frozen=True):
    """A line of a scale."""

    at: float
    label: str


class BarChart(msgspec.Struct, frozen=True, kw_only=True):
    """Shares over time in per cent."""

    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]
    width: float = WIDTH
    height: float = HEIGHT
    left: float = _LEFT
    base: float = HEIGHT - _BOTTOM


class Band(msgspec.Struct, frozen=True, kw_only=True):
    """How long things of one kind took: x of the median, of 90 %, of the longest, of the target."""

    y: float
    label: str
    n: int
    median: float
    p90: float
    longest: float
    target: float | None
    figures: ClockFigures


class BandChart(msgspec.Struct, frozen=True, kw_only=True):
    """Times of several kinds on one logarithmic scale."""

    bands: tuple[Band, ...]
    ticks: tuple[Tick, ...]
    height: float
    width: float = WIDTH


class Cell(msgspec.Struct, frozen=True):
    """How many there were in an hour of the week, and how dark that is, 0 to 4."""

    n: int
    shade: int


def bar_chart(shares: Sequence[tuple[str, float | None]]) -> BarChart | None:
    """Lay out shares, each 0 to 1 with its label; nothing where fewer than two are known."""
    known = [share for _, share in shares if share is not None]
    if len(known) < 2:  # noqa: PLR2004 - one alone shows no course
        return None
    step = next(step for step in _ROUND if step * _TICKS >= 100 * max(known) or step == _ROUND[-1])
    top = step * max(ceil(100 * max(known) / step), 1)
    tall, slot = HEIGHT - _TOP - _BOTTOM, (WIDTH - _LEFT) / len(shares)
    every = ceil(len(shares) / _MOST_LABELS)

    def bar(place: int, label: str, share: float | None) -> Bar:
        height = tall * 100 * (share or 0) / top
        return Bar(
            x=_LEFT + slot * (place + _GAP / 2),
            y=HEIGHT - _BOTTOM - height,
            width=slot * (1 - _GAP),
            height=height,
            label=label,
            value="" if share is None else f"{share:.0%}".rstrip("%"),
            is_labelled=place % every == 0,
        )

    return BarChart(
        bars=tuple(bar(place, *each) for place, each in enumerate(shares)),
        ticks=tuple(
            Tick(HEIGHT - _BOTTOM - tall * value / top, str(value))
            for value in range(0, top + 1, step)
        ),
    )


def band_chart(kinds: Sequence[tuple[str, ClockFigures]]) -> BandChart | None:
    """Lay out the times of kinds that have enough of them; nothing where none has."""
    told = [(label, figures) for label, figures in kinds if figures.elapsed.median is not None]
    lengths = [x for _, figures in told for x in _lengths(figures) if x > timedelta(0)]
    if not lengths:
        return None
    least, most = min(lengths), max(lengths)

    def x(length: timedelta) -> float:
        if length <= least or least == most:
            return _BAND_LEFT
        return _BAND_LEFT + (_BAND_RIGHT - _BAND_LEFT) * log(length / least) / log(most / least)

    bands = []
    for place, (label, figures) in enumerate(told):
        median, p90, longest, *target = map(x, _lengths(figures))
        bands.append(
            Band(
                y=_ROW * (place + 1),
                label=label,
                n=figures.elapsed.n,
                median=median,
                p90=p90,
                longest=longest,
                target=target[0] if target else None,
                figures=figures,
            )
        )
    return BandChart(bands=tuple(bands), ticks=_ticks(least, most), height=_ROW * (len(told) + 1.2))


def _lengths(figures: ClockFigures) -> list[timedelta]:
    spread = figures.elapsed
    lengths = (spread.median, spread.p90, spread.longest, figures.target)
    return [length for length in lengths if length is not None]


def _ticks(least: timedelta, most: timedelta) -> tuple[Tick, ...]:
    """Return hours at which the scale has a line: each four times the one before."""
    found, hours = [], timedelta(minutes=15)
    while hours <= most:
        if hours >= least and least != most:
            part = log(hours / least) / log(most / least)
            minutes = hours // timedelta(minutes=1)
            label = f"{minutes}m" if minutes < 60 else f"{minutes // 60}h"  # noqa: PLR2004
            found.append(Tick(_BAND_LEFT + (_BAND_RIGHT - _BAND_LEFT) * part, label))
        hours *= 4
    return tuple(found)


def heat_map(hours: Sequence[EscalationHour]) -> list[list[Cell]]:
    """Return a row for each weekday from Monday, a cell for each hour."""
    count = {(each.weekday, each.hour): each.n for each in hours}
    most = max(count.values(), default=0)

    def cell(n: int) -> Cell:
        return Cell(n, ceil(_SHADES * n / most) if n else 0)

    return [[cell(count.get((day, hour), 0)) for hour in range(24)] for day in range(1, 8)]
