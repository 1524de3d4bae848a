"""A store before a command, the command, and how to tell that it has happened."""

import os
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import msgspec

from tests.cli.shell import Shell

NOON = "2026-11-23T12:00:00Z"
EVENING = "2026-11-23T20:00:00Z"
SECRET = "correct horse battery staple"
SAMPLE = Path(__file__).parents[2] / "docs" / "demo" / "servicenow_sample.csv"
POLICY = """\
version: 1
name: Told by a file
timezone: UTC
priorities: [P1]
default_priority: P1
matrix: {high: {high: P1}}
channels: {file: {file: sent.jsonl}}
people: {ana: {contact: "file:ana"}, lee: {contact: "file:lee"}}
ladders:
  functional: [{level: L1, person: ana}, {level: L2, person: ana}]
  management: [{level: lead, person: lee}]
targets: [{calendar: always, resolve: 2h}]
triggers:
  - {type: clock, name: late, clock: resolve, at: 1h, escalate: next, notify: [owner]}
  - {type: clock, name: breach, clock: resolve, at: 100%, escalate: lead, notify: [lead]}
"""
YESTERDAY = 1_763_802_000
"""Seconds of the epoch, a day before the others."""


class Scene(msgspec.Struct, frozen=True, kw_only=True):
    """What is there before a command, and what it should do.

    Attributes:
        argv: the command; `{room}` is the folder around the store.
        prepare: makes the store, by command lines.
        happened: tells whether the command has had its effect.
        steps: it makes several commits, so that it may be done in part.
        replaces: the tickets before need not be there afterwards.
        broken: nothing can be read before.
    """

    argv: tuple[str, ...]
    happened: Callable[[Shell], bool]
    prepare: Callable[[Shell], None]
    now: str = NOON
    steps: bool = False
    replaces: bool = False
    broken: bool = False


def titles(shell: Shell) -> list[str]:
    """Return the titles of all tickets."""
    return sorted(row["title"] for row in shell.done("list", "--all", "--json").data)


def room_of(shell: Shell) -> Path:
    """Return the folder in which the store's folder lies."""
    return shell.store.parent


def put_back(shell: Shell, copy: Path) -> None:
    """Make the room what it was when the copy was made."""
    shutil.rmtree(room_of(shell))
    shutil.copytree(copy, room_of(shell), symlinks=True)


def holds(folder: Path, text: str) -> bool:
    """Tell whether any file in a folder holds a text."""
    return any(text.encode() in file.read_bytes() for file in folder.rglob("*") if file.is_file())


def _nothing(_shell: Shell) -> None:
    """Leave the room empty."""


def _two(shell: Shell) -> None:
    for title in ("one", "two"):
        shell.log(title)


def _yesterday(shell: Shell) -> None:
    _two(shell)
    os.utime(shell.store / "tickets.json", (YESTERDAY, YESTERDAY))


def _policy(shell: Shell) -> None:
    shell.follow(POLICY)
    _two(shell)


def _closed(shell: Shell) -> None:
    _two(shell)
    shell.done("resolve", "1", "-m", "restarted")
    shell.done("close", "1")


def _put_away(shell: Shell) -> None:
    _closed(shell)
    shell.done("archive", "--closed-for", "0s", now=NOON)
    shell.done("resolve", "2", "-m", "mended")
    shell.done("close", "2")


def _export(shell: Shell) -> None:
    _two(shell)
    lines = SAMPLE.read_text(encoding="utf-8").splitlines(keepends=True)
    (room_of(shell) / "export.csv").write_text("".join(lines[:8]), encoding="utf-8")


def _secret(shell: Shell) -> None:
    _closed(shell)
    shell.done("note", "1", SECRET)
    shell.done("archive", "--closed-for", "0s", now=NOON)
    shell.done("note", "1", "this brings it back")


def _backup(shell: Shell) -> None:
    _put_away(shell)
    shell.done("backup", str(room_of(shell) / "kept.tar"))
    shell.log("three")
    shell.done("archive", "--closed-for", "0s", now=NOON)


def _damage(shell: Shell) -> None:
    _two(shell)
    path = shell.store / "tickets.json"
    path.write_bytes(path.read_bytes()[:-100])


def _kinds(kind: str, ticket: str = "1") -> Callable[[Shell], bool]:
    return lambda shell: kind in shell.kinds(ticket)


def _is_archived(shell: Shell) -> bool:
    return (shell.store / "archive" / "0001.json").exists()


def _is_backed_up(shell: Shell) -> bool:
    return any((shell.store / "backups").glob("store-*.tar"))


SCENES: Mapping[str, Scene] = {
    "first log": Scene(
        argv=("log", "new"), prepare=_nothing, happened=lambda shell: titles(shell) == ["new"]
    ),
    "log": Scene(argv=("log", "new"), prepare=_two, happened=lambda shell: "new" in titles(shell)),
    "log of a new day": Scene(
        argv=("log", "new"), prepare=_yesterday, happened=lambda shell: "new" in titles(shell)
    ),
    "note": Scene(argv=("note", "1", "word " * 2000), prepare=_two, happened=_kinds("note_added")),
    "check": Scene(
        argv=("check",),
        prepare=_policy,
        happened=_kinds("message_sent", "2"),
        now=EVENING,
        steps=True,
    ),
    "archive": Scene(
        argv=("archive", "--closed-for", "0s"), prepare=_closed, happened=_is_archived, steps=True
    ),
    "archive again": Scene(
        argv=("archive", "--closed-for", "0s"),
        prepare=_put_away,
        happened=lambda shell: b'"T-2"' not in shell.file(),
        steps=True,
    ),
    "import": Scene(
        argv=(
            "import",
            "--from",
            "servicenow",
            "{room}/export.csv",
            "--tz",
            "UTC",
            "--date-format",
            "dmy",
        ),
        prepare=_export,
        happened=lambda shell: len(titles(shell)) > 2,
    ),
    "undo": Scene(argv=("undo",), prepare=_closed, happened=_kinds("change_undone")),
    "redact": Scene(
        argv=("redact", "1", "--event", "5", "-m", "a password"),
        prepare=_secret,
        happened=lambda shell: not holds(shell.store, SECRET),
        steps=True,
    ),
    "backup": Scene(argv=("backup",), prepare=_put_away, happened=_is_backed_up),
    "backup elsewhere": Scene(
        argv=("backup", "{room}/mine.tar"),
        prepare=_put_away,
        happened=lambda shell: (room_of(shell) / "mine.tar").exists(),
    ),
    "restore": Scene(
        argv=("restore", "{room}/kept.tar"),
        prepare=_backup,
        happened=lambda shell: titles(shell) == ["one", "two"] and shell("verify").code == 0,
        steps=True,
        replaces=True,
    ),
    "doctor --restore": Scene(
        argv=("doctor", "--restore"),
        prepare=_damage,
        happened=lambda shell: titles(shell) == ["one"],
        steps=True,
        broken=True,
    ),
    "init": Scene(
        argv=("init",),
        prepare=_nothing,
        steps=True,
        happened=lambda shell: shell.done("policy", "check").code == 0 and shell.policy.exists(),
    ),
}
