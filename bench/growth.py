"""How commands grow with what they are given: over four sizes, as the exponent of a power of it.

1 is twice the time for twice as much, 2 is four times as much. What a command costs with next to
nothing is taken off first.
"""

import math
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from bench import Row
from bench import _inputs as many
from bench._program import on
from bench._room import room
from bench._stores import filled
from bench._timing import used

TIMES = (1, 2, 4, 8)
TURNS = 3
MOST = 1.15
LEAST = 0.02
"""Seconds of a processor; what takes less counts as that much, as nobody could tell it apart."""


class Case(NamedTuple):
    """A command and an input: `make` gives a store so much of it."""

    command: str
    what: str
    least: int
    make: Callable[[Path, int], object]


CASES = (
    Case("list", "tickets", 2_500, filled),
    Case("report", "tickets", 2_500, filled),
    Case("verify", "tickets", 1_000, filled),
    Case("check --now +90m", "due tickets", 100, many.tickets),
    Case("check --now +90m", "rules, 20 tickets due", 100, many.rules),
    Case("check --now +90m", "rules that speak on 20 tickets", 250, many.rules_that_speak),
    Case("check --now +10m", "requests that wait for a yes", 250, many.requests),
    Case("check --now +90m", "people told", 125, many.people),
    Case("outbox deliver", "messages to as many", 250, many.waiting),
    Case(f"log --from {many.LINES}", "lines of one key", 1_250, many.lines_alike),
    Case(f"log --from {many.LINES}", "lines with a key each", 250, many.lines_apart),
    Case("show 1", "notes", 2_000, many.notes),
    Case("note 1 more", "notes", 2_000, many.notes),
    Case("why 1", "notes", 500, many.notes),
    Case("policy replay", "tickets", 1_250, filled),
    Case("check --now +90m", "notes", 2_000, many.notes),
    Case("list", "complaints of one requester", 250, many.complaints),
    Case("complain 1", "complaints of one requester", 125, many.complaints),
    Case("forecast 1 --for 100d", "reminders", 100, many.reminders),
    Case("show 1", "messages that wait", 500, many.waiting),
    Case("escalate 1 -m late", "delegations", 500, many.delegations),
    Case("list", "holidays", 1_000, many.holidays),
    Case("check", "tickets", 2_500, filled),
    Case("log --key disk Disk full", "tickets", 2_500, filled),
)


def measure() -> list[Row]:
    """Fit the curve of each command and input."""
    return [_row(case) for case in CASES]


def _row(case: Case) -> Row:
    base = _seconds(case, 1)
    seconds = [max(_seconds(case, n * case.least) - base, LEAST) for n in TIMES]
    power = exponent([float(n) for n in TIMES], seconds)
    sizes = f"{case.least:,} to {TIMES[-1] * case.least:,} {case.what}"
    spent = " ".join(f"{each:.2f}" for each in seconds)
    return Row(
        f"{case.command.split(' --now')[0]}, {sizes}",
        f"n^{power:.2f} ({spent} s)",
        f"n^{MOST}",
        ok=power <= MOST,
    )


def _seconds(case: Case, count: int) -> float:
    """Give the best of some turns, each on a copy of the same store."""
    made, copy = room() / "growing", room() / "growing again"
    shutil.rmtree(made, ignore_errors=True)
    case.make(made, count)
    return min(_once(case, made, copy) for _ in range(TURNS))


def _once(case: Case, made: Path, copy: Path) -> float:
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(made, copy)
    words = [str(copy / word) if word == many.LINES else word for word in case.command.split()]
    return used(on(copy, *words)).seconds


def exponent(sizes: Sequence[float], seconds: Sequence[float]) -> float:
    """Fit seconds = c * size^x by least squares of the logarithms; give x."""
    x, y = [math.log(n) for n in sizes], [math.log(s) for s in seconds]
    middle_x, middle_y = sum(x) / len(x), sum(y) / len(y)
    pairs = zip(x, y, strict=True)
    return sum((a - middle_x) * (b - middle_y) for a, b in pairs) / sum(
        (a - middle_x) ** 2 for a in x
    )
