"""Width of text on a terminal, by the cells that its characters fill."""

from typing import Final

_NO_ROOM: Final = frozenset({"Mn", "Me", "Cf"})
"""Categories of what stands on the character before it, or is not seen."""

_FIRST_MARK: Final = "\u0300"
_SOFT_HYPHEN: Final = "\u00ad"
"""Of all before that mark only the hyphen that is not seen fills another number than one."""

_AS_PICTURE: Final = "\ufe0f"
"""Makes a picture, two columns wide, of the sign before it."""


def cells(text: str) -> int:
    """Count the columns that a text fills: two for a wide character, none for an accent."""
    return len(text) if text.isascii() else sum(map(_cells, text))


def _cells(character: str) -> int:
    if character < _FIRST_MARK and character != _SOFT_HYPHEN:
        return 1
    from unicodedata import category, east_asian_width  # noqa: PLC0415 - start-up time

    if east_asian_width(character) in "WF":
        return 2
    return 0 if category(character) in _NO_ROOM and character != _AS_PICTURE else 1
