"""The stores of recounts: an export of another system, and days that people live through."""

import csv
import os
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from tests.cli.shell import Shell

SAMPLE = Path(__file__).parents[2] / "docs" / "demo" / "servicenow_sample.csv"
EXPORTS = [str(SAMPLE), *filter(None, [os.environ.get("ESCALATE_TEST_EXPORT")])]
"""The invented export of the demo, and a real one where a path is given."""

NOW = "2026-12-01T09:00:00+01:00"
"""When all of it is looked at."""

Tickets = list[dict[str, Any]]


def imported(shell: Shell, export: str) -> Tickets:
    """Bring an export into a new store; return its tickets."""
    shell.done("init", "--sample", "it-support")
    import_export(shell, export)
    return tickets_of(shell)


def import_export(shell: Shell, export: str) -> None:
    """Bring an export into a store."""
    shell.done("import", "--from", "servicenow", export, "--tz", "Europe/Berlin", now=NOW)


def tickets_of(shell: Shell, at: str = NOW) -> Tickets:
    """Return all tickets as they stood at an instant, each with what of its story held then."""
    asked, now = ("--json", "--now", at), datetime.fromisoformat(at)
    listed = shell.done("list", "--all", *asked, now=NOW).data
    tickets = shell.done("show", *(each["id"] for each in listed), *asked, now=NOW).data
    return [ticket | {"events": _holding(ticket["events"], now)} for ticket in tickets]


def _holding(events: Tickets, now: datetime) -> Tickets:
    """Return what had happened by an instant and was not undone, without the undoing."""
    happened = [event for event in events if datetime.fromisoformat(event["at"]) <= now]
    undone = {event["undone"] for event in happened if event["kind"] == "change_undone"}
    aside = {event["change"] for event in happened if event["kind"] == "change_undone"} | undone
    return [event for event in happened if event["change"] not in aside]


def keep_rows(export: Path, numbers: set[object], to: Path) -> None:
    """Write what an export says of some tickets."""
    with export.open(encoding="utf-8") as source, to.open("w", encoding="utf-8") as target:
        rows = csv.DictReader(source)
        writer = csv.DictWriter(target, rows.fieldnames or ())
        writer.writeheader()
        writer.writerows(row for row in rows if row["number"] in numbers)


def live_through(shell: Shell, acts: Iterable[tuple[str, ...]]) -> None:
    """Type command lines, each at its instant, in order of time."""
    for at, *argv in sorted(acts):
        done = shell(*argv, now=at)
        assert done.code == 0, (at, argv, done.stderr)
