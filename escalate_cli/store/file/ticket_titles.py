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
    if begin >= 0:
        lines = raw[begin + len(_TABLE) : raw.find(b"\n}", begin)].splitlines()
        found = [_in_line(line) for line in lines]
        if None not in found:
            return [each for each in found if each]
    return list(_in_document(raw))


def _content(path: Path) -> bytes:
    """Read a regular file; nothing is waited for."""
    number = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
    with os.fdopen(number, "rb") as file:
        return file.read() if stat.S_ISREG(os.fstat(number).st_mode) else b"{}"


def _in_line(line: bytes) -> Titled | None:
    """Read the beginning of a row as this program writes it."""
    match = _ROW.match(line)
    if match is None:
        return None
    _, due_at, _, number, status, title = match.groups()
    asked = _ASKED in line[match.end() : line.find(_HISTORY)]
    return Titled(int(number), json.loads(title), status.decode(), (due_at or b"").decode(), asked)


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
