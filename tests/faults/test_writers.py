"""Eight processes that write at once: nothing lost, nobody turned away, no time wasted."""

import json
import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import msgspec
import pytest

from tests.faults.conftest import Figures
from tests.faults.program import ROOT
from tests.faults.victim import NOW

WRITERS = 8
COMMITS = WRITERS * 50
ROUNDS = 3
MOST = 1.3
"""CPU time of a commit among many writers, as a multiple of what it takes where the kernel waits:
the same writers on the same machine, so that only what the program's own waiting costs is more."""

MOST_OF_ONE = 2.5
"""The same as a multiple of that of one writer alone, which crowded caches and cores raise, too."""

KINDS = {"one": (1, ()), "many": (WRITERS, ()), "kernel": (WRITERS, ("kernel",))}


class Written(msgspec.Struct, frozen=True):
    """What one process wrote: see `tests.faults.writer`."""

    ids: list[str]
    codes: list[int]
    cpu: float


def _written(
    room: Path, home: Path, writers: int, each: int, how: Iterable[str] = ()
) -> list[Written]:
    """Let processes write at once, all from the same moment on."""
    env = {
        "HOME": str(home),
        "PATH": os.environ["PATH"],
        "ESCALATE_STORE": str(room / "store"),
        "ESCALATE_ACTOR": "ana",
        "ESCALATE_NOW": NOW,
    }
    processes = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.faults.writer", str(number), str(each), *how],
            cwd=ROOT,
            env=env,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )
        for number in range(writers)
    ]
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.flush()
    said = [process.communicate()[0] for process in processes]
    return [msgspec.json.decode(line, type=Written) for line in said]


@pytest.mark.faults
def test_eight_writers_lose_nothing_turn_nobody_away_and_wait_at_little_cost(
    tmp_path: Path, home: Path, figures: Figures
) -> None:
    spent: dict[str, list[float]] = {kind: [] for kind in KINDS}
    for number in range(ROUNDS):
        for kind, (writers, how) in KINDS.items():
            room = tmp_path / f"{number}-{kind}"
            room.mkdir()
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
