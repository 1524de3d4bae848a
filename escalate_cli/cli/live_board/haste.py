"""Haste: keys that follow each other too fast were meant for something else.

All times are those at which keys arrived, not at which they were handled: a slow screen does not
pull the keys of a burst apart.
"""

from collections.abc import Callable
from math import inf
from typing import Final

from textual.message import Message

TOO_FAST: Final = 0.3
"""Seconds; whoever reads what a panel says takes longer, a pasted text or a held key does not."""


def now() -> float:
    """Return the time on the clock by which keys arrive."""
    return Message().time


class Haste:
    """Remembers when the panel was opened, and when keys came that mean nothing on the board.

    Args:
        clock: the clock by which keys arrive.

    Attributes:
        is_burst: whether the last key is one of many that stray.
    """

    def __init__(self, clock: Callable[[], float] = now) -> None:
        self._clock = clock
        self._opened_at = self._burst_at = -inf
        self.is_burst = False

    def asks(self) -> None:
        """Take note that a key has asked for the panel, which is not to be read yet."""
        self._opened_at = inf

    def opens(self) -> None:
        """Take note that the panel is open."""
        self._opened_at = self._clock()

    def is_too_fast(self, at: float) -> bool:
        """Tell whether a key came before anybody can have read the panel."""
        return at < self._opened_at + TOO_FAST

    def comes(self, at: float, *, is_ours: bool) -> None:
        """Take note of a key; one that means nothing begins a burst, and others prolong it."""
        self.is_burst = False
        if not is_ours or at < self._burst_at + TOO_FAST:
            self.strays(at)

    def strays(self, at: float) -> None:
        """Take note of a key that was not meant for the board."""
        self.is_burst, self._burst_at = True, at
