"""A page of the documentation as it is printed: Markdown, which a terminal gets in its width."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final, TextIO

from escalate_cli.render.parts.screen.ansi import Ansi
from escalate_cli.render.parts.screen.folding import folded
from escalate_cli.render.parts.screen.styled_text import cell
from escalate_cli.render.parts.screen.text_table import Column, show, table

_FENCE: Final = "```"
_ITEM: Final = re.compile(r" *(?:- |\d+\. )")
_RULE: Final = re.compile(r"\|[-|: ]+\|")
_BETWEEN: Final = re.compile(r"(?<!\\)\|")
_LINK: Final = re.compile(r"(?<!`)\[([^\]`]+)\]\([^)\s]+\)")
_SIGNS: Final = "·→…"
_LEAST: Final = 8
"""Columns of a narrow cell; the rest of it goes on below."""


def print_page(text: str, out: TextIO) -> None:
    """Print a page: on a terminal in its width, with the words of links alone; else as it is."""
    if out.isatty():
        _write(text, out)
    else:
        out.write(text)


def _write(text: str, out: TextIO) -> None:
    on, fenced = Ansi(out), False
    text = _LINK.sub(r"\1", text)
    for sign in _SIGNS:
        text = text.replace(sign, on.sign(sign))
    for kind, lines in groupby(text.splitlines(), _kind_of):
        block = list(lines)
        if kind == _FENCE:
            fenced ^= len(block) % 2 == 1
        if fenced or kind in {_FENCE, ""}:
            out.write("".join(f"{line}\n" for line in block))
        elif kind == "|":
            _write_table(on, block)
        else:
            out.write("".join(f"{line}\n" for line in _paragraphs(block, on.width)))


def _kind_of(line: str) -> str:
    return next((mark for mark in (_FENCE, "|") if line.startswith(mark)), line and "text")


def _write_table(on: Ansi, block: Sequence[str]) -> None:
    """Lay out a table; what does not fit in a cell goes on below."""
    rows = [
        [cell(each.strip().replace("\\|", "|")) for each in _BETWEEN.split(line)[1:-1]]
        for line in block
        if not _RULE.fullmatch(line)
    ]
    names, *others = rows
    columns = [Column(name.plain.upper(), least=_LEAST, folds=True) for name in names]
    show(on, table(on, columns, others))


def _paragraphs(block: Sequence[str], width: int) -> Iterator[str]:
    """Fold paragraphs and the items of lists, each from its own margin."""
    begun: list[str] = []
    for line in block:
        if begun and (_ITEM.match(line) or line.startswith("#")):
            yield from _paragraph(begun, width)
            begun = []
        begun.append(line)
    yield from _paragraph(begun, width)


def _paragraph(lines: Sequence[str], width: int) -> Iterator[str]:
    found = _ITEM.match(lines[0])
    margin = found.end() if found else 0
    first, *rest = folded(" ".join(lines)[margin:], width, margin)
    yield f"{lines[0][:margin]}{first[margin:]}"
    yield from rest
