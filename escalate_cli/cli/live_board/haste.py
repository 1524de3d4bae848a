"""Haste: keys that follow each other too fast were meant for something else."""

from time import monotonic
from typing import Final

TOO_FAST: Final = 0.3
"""Seconds; whoever reads what a panel says takes longer, a pasted text or a held key does not."""


class Haste:
    """Remembers when the panel was opened, and when keys came that are none of the board's."""

    def __init__(self) -> None:
        self._opened_at = self._burst_at = 0.0

    def opens(self) -> None:
        """Take note that a key has opened the panel."""
        self._opened_at = monotonic()

    def strays(self) -> None:
        """Take note of a key that was not meant for the board."""
        self._burst_at = monotonic()

    @property
    def is_too_fast(self) -> bool:
        """Tell whether the panel was opened a moment ago."""
        return monotonic() - self._opened_at < TOO_FAST

    def is_burst(self) -> bool:
        """Tell whether a key is one of many that stray; the burst goes on with it."""
        goes_on = monotonic() - self._burst_at < TOO_FAST
        if goes_on:
            self.strays()
        return goes_on
