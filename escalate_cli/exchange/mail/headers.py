"""Headers of a mail: what people wrote there, read so that no header can break the reading."""

import re
from collections.abc import Callable
from email.errors import MessageError
from email.header import decode_header
from email.message import Message
from email.utils import getaddresses
from typing import Final, TypeVar

T = TypeVar("T")
D = TypeVar("D")
LONGEST: Final = 8_000
"""So many characters of a header are read: longer ones are no work of people."""

_MOST = 1_000
_ROOM = 1 << 16
_FLAWS = (ValueError, LookupError, AttributeError, TypeError, RecursionError, MessageError)
"""What the standard library raises at headers and parts that nobody foresaw."""

_ID = re.compile(r"<([^<>\s]{1,998})>")
_ADDRESS = re.compile(r"[^\s<>()\[\],;:\"@]{1,64}@[^\s<>()\[\],;:\"@]{1,255}")
_SLOW = {"idna", "punycode"}


def tried(read: Callable[[], T], otherwise: D) -> T | D:
    """Return what can be read, or something else where the reading fails."""
    try:
        return read()
    except _FLAWS:
        return otherwise


def as_text(source: bytes, charset: str | None) -> str:
    """Return bytes as text: as they are declared, else as UTF-8, else as Latin-1."""
    for name in (charset, "utf-8"):
        text = _decoded(source, name) if name and name.lower() not in _SLOW else None
        if text is not None:
            return text.encode("utf-8", "replace").decode()
    return source.decode("latin-1")


def _decoded(source: bytes, charset: str) -> str | None:
    return tried(lambda: source.decode(charset), None)


class MailPart(Message):
    """A mail, or a part of one, that keeps as much of its headers as can be of use."""

    def set_raw(self, name: str, value: str) -> None:
        """Take what the parser met."""
        if len(self) < _MOST:
            super().set_raw(name, value[:_ROOM])


class Headers:
    """The headers of one mail, or of one part of it."""

    def __init__(self, message: Message) -> None:
        self._values: dict[str, list[str]] = {}
        for name, value in message.raw_items():
            self._values.setdefault(name.lower(), []).append(str(value))

    def raw(self, name: str) -> str:
        """Return the first header of a name as it was sent, on one line; empty without one."""
        first = self._values.get(name, [""])[0][:LONGEST]
        return " ".join(as_text(first.encode("utf-8", "surrogateescape"), None).split())

    def text(self, name: str) -> str:
        """Return it as people read it."""
        raw = self.raw(name)
        parts = tried(lambda: decode_header(raw), ())
        texts = [p if isinstance(p, str) else as_text(p, charset) for p, charset in parts] or [raw]
        return " ".join("".join(texts).split()) or raw

    def addresses(self, *names: str) -> list[str]:
        """Return the addresses in headers, in order."""
        return [each for name in names for each in self._addresses_in(name)]

    def _addresses_in(self, name: str) -> list[str]:
        raw = self.raw(name)
        pairs = tried(lambda: getaddresses([raw]), ())
        found = [address for _, address in pairs if _ADDRESS.fullmatch(address)]
        return found or _ADDRESS.findall(self.text(name))[:1]

    def ids(self, name: str) -> list[str]:
        """Return the ids of mails in a header, the last first, without their brackets."""
        values = self._values.get(name, [])[-1:]
        return [found for value in values for found in _ID.findall(value[-LONGEST:])[::-1]]
