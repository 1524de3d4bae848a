"""The everyday commands beside TinyDB as it comes, with the same 25,000 tickets.

TinyDB has them in one file, the way it does, once with the rows that the store keeps, so that the
same is known of every ticket, and once with bare rows: what a list shows, and a history without
clocks and digests, as a script of one's own might keep it. Our side is the whole program.
"""

import json
from collections.abc import Mapping
from pathlib import Path

from bench import Row, _tinydb_tickets
from bench._clean import python
from bench._program import NOW, on
from bench._room import room
from bench._stores import filled
from bench._timing import Command, least

ACTIVE, ARCHIVED = 1_000, 24_000
TURNS = 3
FASTER = 10
VERBS = ("log", "acknowledge", "check")
_BARE = (
    *("id", "title", "description", "status", "priority", "requester", "level", "team", "owner"),
    *("logged_at", "due_at", "next_at"),
)
_BARE_EVENT = ("kind", "at", "by", "resolution", "message")

Document = Mapping[str, object]


def measure() -> list[Row]:
    """Run each verb on one of the open tickets, or on all of them."""
    store = filled(room() / "against-tinydb", ACTIVE, ARCHIVED)
    rows = _rows(store)
    same, bare = _kept("same rows", rows), _kept("bare rows", {n: _bare(rows[n]) for n in rows})
    commands: dict[str, Command] = {}
    for verb in VERBS:
        commands[verb] = _ours(verb, store)
        for path in (same, bare):
            commands[f"{verb} {path.stem}"] = _theirs(verb, path)
    seconds = least(commands, TURNS)
    return [
        *(_row(verb, same, seconds, f"{FASTER} x faster") for verb in VERBS),
        *(_row(verb, bare, seconds) for verb in VERBS),
    ]


def _rows(store: Path) -> dict[str, Document]:
    files = [store / "tickets.json", *(store / "archive").glob("*.json")]
    tables = (json.loads(file.read_bytes())["tickets"] for file in files)
    return {number: row for table in tables for number, row in table.items()}


def _bare(row: Document) -> Document:
    events = row["events"]
    assert isinstance(events, list)  # noqa: S101 - as the store writes them
    return {key: row.get(key) for key in _BARE} | {
        "events": [{key: event[key] for key in _BARE_EVENT if key in event} for event in events]
    }


def _kept(name: str, rows: Mapping[str, Document]) -> Path:
    path = room() / f"{name}.json"
    path.write_text(json.dumps({"_default": rows}), encoding="utf-8")
    return path


def _ours(verb: str, store: Path) -> Command:
    return lambda turn: on(store, *_said(verb, turn))


def _theirs(verb: str, path: Path) -> Command:
    script = [python(), _tinydb_tickets.__file__]
    return lambda turn: [*script, str(path), NOW, *_said(verb, turn)]


def _said(verb: str, turn: int) -> list[str]:
    said = {"log": ["Disk full"], "acknowledge": [str(ARCHIVED + turn + 1)]}
    return [verb, *said.get(verb, [])]


def _row(verb: str, path: Path, seconds: Mapping[str, float], target: str = "-") -> Row:
    ratio = seconds[f"{verb} {path.stem}"] / seconds[verb]
    what = f"{verb} against TinyDB, {ACTIVE + ARCHIVED:,} {path.stem}"
    return Row(what, f"{ratio:.1f} x faster", target, ok=target == "-" or ratio >= FASTER)
