"""What looks over 100,000 archived tickets costs, beside no more than decoding their rows.

Once plain ones (taken, resolved, closed), once mixed ones: moved, told of and reopened, under three
policies. No process may hold them all, and what looks for a few of them must not read them all.
"""

from collections.abc import Iterator
from pathlib import Path

from bench import Row
from bench._generated_log import generated_log
from bench._program import decoding, on
from bench._room import room
from bench._stores import ACTIVE, ARCHIVED, archived, filled
from bench._timing import Command, Used, least, used

BESIDE_TURNS = 5
MOST = {
    ("report --since 400d", "plain"): 3.5,
    ("report --since 400d", "mixed"): 4.5,
    ("verify", "plain"): 12,
    ("verify", "mixed"): 15,
}
"""Times decoding, in one process; `verify` folds every history anew."""

TOGETHER = {
    ("report --since 400d", "plain"): 2,
    ("report --since 400d", "mixed"): 2.5,
    ("verify", "plain"): 6,
    ("verify", "mixed"): 7.5,
}
"""Times as long as decoding lasts, where two processes share the work."""

BESIDE, MEGABYTES = 1.3, 100
INCIDENTS = 20


def measure() -> list[Row]:
    """Compare with decoding, and what looks for few tickets with a store that has no archive."""
    stores = {kind: archived(kind) for kind in ("plain", "mixed")}
    over_all = [row for kind, store in stores.items() for row in _over_all(kind, store)]
    held = [
        _memory(each, used(on(stores["plain"], *each.split()))) for each in ("check", "list --all")
    ]
    return [*over_all, *held, *_beside(stores["plain"])]


def _over_all(kind: str, store: Path) -> Iterator[Row]:
    """Run each once: what lasts that long needs no turn that warms caches."""
    base = used(decoding(store))
    for command in ("report --since 400d", "verify"):
        spent = used(on(store, *command.split(), "--jobs", "1"))
        yield _row(f"{command}, {kind}", spent.seconds / base.seconds, MOST[command, kind])
        yield _memory(f"{command}, {kind}", spent)
        together = used(on(store, *command.split(), "--jobs", "2"))
        what, most = f"{command}, two processes, elapsed, {kind}", TOGETHER[command, kind]
        yield _row(what, together.elapsed / base.elapsed, most)


def _row(what: str, ratio: float, most: float) -> Row:
    what = f"{what}, {ARCHIVED:,} archived"
    return Row(what, f"{ratio:.1f} x decoding", f"{most} x decoding", ok=ratio <= most)


def _memory(what: str, spent: Used) -> Row:
    """Tell what the largest process of a command held."""
    return Row(
        f"memory of {what}, {ARCHIVED:,} archived",
        f"{spent.megabytes:.0f} MB (in {spent.seconds:.1f} s)",
        f"{MEGABYTES} MB",
        ok=spent.megabytes <= MEGABYTES,
    )


def _beside(large: Path) -> Iterator[Row]:
    file = room() / "few.csv"
    file.write_text(generated_log(INCIDENTS), encoding="utf-8", newline="")
    verbs = {
        "log": ("log", "Disk full"),
        "undo": ("undo",),
        "import": ("import", "--from", "servicenow", "--tz", "Europe/Berlin", str(file)),
        "report --since 30d": ("report", "--since", "30d"),
    }
    stores = {"beside": large, "alone": filled(room() / "alone", ACTIVE)}
    commands = {
        f"{verb} {name}": _same(*on(store, *words))
        for verb, words in verbs.items()
        for name, store in stores.items()
    }
    seconds = least(commands, BESIDE_TURNS)
    for verb in ("undo", "import", "report --since 30d"):
        ratio = seconds[f"{verb} beside"] / seconds[f"{verb} alone"]
        what = f"{verb}, {ARCHIVED:,} archived beside none"
        yield Row(what, f"{ratio:.2f} x", f"{BESIDE} x", ok=ratio <= BESIDE)


def _same(*arguments: str) -> Command:
    return lambda _turn: arguments
