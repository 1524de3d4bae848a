"""The text of HTML, for people to read; every tag is looked at once, whatever it is."""

import re
from collections.abc import Iterator
from html import unescape
from typing import Final

_BREAKS: Final = {
    *("address", "article", "blockquote", "br", "dd", "div", "dt", "h1", "h2", "h3", "h4", "h5"),
    *("h6", "hr", "li", "ol", "p", "pre", "section", "table", "tr", "ul"),
}
_UNSEEN: Final = {"script", "style", "template", "title"}
_TAG = re.compile(r"/?([A-Za-z][A-Za-z0-9]{0,20})")
_BLANK_LINES = re.compile(r"\n{3,}")


def text_of_html(source: str) -> str:
    """Return what a reader would see, a line for each block."""
    seen = unescape("".join(_seen(source)))
    lines = (" ".join(line.split()) for line in seen.split("\n"))
    return _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip()


def _seen(source: str) -> Iterator[str]:
    """Yield the pieces of text between the tags."""
    begun, *pieces = source.split("<")
    yield _flat(begun)
    until = ""
    for piece in pieces:
        if until:
            until, piece = _after(piece, until)  # noqa: PLW2901 - the rest of it is text
            yield _flat(piece)
            continue
        tag, _, text = piece.partition(">")
        name = match[1].lower() if (match := _TAG.match(tag)) else ""
        if piece.startswith("!--"):
            until, text = _after(piece, "-->")
        elif name in _UNSEEN and not tag.startswith("/"):
            until, text = f"/{name}", ""
        elif not name and tag[:1] not in {"!", "?", "/"}:
            text = f"<{piece}"
        yield ("\n" if name in _BREAKS else "") + _flat(text)


def _after(piece: str, until: str) -> tuple[str, str]:
    """Return what is still waited for, and the text behind it once it has come."""
    if until == "-->":
        _, ends, text = piece.partition(until)
    else:
        tag, ends, text = piece.partition(">")
        ends = ends if tag.strip().lower() == until else ""
    return ("", text) if ends else (until, "")


def _flat(text: str) -> str:
    return re.sub(r"\s+", " ", text)
