"""Colours and signs (ANSI) of single lines for a terminal."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final, TextIO

from escalate_cli.render.parts.screen.folding import folded, packed
from escalate_cli.render.parts.screen.styled_text import Text
from escalate_cli.render.parts.screen.terminal import is_ascii, wants_colour, width_of
from escalate_cli.text_width import cells

_CODES: Final = {"bold": "1", "dim": "2", "red": "31", "yellow": "33"}
_SIGNS: Final = {"·": "-", "→": "->", "…": "..."}
_INDENT: Final = "  "


class Ansi:
    """Writes on one stream in its colours, without the cost of tables."""

    def __init__(self, stream: TextIO, colours: str | None = None) -> None:
        self._stream = stream
        self._coloured = wants_colour(stream, asked=colours)
        self._signs: Mapping[str, str] = _SIGNS if is_ascii(stream) else {}

    @property
    def is_ascii(self) -> bool:
        """Tell whether it can show nothing beyond ASCII for certain."""
        return bool(self._signs)

    def print(self, lines: Iterable[Text]) -> None:
        """Write lines that are laid out already."""
        painted = ("".join(self.paint(*piece) for piece in line.pieces) for line in lines)
        self._stream.write("\n".join(painted) + "\n")

    def sign(self, character: str) -> str:
        """Return one of our own signs `·`, `→`, `…`, or what stands for it in ASCII."""
        return self._signs.get(character, character)

    def joined(self, *parts: str) -> str:
        """Join what is not empty with dots."""
        return f" {self.sign('·')} ".join(part for part in parts if part)

    def folded(self, parts: Iterable[str], painted: Mapping[str, str]) -> Iterator[str]:
        """Join what is not empty with dots, on as many lines as it takes; some of it painted."""
        dot, indent = f" {self.sign('·')} ", ""
        for line in packed(filter(None, parts), self.width, len(dot), len(_INDENT)):
            said = dot.join(line)
            if len(indent) + cells(said) > self.width:
                yield from folded(said, self.width, len(indent))
            else:
                yield indent + dot.join(painted.get(part, part) for part in line)
            indent = _INDENT

    @property
    def width(self) -> int:
        """How many columns there are."""
        return width_of(self._stream)

    def paint(self, text: str, style: str) -> str:
        """Colour a text that is harmless already; without colour it stays as it is."""
        if not self._coloured or not text or style not in _CODES:
            return text
        return f"\x1b[{_CODES[style]}m{text}\x1b[0m"
