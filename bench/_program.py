"""The program as people and cron start it: whole command lines, in a home of their own."""

import atexit
import os
import shutil
import sys
import tempfile
from functools import cache
from pathlib import Path

from escalate_cli.plugins import module_names

NOW = "2026-11-23T09:00:00Z"
"""A Monday at ten in Berlin, where the sample policy's office is."""

ACTOR = "ana"
_ESCALATE = str(Path(sys.executable).with_name("escalate"))
_UNWANTED = ("ESCALATE_", "TASK", "XDG_", "PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED")
"""Settings of whoever measures; an installed program has its modules compiled."""

_FLOOR = """
import typer

app = typer.Typer(add_completion=False, rich_markup_mode=None)


def bare():
    pass


for number in range({commands}):
    app.command(f"c{{number}}")(bare)
app()
"""


@cache
def room() -> Path:
    """Make the folder of this run, which goes with it."""
    folder = Path(tempfile.mkdtemp(prefix="escalate-bench-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def environ() -> dict[str, str]:
    """Return what a command finds around it."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(_UNWANTED)}
    return kept | {"HOME": str(room()), "ESCALATE_NOW": NOW}


def on(store: Path, *arguments: str) -> list[str]:
    """Write a command line of the program on a store."""
    return [_ESCALATE, *arguments, "--store", str(store), "--as", ACTOR]


@cache
def floor() -> list[str]:
    """Write the command line of a bare Typer app with as many commands; it does nothing."""
    script = room() / "floor.py"
    commands = len(module_names("escalate_cli.cli.commands"))
    script.write_text(_FLOOR.format(commands=commands), encoding="utf-8")
    return [sys.executable, str(script), "c0"]
