"""References without a target: what a commit costs in SQLite, and a command of Taskwarrior.

The file of the one is nothing that a person reads, the other is a compiled program.
"""

import json
import shutil
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from bench import Row
from bench._program import on
from bench._room import room
from bench._stores import MINUTE, add, context_of, filled, logged
from bench._timing import least, run
from escalate_cli.store.rows.codec import encode_record

TICKETS = 1_000
COMMITS = 50
TURNS = 10


def measure() -> list[Row]:
    """Compare one commit in this process, and whole commands."""
    store = filled(room() / "against-others", TICKETS)
    return [_commits(store), *_taskwarrior(store)]


def _commits(store: Path) -> Row:
    """Open, keep one more ticket, make that durable and close, as one command does."""
    kinds = (_ours(store), _theirs(store))
    seconds: tuple[list[float], list[float]] = ([], [])
    for _ in range(COMMITS):
        for commit, spent in zip(kinds, seconds, strict=True):
            start = time.perf_counter()
            commit()
            spent.append(time.perf_counter() - start)
    ours, theirs = (min(spent) * 1e3 for spent in seconds)
    measured = f"{ours / theirs:.1f} x its time ({ours:.1f} ms, {theirs:.1f} ms)"
    return Row(f"one commit against SQLite, {TICKETS:,} open", measured, "-", ok=True)


def _ours(store: Path) -> Callable[[], None]:
    context = context_of(store)
    tickets = logged(context, MINUTE)

    def commit() -> None:
        context.store.change(lambda tx: add(context, tx, tickets, 1))

    return commit


def _theirs(store: Path) -> Callable[[], None]:
    """Sync all that ours does: the journal, the file and the folder."""
    path = room() / "tickets.sqlite"
    row = encode_record(logged(context_of(store), MINUTE)[0])
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("CREATE TABLE tickets (number INTEGER PRIMARY KEY, ticket TEXT NOT NULL)")
        db.executemany("INSERT INTO tickets (ticket) VALUES (?)", [(row,)] * TICKETS)

    def commit() -> None:
        with closing(sqlite3.connect(path)) as db, db:
            db.execute("PRAGMA journal_mode = DELETE")
            db.execute("PRAGMA synchronous = EXTRA")
            db.execute("INSERT INTO tickets (ticket) VALUES (?)", (row,))

    return commit


def _taskwarrior(store: Path) -> list[Row]:
    names = {"log": "task add", "list": "task list"}
    whats = {ours: f"{ours} against {theirs}, {TICKETS:,} open" for ours, theirs in names.items()}
    program = shutil.which("task")
    if program is None:
        return [Row(what, "not installed", "-", ok=True) for what in whats.values()]
    task = _begun(program)
    seconds = least(
        {
            "log": lambda _turn: on(store, "log", "Disk full"),
            "task add": lambda _turn: [*task, "add", "Disk full"],
            "list": lambda _turn: on(store, "list"),
            "task list": lambda _turn: [*task, "list"],
        },
        TURNS,
    )
    ratios = {ours: seconds[ours] / seconds[theirs] for ours, theirs in names.items()}
    return [
        Row(whats[ours], f"{ratio:.1f} x its time", "-", ok=True) for ours, ratio in ratios.items()
    ]


def _begun(program: str) -> list[str]:
    """Give Taskwarrior as many pending tasks, in a folder of its own."""
    settings, tasks = room() / "taskrc", room() / "tasks.json"
    settings.write_text(f"data.location={room() / 'tasks'}\nconfirmation=off\n", encoding="utf-8")
    pending = [{"description": f"Printer {n} is out of toner"} for n in range(TICKETS)]
    tasks.write_text(json.dumps(pending), encoding="utf-8")
    run([program, f"rc:{settings}", "import", str(tasks)])
    return [program, f"rc:{settings}"]
