"""Eight processes that write to one store at once, to a server or to a folder."""

import json
import subprocess
import sys
import time

from tests.faults.port_writer import log, store_of
from tests.faults.program import ROOT

WRITERS = 8
OPEN = 1_000

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
