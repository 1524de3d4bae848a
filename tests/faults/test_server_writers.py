"""Eight processes write at once, to a server and to a folder: what a commit takes in each."""

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.faults.conftest import Figures
from tests.faults.loops import long
from tests.faults.port_writer import log, store_of
from tests.faults.program import ROOT
from tests.postgres_server import Server

WRITERS = 8
OPEN = 1_000
LEAST = 8
"""So many times the commits a second of a folder."""

ON_A_SERVER, IN_A_FOLDER = 400, 25
"""Commits of each writer: a second or two of either."""


def filled(where: str) -> str:
    """Let a store have tickets that are open."""
    store_of(where).change(lambda tx: [log(tx) for _ in range(OPEN)])
    return where


def written(where: str, commits: int) -> tuple[list[int], float]:
    """Let processes write at once; return the numbers of their tickets, and commits a second."""
    processes = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.faults.port_writer", where, str(commits)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )
        for _ in range(WRITERS)
    ]
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    began = time.monotonic()
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.flush()
    said = [process.communicate()[0] for process in processes]
    seconds = time.monotonic() - began
    numbers = [number for line in said for number in json.loads(line)]
    return numbers, len(numbers) / seconds


@pytest.mark.parametrize("rounds", [long(3)])
def test_eight_writers_on_a_server_lose_nothing_and_commit_eight_times_as_fast(
    server: Server, tmp_path: Path, figures: Figures, rounds: int
) -> None:
    address, folder = filled(server.new_address()), filled(str(tmp_path))
    ratios = []
    for each in range(rounds):
        numbers, fast = written(address, ON_A_SERVER)
        assert len(set(numbers)) == WRITERS * ON_A_SERVER
        assert {*numbers} <= {*store_of(address).read().numbers()}
        _, slow = written(folder, IN_A_FOLDER)
        ratios.append(fast / slow)
        figures.add(f"commits a second, run {each + 1}", server=round(fast), folder=round(slow))
    assert store_of(address).read().is_chained()
    assert max(ratios) >= LEAST, ratios
