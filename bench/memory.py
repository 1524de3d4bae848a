"""What the commands that go through the whole archive hold at once: the largest process of each."""

from bench import Row
from bench._program import on
from bench._stores import ARCHIVED, archived
from bench._timing import used

MOST = 100
COMMANDS = ("check", "list --all", "report --since 400d", "verify")


def measure() -> list[Row]:
    """Run each once on the same store."""
    store = archived("plain")
    return [_row(command, *used(on(store, *command.split()))) for command in COMMANDS]


def _row(command: str, megabytes: float, seconds: float) -> Row:
    return Row(
        f"memory of {command}, {ARCHIVED:,} archived",
        f"{megabytes:.0f} MB (in {seconds:.1f} s)",
        f"{MOST} MB",
        ok=megabytes <= MOST,
    )
