"""What a command costs beside a bare Typer app with as many commands."""

import json
import sys
import tempfile
from pathlib import Path

from bench import Row
from bench._timing import Command, medians, run
from escalate_cli.discovery import module_names

OPEN_TICKETS = 1000
MOST = 2
MOST_OF_LIST = 3
NOW = "2026-11-23T09:00:00Z"
ESCALATE = str(Path(sys.executable).with_name("escalate"))
_FLOOR = """
import typer

app = typer.Typer(add_completion=False, rich_markup_mode=None)


def bare():
    pass


for number in range({commands}):
    app.command(f"c{{number}}")(bare)
app()
"""


def measure() -> list[Row]:
    """Compare the everyday commands, at many open tickets, with the floor."""
    with tempfile.TemporaryDirectory() as folder:
        floor = Path(folder, "floor.py")
        commands = len(module_names("escalate_cli.cli.commands"))
        floor.write_text(_FLOOR.format(commands=commands), encoding="utf-8")
        bare = [sys.executable, str(floor), "c0"]
        seconds = medians({"floor": lambda _turn: bare} | everyday(_filled(Path(folder, "store"))))
    base = seconds.pop("floor")
    return [_row(name, spent / base) for name, spent in seconds.items()]


def everyday(store: Path) -> dict[str, Command]:
    """Name the commands that people and cron run all day."""
    return {
        "check --json": lambda _turn: _on(store, "check", "--json"),
        "log": lambda _turn: _on(store, "log", "Disk full", "-p", "P3"),
        "acknowledge": lambda turn: _on(store, "acknowledge", f"T-{turn + 1}"),
        "list": lambda _turn: _on(store, "list"),
    }


def _on(store: Path, *arguments: str) -> list[str]:
    return [ESCALATE, *arguments, "--store", str(store), "--as", "ana", "--now", NOW]


def _filled(store: Path) -> Path:
    tickets = store.with_suffix(".jsonl")
    row = json.dumps({"title": "Printer out of toner", "priority": "P4"})
    tickets.write_text(f"{row}\n" * OPEN_TICKETS, encoding="utf-8")
    run(_on(store, "log", "--from", str(tickets)))
    return store


def _row(name: str, ratio: float) -> Row:
    what = f"{name}, {OPEN_TICKETS:,} open tickets"
    most = MOST_OF_LIST if name == "list" else MOST  # it prints every ticket
    return Row(what, f"{ratio:.2f} x floor", f"{most:g} x floor", ok=ratio <= most)
