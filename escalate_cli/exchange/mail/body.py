"""The body of a mail: the text that somebody wrote, and the names of what is attached."""

from collections.abc import Iterator
from email.message import Message
from typing import NamedTuple

from escalate_cli.exchange.mail.headers import Headers, as_text, tried
from escalate_cli.exchange.mail.html_text import text_of_html
from escalate_cli.usecases.verbs.mail import LONGEST

_MOST_PARTS = 200
_ROOM = 4 * LONGEST
"""So much is decoded of a part; what is behind that is cut off anyway."""


class _Part(NamedTuple):
    """One part of a mail without parts of its own, and its declared type."""

    kind: str
    name: str
    message: Message


def text_in(message: Message) -> str:
    """Return the text of a mail, plain where there is some, and name what is attached."""
    parts = list(_parts(message))
    shown = [part for part in parts if part.kind.startswith("text/") and not part.name]
    plain = [_text(part) for part in shown if part.kind != "text/html"]
    texts = [text for text in plain if text] or [
        text_of_html(_text(part)) for part in shown if part.kind == "text/html"
    ]
    attached = [f"[attached: {part.name} ({part.kind})]" for part in parts if part.name]
    return _within_limit("\n\n".join(text for text in texts if text), attached)


def raw_text(source: bytes) -> str:
    """Return the text of a body whose structure is unknown."""
    return _within_limit(as_text(source[:_ROOM], None).strip(), [])


def _parts(message: Message) -> Iterator[_Part]:
    """Yield the parts in the order in which a reader meets them; a mail within is one part."""
    left: list[Message] = [message]
    for _ in range(_MOST_PARTS):
        if not left:
            return
        part = left.pop(0)
        inner = _inner(part)
        kind = tried(part.get_content_type, "text/plain")
        if kind.startswith("multipart/"):
            left[:0] = inner
            kind = "text/plain"
        if not inner or kind.startswith("message/"):
            yield _Part(kind, _name(part, kind), part)


def _inner(part: Message) -> list[Message]:
    inner = part.get_payload() if part.is_multipart() else ()
    return [each for each in inner if isinstance(each, Message)]


def _name(part: Message, kind: str) -> str:
    """Return the name of an attachment; nothing where the part is text to read."""
    name = tried(part.get_filename, None)
    if name:
        return " ".join(as_text(name.encode("utf-8", "surrogateescape"), None).split())[:200]
    if kind.startswith("message/"):
        subjects = (Headers(each).text("subject")[:200] for each in _inner(part))
        return next(subjects, "") or "a mail"
    is_apart = tried(part.get_content_disposition, None) == "attachment"
    return "without a name" if is_apart or not kind.startswith("text/") else ""


def _text(part: _Part) -> str:
    content = tried(lambda: part.message.get_payload(decode=True), None)
    if not isinstance(content, bytes):
        return ""
    charset = tried(part.message.get_content_charset, None)
    return as_text(content[:_ROOM], charset).replace("\r\n", "\n").strip()


def _within_limit(text: str, attached: list[str]) -> str:
    """Return a text and the lines below it, cut where it is longer than is kept."""
    below = "\n".join(attached)[: LONGEST // 8]
    room = LONGEST - len(below.encode()) - 100
    whole = text.encode()
    if len(whole) > room:
        text = whole[:room].decode("utf-8", "ignore")
        text += f"\n[cut here: {len(whole):,} bytes in all]"
    return "\n\n".join(each for each in (text, below) if each)
