"""How long an export of another system takes to come in."""

from collections.abc import Sequence

from bench import Row
from bench._generated_log import generated_log
from bench._program import on, room
from bench._timing import medians

TURNS = 3
INCIDENTS = 600
MOST = 2
"""Seconds."""


def measure() -> list[Row]:
    """Import a log of one row an update, each turn into a new store."""
    file = room() / "log.csv"
    file.write_text(generated_log(INCIDENTS), encoding="utf-8", newline="")

    def command(turn: int) -> Sequence[str]:
        store = room() / f"import-{turn}"
        return on(store, "import", "--from", "servicenow", "--tz", "Europe/Berlin", str(file))

    seconds = medians({"import": command}, TURNS)["import"]
    rows = len(generated_log(INCIDENTS).splitlines()) - 1
    what = f"import of a ServiceNow export of {rows:,} rows"
    return [Row(what, f"{seconds:.2f} s", f"{MOST} s", ok=seconds <= MOST)]
