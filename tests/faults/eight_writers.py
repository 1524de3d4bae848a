"""Eight processes that write to one store at once, to a server or to a folder."""

import json
import sys

from tests.faults.port_writer import log, store_of
from tests.faults.start_together import said_together

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
    writer = [sys.executable, "-m", "tests.faults.port_writer", where, str(commits)]
    said, seconds = said_together(*[writer] * WRITERS)
    numbers = [number for line in said for number in json.loads(line)]
    return numbers, len(numbers) / seconds
