"""Documents to hand out: titles and lines of text, written as Markdown or as a page of HTML."""

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import Final

import msgspec

from escalate_cli.render.pages.html import html_of
from escalate_cli.render.pages.typed_blocks import marked
from escalate_cli.sanitize import one_line, sanitized

_MARKUP: Final = re.compile(r"([\\`*_\[\]<>|~&#])")
_ADDRESS: Final = re.compile(r"(?<!\w)(https?://\w[^\s<>]*)")
_BLOCK: Final = re.compile(r"^(\s*)([-+=]|\d+(?=[.)]))")
"""What begins a list, a line or a title where a line begins with it."""


class HandOutSection(msgspec.Struct, frozen=True):
    """A part of a document.

    Attributes:
        items: its lines, each an item of a list.
        quoted: what somebody wrote, below the items, with its own lines.
        level: 2, or 3 for a part of the one before.
        block: the name of a part that is people's to write; `typed` is what stands in it.
    """

    title: str
    items: Sequence[str] = ()
    quoted: str = ""
    level: int = 2
    block: str = ""
    typed: str = ""


class HandOut(msgspec.Struct, frozen=True):
    """A document: a title, a sentence, and its parts."""

    title: str
    lead: str
    sections: Sequence[HandOutSection]
    foot: str


def markdown_of(document: HandOut) -> Iterator[str]:
    """Yield the lines of a document in CommonMark; what people wrote is text in it."""
    yield f"# {escaped(document.title)}"
    yield from ("", escaped(document.lead))
    for section in document.sections:
        yield from ("", f"{'#' * section.level} {escaped(section.title)}")
        if section.items:
            yield from ("", *(f"- {escaped(item)}" for item in section.items))
        if section.quoted:
            yield from ("", *_quoted(section.quoted))
        if section.block:
            yield from ("", *marked(section.block, section.typed))
    yield from ("", escaped(document.foot))


def _quoted(text: str) -> Iterator[str]:
    """Yield the lines of a quotation, each of which stays one: two blanks at an end break it."""
    lines = sanitized(text).splitlines()
    for line, below in zip_longest(lines, lines[1:], fillvalue=""):
        yield f"> {_escaped(line)}".rstrip() + ("  " if line.strip() and below.strip() else "")


def escaped(text: str) -> str:
    """Write text on one line so that Markdown shows it as it is."""
    return _escaped(one_line(text))


def _escaped(line: str) -> str:
    pieces = _ADDRESS.split(line)
    pieces[::2] = [_MARKUP.sub(r"\\\1", text) for text in pieces[::2]]
    pieces[1::2] = map(_linked, pieces[1::2])
    return _BLOCK.sub(r"\1\\\2", "".join(pieces))


def _linked(text: str) -> str:
    """Write an address between angle brackets, where nothing is escaped; what ends a sentence not.

    Some readers take `&copy;` for a sign even there: with a semicolon it stays text.
    """
    if ";" in text:
        return _MARKUP.sub(r"\\\1", text)
    address = text.rstrip(".,:!?'\"" + ("" if "(" in text else ")"))
    return f"<{address}>{text[len(address) :]}"


def document_html(document: HandOut) -> str:
    """Return a document as a page."""
    return html_of(
        "document.html",
        title=one_line(document.title),
        document=document,
        text=one_line,
        lines=sanitized,
    )
