"""Colours and signs (ANSI) of single lines for a terminal."""

from collections.abc import Mapping
from typing import Final, TextIO

from escalate_cli.render.parts.terminal import wants_colour

_CODES: Final = {"bold": "1", "dim": "2", "red": "31", "yellow": "33"}
_SIGNS: Final = {"·": "-", "→": "->", "…": "..."}


def is_ascii(stream: TextIO) -> bool:
    """Tell whether a stream can show nothing beyond ASCII for certain."""
    return not (stream.encoding or "utf-8").lower().startswith("utf")


class Ansi:
    """Writes on one stream in its colours, without the cost of tables."""

    def __init__(self, stream: TextIO) -> None:
        self._coloured = wants_colour(stream)
        self._signs: Mapping[str, str] = _SIGNS if is_ascii(stream) else {}

    def sign(self, character: str) -> str:
        """Return one of our own signs `·`, `→`, `…`, or what stands for it in ASCII."""
        return self._signs.get(character, character)

    def joined(self, *parts: str) -> str:
        """Join what is not empty with dots."""
        return f" {self.sign('·')} ".join(part for part in parts if part)

    def paint(self, text: str, style: str) -> str:
        """Colour a text that is harmless already; without colour it stays as it is."""
        if not self._coloured or not text or style not in _CODES:
            return text
        return f"\x1b[{_CODES[style]}m{text}\x1b[0m"
