"""Styled text: pieces of a line for a terminal, each in a style of its own, measured in cells."""

import re
from collections.abc import Iterable, Iterator
from typing import Final, Self, SupportsIndex

from escalate_cli.sanitize import one_line
from escalate_cli.text_width import cells

Piece = tuple[str, str]
"""Some harmless text, and the name of its style; nothing where it has none."""

_WORDS: Final = r"\s*\S+\s*"


class Text:
    """A text in styles; it never changes, each method returns another one."""

    __slots__ = ("pieces",)

    def __init__(self, text: str = "", style: str = "") -> None:
        self.pieces: tuple[Piece, ...] = ((text, style),)

    @classmethod
    def of(cls, pieces: Iterable[Piece]) -> Self:
        """Put pieces together."""
        made = cls()
        made.pieces = tuple(pieces)
        return made

    @property
    def plain(self) -> str:
        """The text without its styles."""
        return "".join(text for text, _ in self.pieces)

    @property
    def cell_len(self) -> int:
        """How many columns it fills."""
        return sum(cells(text) for text, _ in self.pieces)

    def __add__(self, other: "Text") -> "Text":
        """Return it with another one behind it."""
        return Text.of((*self.pieces, *other.pieces))

    def __getitem__(self, part: slice) -> "Text":
        """Return some of its characters."""
        begin, end, _ = part.indices(len(self.plain))
        return Text.of(self._between(begin, end))

    def _between(self, begin: SupportsIndex, end: SupportsIndex) -> Iterator[Piece]:
        at, first, last = 0, int(begin), int(end)
        for text, style in self.pieces:
            yield text[max(first - at, 0) : max(last - at, 0)], style
            at += len(text)

    def join(self, texts: Iterable["Text"]) -> "Text":
        """Return texts in a row, with this one between them."""
        between = self.pieces if self.plain else ()
        pieces: list[Piece] = []
        for number, text in enumerate(texts):
            pieces += (*between, *text.pieces) if number else text.pieces
        return Text.of(pieces)

    def rstrip(self) -> "Text":
        """Return it without blanks at its end."""
        return self[: len(self.plain.rstrip())]

    def cropped(self, width: int) -> "Text":
        """Return as much of its beginning as there is room for."""
        plain = self.plain
        end, used = 0, 0
        while end < len(plain) and (used := used + cells(plain[end])) <= width:
            end += 1
        return self[:end]

    def padded(self, width: int) -> "Text":
        """Return it with blanks up to a width, in the style of its end."""
        *before, (text, style) = self.pieces
        return Text.of((*before, (text + " " * (width - self.cell_len), style)))

    def wrap(self, width: int) -> list["Text"]:
        """Return the text in lines that fit; only a word longer than a line is cut."""
        lines, begin = [], 0
        for line in self.plain.split("\n"):
            ends = [*_ends(line, width), len(line)]
            for start, end in zip([0, *ends], ends, strict=False):
                lines.append(self[begin + start : begin + end].rstrip())
            begin += len(line) + 1
        return lines


def cell(text: str, style: str = "") -> Text:
    """Turn free text into one line that holds no control."""
    return Text(one_line(text), style)


def joined(*parts: Text | Piece) -> Text:
    """Put pieces of a line together, each in its own style."""
    return Text("").join(each if isinstance(each, Text) else Text(*each) for each in parts)


def _ends(line: str, width: int) -> Iterator[int]:
    """Yield the places at which a line is broken."""
    used = 0
    for found in re.finditer(_WORDS, line):
        word, begin = found[0], found.start()
        if used + cells(word.rstrip()) <= width:
            used += cells(word)
            continue
        if used:
            yield begin
        used = 0
        for place, character in enumerate(word.rstrip(), begin):
            if used + cells(character) > width:
                yield place
                used = 0
            used += cells(character)
        used += cells(word) - cells(word.rstrip())
