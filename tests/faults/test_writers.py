"""Eight processes that write at once: nothing lost, nobody turned away, no time wasted."""

import json
import os
import resource
import sys
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import msgspec
import pytest

from tests.cli.shell import Result, program
from tests.faults.conftest import Figures
from tests.faults.start_together import said_together
from tests.faults.victim import NOW

WRITERS, EACH = 8, 50
COMMITS = WRITERS * EACH
ROUNDS = 3
MOST = 1.3
"""CPU time of a commit among many writers, as a multiple: of that of one writer alone, where each
is a program of its own; of what it takes where the kernel waits for the lock, where it is not."""

MOST_OF_ONE = 2.5
"""Without the start of a program, so that a commit is a few milliseconds: as another process makes
each, it finds cold caches, whoever waits."""

KINDS = {"one": (1, ()), "many": (WRITERS, ()), "kernel": (WRITERS, ("kernel",))}


class Written(msgspec.Struct, frozen=True):
    """What one process wrote: see `tests.faults.writer`."""

    ids: list[str]
    codes: list[int]
    cpu: float


def _of_a_store(room: Path, home: Path) -> dict[str, str]:
    """Make a room, and give the environment of commands on a store in it."""
    room.mkdir()
    return {
        "HOME": str(home),
        "PATH": os.environ["PATH"],
        "ESCALATE_STORE": str(room / "store"),
        "ESCALATE_ACTOR": "ana",
        "ESCALATE_NOW": NOW,
    }


def _written(
    room: Path, home: Path, writers: int, each: int, how: Iterable[str] = ()
) -> list[Written]:
    """Let processes write at once, all from the same moment on."""
    env = _of_a_store(room, home)
    writer = [sys.executable, "-m", "tests.faults.writer"]
    lines = [[*writer, str(number), str(each), *how] for number in range(writers)]
    said, _ = said_together(*lines, env=env)
    return [msgspec.json.decode(line, type=Written) for line in said]


@pytest.mark.faults
def test_eight_writers_lose_nothing_turn_nobody_away_and_wait_at_little_cost(
    tmp_path: Path, home: Path, figures: Figures
) -> None:
    spent: dict[str, list[float]] = {kind: [] for kind in KINDS}
    for number in range(ROUNDS):
        for kind, (writers, how) in KINDS.items():
            room = tmp_path / f"{number}-{kind}"
            found = _written(room, home, writers, COMMITS // writers, how)
            assert {code for one in found for code in one.codes} == {0}
            ids = [ticket for one in found for ticket in one.ids]
            assert sorted(ids) == sorted(f"T-{number}" for number in range(1, COMMITS + 1))
            kept = json.loads((room / "store" / "tickets.json").read_bytes())
            assert len(kept["tickets"]) == COMMITS
            spent[kind].append(sum(one.cpu for one in found) / COMMITS)
    of_one, of_kernel = (min(spent["many"]) / min(spent[kind]) for kind in ("one", "kernel"))
    figures.add(
        "writers",
        writers=WRITERS,
        commits=COMMITS,
        percent_of_one=round(100 * of_one),
        percent_where_the_kernel_waits=round(100 * of_kernel),
    )
    assert of_kernel <= MOST, spent
    assert of_one <= MOST_OF_ONE, spent


@pytest.mark.faults
def test_a_commit_of_eight_writers_at_once_costs_hardly_more_than_that_of_one(
    tmp_path: Path, home: Path, figures: Figures
) -> None:
    """Whole programs, as people and cron run them, by the CPU time that the system counts."""
    spent: dict[int, list[float]] = {1: [], WRITERS: []}
    for number in range(ROUNDS):
        for writers, costs in spent.items():
            logged = 1 if writers > 1 else (COMMITS - EACH) // 2  # about as large on the way
            env = _of_a_store(tmp_path / f"{number}-{writers}", home)
            lines = "\n".join(json.dumps({"title": f"before {n}"}) for n in range(logged))
            assert program("log", "--from", "-", "-q", env=env, stdin=lines).code == 0
            before = _used_by_children()
            with ThreadPoolExecutor(writers) as pool:
                done = list(pool.map(lambda n, env=env: _log_one_by_one(n, env), range(writers)))
            costs.append((_used_by_children() - before) / (writers * EACH))
            assert {result.code for results in done for result in results} == {0}
            ids = {result.stdout.strip() for results in done for result in results}
            assert ids == {f"T-{n}" for n in range(logged + 1, logged + writers * EACH + 1)}
            assert len(program("list", "--all", "--json", env=env).data) == logged + len(ids)
    of_one = min(spent[WRITERS]) / min(spent[1])
    figures.add("programs", writers=WRITERS, commits=COMMITS, percent_of_one=round(100 * of_one))
    assert of_one <= MOST, spent


def _log_one_by_one(writer: int, env: Mapping[str, str]) -> list[Result]:
    return [program("log", f"writer {writer}, ticket {n}", env=env) for n in range(EACH)]


def _used_by_children() -> float:
    """Return the seconds of a processor that ended children took, as users and in the kernel."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
