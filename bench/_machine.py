"""Whether the machine has time for a measurement: a fixed loop, timed beside each of them."""

import subprocess
import sys
import time
from math import inf

from bench._program import environ
from bench._timing import run

WAITS, SLOWS = 1.3, 1.25
"""Times a processor's time that a loop lasts, and times the least that it takes of one, if others
use the machine.
"""
_LOOP = [sys.executable, "-c", "for n in range(6_000_000): pass"]


class Machine:
    """Knows how fast a fixed loop was at its best."""

    def __init__(self) -> None:
        self._least = inf

    def has_time(self) -> bool:
        """Run two loops at once, as two processes do; tell whether nobody is in the way."""
        beside = subprocess.Popen(_LOOP, env=environ())
        begun_at = time.monotonic()
        spent = run(_LOOP)
        lasted = time.monotonic() - begun_at
        beside.wait()
        self._least = min(self._least, spent)
        return lasted <= WAITS * spent and spent <= SLOWS * self._least
