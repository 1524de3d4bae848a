"""How long an export of another system takes to come in."""

import csv
from collections.abc import Sequence

from bench import Row
from bench._program import on, room
from bench._sample_export import FILE as SAMPLE
from bench._timing import medians
from tests.cli.test_import import REAL

TURNS = 3
MOST = 2
"""Seconds."""


def measure() -> list[Row]:
    """Import the large export where there is one, else the sample, each turn into a new store."""
    file = REAL if REAL.exists() else SAMPLE

    def command(turn: int) -> Sequence[str]:
        store = room() / f"import-{turn}"
        return on(store, "import", "--from", "servicenow", "--tz", "Europe/Berlin", str(file))

    seconds = medians({"import": command}, TURNS)["import"]
    with file.open(encoding="utf-8", newline="") as lines:
        rows = sum(1 for _ in csv.DictReader(lines))
    what = f"import of a ServiceNow export of {rows:,} rows"
    return [Row(what, f"{seconds:.2f} s", f"{MOST} s", ok=seconds <= MOST)]
