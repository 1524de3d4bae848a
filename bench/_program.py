"""The program as people and cron start it: whole command lines, in a home of their own."""

import os
from functools import cache
from pathlib import Path

from bench._clean import program, python
from bench._room import room
from escalate_cli.plugins import module_names

NOW = "2026-11-23T09:00:00Z"
"""A Monday at ten in Berlin, where the sample policy's office is."""

ACTOR = "ana"
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


def environ() -> dict[str, str]:
    """Return what a command finds around it."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(_UNWANTED)}
    return kept | {"HOME": str(room()), "ESCALATE_NOW": NOW}


def on(store: Path | str, *arguments: str) -> list[str]:
    """Write a command line of the program on a store."""
    return [program(), *arguments, "--store", str(store), "--as", ACTOR]


def decoding(store: Path) -> list[str]:
    """Write the command line of what decodes every archived row of a store, and no more."""
    return [python(), str(Path(__file__).with_name("_decoding.py")), str(store)]


@cache
def floor() -> list[str]:
    """Write the command line of a bare Typer app with as many commands; it does nothing."""
    script = room() / "floor.py"
    commands = len(module_names("escalate_cli.cli.commands"))
    script.write_text(_FLOOR.format(commands=commands), encoding="utf-8")
    return [python(), str(script), "c0"]
