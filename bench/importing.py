"""What it takes for an export of another system to come in."""

from collections.abc import Iterator
from pathlib import Path

from bench import Row
from bench._generated_log import generated_log
from bench._program import floor, on
from bench._room import room
from bench._timing import Command, least, used

TURNS = 3
INCIDENTS, MANY = 600, 20_340
MOST = 16
"""Times the floor."""
MEGABYTES, FLOORS = 300, 160
"""For many."""


def measure() -> list[Row]:
    """Import a log of one row an update, each turn into a new store; and once a large one."""
    return [*_small(), *_large()]


def _small() -> Iterator[Row]:
    file, rows = _log(INCIDENTS)
    commands: dict[str, Command] = {
        "floor": lambda _turn: floor(),
        "import": lambda turn: _import(file, turn),
    }
    seconds = least(commands, TURNS)
    ratio = seconds["import"] / seconds["floor"]
    yield Row(
        f"import of {_called(rows)}", f"{ratio:.1f} x floor", f"{MOST} x floor", ok=ratio <= MOST
    )


def _large() -> Iterator[Row]:
    file, rows = _log(MANY)
    base = least({"floor": lambda _turn: floor()}, TURNS)["floor"]
    megabytes, seconds, _ = used(_import(file, MANY))
    ratio = seconds / base
    what = f"import of {_called(rows)}"
    yield Row(what, f"{ratio:.0f} x floor", f"{FLOORS} x floor", ok=ratio <= FLOORS)
    memory = f"{megabytes:.0f} MB"
    yield Row(f"memory of {what}", memory, f"{MEGABYTES} MB", ok=megabytes <= MEGABYTES)


def _log(incidents: int) -> tuple[Path, int]:
    """Write the log of so many incidents, and return how many rows it has."""
    text = generated_log(incidents)
    file = room() / f"log-{incidents}.csv"
    file.write_text(text, encoding="utf-8", newline="")
    return file, text.count("\n") - 1


def _import(file: Path, turn: int) -> list[str]:
    store = room() / f"import-{turn}"
    return on(store, "import", "--from", "servicenow", "--tz", "Europe/Berlin", str(file))


def _called(rows: int) -> str:
    return f"a ServiceNow export of {rows:,} rows"
