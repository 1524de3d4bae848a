"""Whether the machine has time for a measurement: what others use of it, and how fast a loop is.

A fixed loop is timed before and after; in between the system says how busy the processors were.
"""

import os
import subprocess
import sys
import time
from math import inf
from pathlib import Path
from typing import NamedTuple

from bench._program import environ
from bench._timing import run

WAITS, SLOWS = 1.3, 1.25
"""Times a processor's time that a loop lasts, and times the least that it takes of one, if others
use the machine.
"""
OTHERS = 0.2
"""So much of one processor, if others have it all the while."""

_LOOP = [sys.executable, "-c", "for n in range(6_000_000): pass"]
_STAT = Path("/proc/stat")
_IDLE = (3, 4)
"""In its first line: where the processors waited."""


class Seen(NamedTuple):
    """Seconds so far: of the clock, of all processors that work, and of those that are ours."""

    clock: float
    busy: float
    ours: float


class Machine:
    """Knows how fast a fixed loop was at its best, and what others used since it last looked."""

    def __init__(self) -> None:
        self._least = inf
        self._seen = _seen()

    def has_time(self, *, alone: bool = True) -> bool:
        """Run two loops at once, as two processes do; tell whether nobody is in the way.

        Args:
            alone: nor was since the last time; not known where a server of ours was at work.
        """
        before, self._seen = self._seen, _seen()
        beside = subprocess.Popen(_LOOP, env=environ())
        begun_at = time.monotonic()
        spent = run(_LOOP)
        lasted = time.monotonic() - begun_at
        beside.wait()
        self._least = min(self._least, spent)
        is_free = lasted <= WAITS * spent and spent <= SLOWS * self._least
        return is_free and (not alone or others(before, self._seen) <= OTHERS)


def _seen() -> Seen:
    """Look at the clock and, where there is such a file, at what all processors did so far."""
    *ours, clock = os.times()
    if not _STAT.exists():
        return Seen(clock, sum(ours), sum(ours))
    spent = [int(each) for each in _STAT.read_text(encoding="ascii").split("\n")[0].split()[1:9]]
    busy = sum(each for place, each in enumerate(spent) if place not in _IDLE)
    return Seen(clock, busy / os.sysconf("SC_CLK_TCK"), sum(ours))


def others(before: Seen, after: Seen) -> float:
    """Return what others used between two looks, in processors."""
    clock, busy, ours = (b - a for a, b in zip(before, after, strict=True))
    return (busy - ours) / max(clock, 1)
