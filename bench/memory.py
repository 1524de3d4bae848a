"""What the commands that go through the whole archive hold in memory at once."""

from bench import Row
from bench._program import on
from bench._room import room
from bench._stores import filled
from bench._timing import used

ACTIVE, ARCHIVED = 1_000, 100_000
MOST = 100
COMMANDS = ("check", "list --all", "report --since 400d", "verify")


def measure() -> list[Row]:
    """Run each once on the same store."""
    store = filled(room() / "memory", ACTIVE, ARCHIVED)
    return [_row(command, *used(on(store, *command.split()))) for command in COMMANDS]


def _row(command: str, megabytes: float, seconds: float) -> Row:
    return Row(
        f"memory of {command}, {ARCHIVED:,} archived",
        f"{megabytes:.0f} MB (in {seconds:.1f} s)",
        f"{MOST} MB",
        ok=megabytes <= MOST,
    )
