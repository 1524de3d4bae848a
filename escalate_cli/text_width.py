"""Width of text on a terminal, by the cells that its characters fill."""

from typing import Final
from unicodedata import category, east_asian_width

_NO_ROOM: Final = frozenset({"Mn", "Me", "Cf"})
"""Categories of what stands on the character before it, or is not seen."""

_AS_PICTURE: Final = "\ufe0f"
"""Makes a picture, two columns wide, of the sign before it."""


def cells(text: str) -> int:
    """Count the columns that a text fills: two for a wide character, none for an accent."""
    return len(text) if text.isascii() else sum(map(_cells, text))


def _cells(character: str) -> int:
    if east_asian_width(character) in "WF":
        return 2
    return 0 if category(character) in _NO_ROOM and character != _AS_PICTURE else 1
