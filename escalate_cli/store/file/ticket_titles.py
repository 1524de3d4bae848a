"""Titles of tickets, read off the file in little time and without a check: for completion."""

import json
import os
import re
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

from escalate_cli.paths import TICKETS_FILE

_TABLE: Final = b'"tickets": {\n'
_INSTANT: Final = rb'(?:null|"([^"]*)")'
_ROW: Final = re.compile(
    rb'"\d+": \{"next_at":' + _INSTANT + rb',"due_at":' + _INSTANT + rb',"risk_at":' + _INSTANT
    + rb',"id":"T-(\d+)","status":"(\w+)"(?:,"uid":"\w*")?,"title":("(?:[^"\\]|\\.)*")'
)  # fmt: skip
_HISTORY: Final = b',"events":['
_ASKED: Final = b'"pending_approval":{'


class Titled(NamedTuple):
    """What of a ticket is shown beside its id, and what puts it in order.

    Attributes:
        due_at: as it is written, so that texts compare as the instants do; empty where none is.
        is_asked_for: whether somebody's yes is asked for.
    """

    number: int
    title: str
    status: str
    due_at: str
    is_asked_for: bool


def titles(folder: Path) -> list[Titled]:
    """Read the tickets in use of a store; raises OSError or ValueError where it cannot be read."""
    raw = _content(folder / TICKETS_FILE)
    begin = raw.find(_TABLE)
    found = _in_lines(raw, begin + len(_TABLE)) if begin >= 0 else None
    return list(_in_document(raw)) if found is None else found


def _content(path: Path) -> bytes:
    """Read a regular file; nothing is waited for."""
    number = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
    with os.fdopen(number, "rb") as file:
        return file.read() if stat.S_ISREG(os.fstat(number).st_mode) else b"{}"


def _in_lines(raw: bytes, at: int) -> list[Titled] | None:
    """Read the beginnings of rows as this program writes them; nothing where one is another."""
    found = []
    is_anything_asked = _ASKED in raw
    while not raw.startswith(b"}", at):
        match = _ROW.match(raw, at)
        history, stop = raw.find(_HISTORY, at), raw.find(b"\n", at)
        if match is None or not 0 < history < stop:
            return None
        _, due_at, _, number, status, title = match.groups()
        asked = is_anything_asked and raw.find(_ASKED, at, history) >= 0
        due = (due_at or b"").decode()
        found.append(Titled(int(number), json.loads(title), status.decode(), due, asked))
        at = stop + 1
    return found


def _in_document(raw: bytes) -> Iterator[Titled]:
    """Read a file that somebody edited, or wrote by another program."""
    for number, row in json.loads(raw).get("tickets", {}).items():
        yield Titled(
            int(number),
            str(row.get("title", "")),
            str(row.get("status", "")),
            str(row.get("due_at") or ""),
            bool(row.get("pending_approval")),
        )
