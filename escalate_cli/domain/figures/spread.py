"""Statistics with sample sizes; percentiles are withheld for small samples."""

from array import array
from collections.abc import Sequence
from datetime import timedelta
from math import ceil

import msgspec

from escalate_cli.domain.figures.addable import Addable

_TICK = timedelta.resolution

LEAST = 5
"""Of fewer things no share and no percentile is given: they would say more than is known."""


class Spread(msgspec.Struct, frozen=True, kw_only=True):
    """How long things took: nearest-rank percentiles, so each is a time that was taken.

    Attributes:
        n: how many things were timed; below LEAST the percentiles are held back.
        mean: to the second; of whatever was timed.
    """

    n: int
    mean: timedelta | None = None
    median: timedelta | None = None
    p90: timedelta | None = None
    longest: timedelta | None = None


def share(part: float, whole: float, n: int | None = None) -> float | None:
    """Return a part of a whole, or nothing where it speaks of fewer things than LEAST."""
    return round(part / whole, 3) if whole and (whole if n is None else n) >= LEAST else None


class Times(Addable):
    """Lengths of time, eight bytes each, however many tickets go by."""

    def __init__(self) -> None:
        self._microseconds = array("q")

    def add(self, length: timedelta) -> None:
        """Take one more."""
        self._microseconds.append(length // _TICK)

    def __len__(self) -> int:
        return len(self._microseconds)

    def total(self) -> timedelta:
        """Return all of it."""
        return sum(self._microseconds) * timedelta.resolution

    def spread(self) -> Spread:
        """Return how many there are, and the middle and the long end of them."""
        ordered = sorted(self._microseconds)
        n = len(ordered)
        mean = timedelta(seconds=round((self.total() / n).total_seconds())) if n else None
        if n < LEAST:
            return Spread(n=n, mean=mean)
        return Spread(
            n=n,
            mean=mean,
            median=_rank(ordered, 0.5),
            p90=_rank(ordered, 0.9),
            longest=_rank(ordered, 1),
        )


def _rank(ordered: Sequence[int], part: float) -> timedelta:
    return ordered[ceil(part * len(ordered)) - 1] * timedelta.resolution
