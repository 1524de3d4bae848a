"""How commands grow with what they are given: over four sizes, as the exponent of a power of it.

1 is twice the time for twice as much, 2 is four times as much. What a command costs with next to
nothing is taken off first.
"""

import math
import shutil
from collections.abc import Callable, Sequence
from functools import cache
from math import inf
from pathlib import Path
from typing import NamedTuple

from bench import Row
from bench import _inputs as many
from bench import _said_for_the_team as team
from bench._program import on
from bench._room import room
from bench._stores import filled
from bench._timing import used

TIMES = (1, 2, 4, 8)
TURNS, LOOKS = 2, 3
MOST = 1.15
LEAST = 0.02
"""Seconds of a processor; what takes less counts as that much, as nobody could tell it apart."""


class Case(NamedTuple):
    """A command and an input: `make` gives a store so much of it."""

    command: str
    what: str
    least: int
    make: Callable[[Path, int], object]


IMPORT = f"import --from servicenow --tz UTC {{store}}/{many.EXPORT}"
LOG_LINES = f"log --from {{store}}/{many.LINES}"

CASES = (
    Case("list", "tickets", 1_250, filled),
    Case("list toner", "tickets", 1_250, filled),
    Case("list --json", "tickets", 625, filled),
    Case("now -n 20", "tickets", 1_250, filled),
    Case("check", "tickets", 2_500, filled),
    Case("check --json", "tickets", 2_500, filled),
    Case("log Disk", "tickets", 2_500, filled),
    Case("log --key disk Disk full", "tickets", 2_500, filled),
    Case("acknowledge 1", "tickets", 2_500, filled),
    Case("complain 1..100", "tickets", 625, many.one_requester),
    Case("doctor", "tickets", 625, filled),
    Case("handoff", "tickets", 1_250, filled),
    Case("export", "tickets", 2_500, filled),
    Case("backup {store}/kept", "tickets", 2_500, filled),
    Case("board --html {store}/page.html", "tickets", 2_500, filled),
    Case("report", "tickets", 625, filled),
    Case("verify", "tickets", 625, filled),
    Case("policy replay", "tickets", 250, filled),
    Case("release --mine -m off", "tickets that one has", 125, many.taken),
    Case("undo", "tickets taken at once", 125, many.taken),
    Case("archive --closed-for 1s", "resolved tickets", 250, many.resolved),
    Case("show 1", "related tickets", 25, many.related),
    Case("resolve 1 -m done", "related tickets", 25, many.related),
    Case("list --all", "archived tickets", 1_250, many.archived),
    Case("undo", "archived tickets", 1_250, many.archived),
    Case("log --key disk Disk", "archived tickets", 1_250, many.archived),
    Case(IMPORT, "archived tickets", 1_250, many.archived),
    Case(IMPORT, "incidents", 250, many.export),
    Case(LOG_LINES, "lines of one key", 1_250, many.lines_alike),
    Case(LOG_LINES, "lines with a key each", 250, many.lines_apart),
    Case("check --now +90m", "due tickets", 100, many.tickets),
    Case("check --now +90m", "rules, 20 tickets due", 50, many.rules),
    Case("check --now +90m", "rules that speak on 20 tickets", 60, many.rules_that_speak),
    Case("check --now +10m", "requests that wait for a yes", 250, many.requests),
    Case("check --now +90m", "people told", 125, many.people),
    Case("policy check", "rules", 100, many.rules),
    Case("policy check", "rows of targets", 25, many.targets),
    Case("policy check", "people", 250, many.people),
    Case("forecast 1 --for 100d", "rules", 100, many.rules),
    Case("list", "versions of the policy", 50, many.versions),
    Case("outbox deliver", "messages to as many", 60, many.waiting),
    Case("outbox list", "messages that wait", 500, many.waiting),
    Case("show 1", "messages that wait", 500, many.waiting),
    Case("log Disk", "messages that wait", 500, many.waiting),
    Case("acknowledge 1", "messages that wait", 500, many.waiting),
    Case("check", "messages that wait", 500, many.waiting),
    Case("show 1", "notes", 1_000, many.notes),
    Case("note 1 more", "notes", 1_000, many.notes),
    Case("why 1", "notes", 500, many.notes),
    Case("check --now +90m", "notes", 1_000, many.notes),
    Case("handoff 1", "notes", 500, many.notes),
    Case("report", "notes", 500, many.notes),
    Case("verify", "notes", 500, many.notes),
    Case("policy replay", "notes", 250, many.notes),
    Case("list", "complaints of one requester", 250, many.complaints),
    Case("complain 1", "complaints of one requester", 250, many.complaints),
    Case("forecast 1 --for 100d", "reminders", 100, many.reminders),
    Case("check --now +50d", "reminders", 100, many.reminders),
    Case("escalate 1 -m late", "delegations", 500, team.delegations),
    Case("acknowledge 1", "delegations", 500, team.delegations),
    Case("oncall", "turns taken", 250, team.turns),
    Case("oncall --for 52w", "turns taken", 250, team.turns),
    Case("check --now +90m", "turns taken", 250, team.turns),
    Case("check --now +90m", "maintenance announced", 125, team.windows),
    Case("list", "holidays", 500, many.holidays),
    Case("policy check", "holidays", 500, many.holidays),
)


def measure() -> list[Row]:
    """Fit the curve of each command and input, and once more where it is too steep."""
    return [_row(case) for case in CASES]


def _row(case: Case) -> Row:
    power, seconds = _fitted(case)
    sizes = f"{case.least:,} to {TIMES[-1] * case.least:,} {case.what}"
    return Row(
        f"{case.command.split(' --now')[0].split(' {')[0]}, {sizes}",
        f"n^{power:.2f} ({' '.join(f'{each:.2f}' for each in seconds)} s)",
        f"n^{MOST}",
        ok=power <= MOST,
    )


def _fitted(case: Case) -> tuple[float, list[float]]:
    """Fit a curve to the least that each size took; look again if it is too steep for now."""
    counts = [1, *(n * case.least for n in TIMES)]
    spent = [inf] * len(counts)
    power, seconds = inf, list[float]()
    for _ in range(LOOKS):
        spent = [min(each, _seconds(case, n)) for each, n in zip(spent, counts, strict=True)]
        seconds = [max(each - spent[0], LEAST) for each in spent[1:]]
        power = exponent([float(n) for n in TIMES], seconds)
        if power <= MOST:
            break
    return power, seconds


def _seconds(case: Case, count: int) -> float:
    """Give the best of some turns, each on a copy of the same store."""
    made, copy = _made(case.make, count), room() / "growing-again"
    return min(_once(case.command, made, copy) for _ in range(TURNS))


@cache
def _made(make: Callable[[Path, int], object], count: int) -> Path:
    """Make a store with so much of something, once for all commands."""
    store = room() / f"growing-{make.__name__}-{count}"
    make(store, count)
    return store


def _once(command: str, made: Path, copy: Path) -> float:
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(made, copy)
    return used(on(copy, *command.format(store=copy).split())).seconds


def exponent(sizes: Sequence[float], seconds: Sequence[float]) -> float:
    """Fit seconds = c * size^x by least squares of the logarithms; give x."""
    x, y = [math.log(n) for n in sizes], [math.log(s) for s in seconds]
    middle_x, middle_y = sum(x) / len(x), sum(y) / len(y)
    pairs = zip(x, y, strict=True)
    return sum((a - middle_x) * (b - middle_y) for a, b in pairs) / sum(
        (a - middle_x) ** 2 for a in x
    )
