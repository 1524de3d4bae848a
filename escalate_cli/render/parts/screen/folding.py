"""Folding of lines at the edge of the terminal, by the cells that their characters fill."""

import re
from collections.abc import Iterable, Iterator
from typing import TextIO

from escalate_cli.render.parts.screen.terminal import width_of
from escalate_cli.text_width import cells

_LEAST = 20
"""No line is folded narrower: on less there is nothing to read."""

_COPIED = r"/\S{15}"
_LABEL = r" *\S+ {2,}"
_STYLE = r"\x1b\[[0-9;]*m"
_HANGS = 2
"""How much further in a line goes on than it begins."""


def within(text: str, stream: TextIO) -> str:
    """Fold a text to the width of a terminal; a pipe gets it unchanged."""
    return "\n".join(hung(text.split("\n"), width_of(stream))) if stream.isatty() else text


def hung(lines: Iterable[str], width: int) -> Iterator[str]:
    """Yield lines; those that are too long are folded, and indented from the second on.

    What names a path stays in one piece: it is copied, often with the command around it.
    """
    for line in lines:
        if _size(line) <= width or re.search(_COPIED, line):
            yield line
            continue
        label = re.match(_LABEL, line)
        if label and _size(label[0]) + _LEAST <= width:
            begin, indent = label[0], _size(label[0])
        else:
            begin = line[: len(line) - len(line.lstrip())]
            indent = len(begin) + _HANGS
        first, *rest = folded(line[len(begin) :], width, indent)
        yield begin + first[indent:]
        yield from rest


def _size(text: str) -> int:
    return cells(re.sub(_STYLE, "", text))


def folded(text: str, width: int, indent: int = 0) -> Iterator[str]:
    """Yield a text in indented lines that fit; only a word longer than a line is cut."""
    room, line = max(width - indent, _LEAST), ""
    for word in _pieces(text, room):
        longer = f"{line} {word}" if line else word
        if line and cells(longer) > room:
            yield " " * indent + line
            longer = word
        line = longer
    if line:
        yield " " * indent + line


def packed(parts: Iterable[str], width: int, between: int, indent: int = 0) -> Iterator[list[str]]:
    """Yield as many parts at a time as fit on a line, the later lines indented.

    Args:
        parts: what stays whole.
        width: that of the terminal.
        between: that of what stands between two parts.
        indent: that of the later lines.
    """
    line, used = list[str](), 0
    for part in parts:
        size = cells(part)
        if line and used + between + size > width:
            yield line
            line, used = [], indent
        used += size + (between if line else 0)
        line.append(part)
    if line:
        yield line


def _pieces(text: str, room: int) -> Iterator[str]:
    """Yield the words, those that no line can hold in pieces."""
    for word in text.split():
        piece = ""
        for character in word:
            if cells(piece + character) > room:
                yield piece
                piece = ""
            piece += character
        yield piece
