"""Sparklines: a row of figures as small bars, from nothing to the largest of them."""

from collections.abc import Sequence
from typing import Final

_BARS: Final = "▁▂▃▄▅▆▇█"
_GAP: Final = "·"


def sparkline(values: Sequence[float | None]) -> str:
    """Draw figures as bars of one height for the largest; what is not known is a dot."""
    most = max((value for value in values if value is not None), default=0)
    return "".join(_GAP if value is None else _bar(value, most) for value in values)


def _bar(value: float, most: float) -> str:
    return _BARS[round(value / most * (len(_BARS) - 1))] if most else _BARS[0]
