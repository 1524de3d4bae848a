"""Waiting and measuring in tests: a loaded machine makes all of it longer, and nothing else."""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

PATIENCE: Final = 60.0
"""Seconds to wait for what is bound to come; it costs nothing where it comes at once."""


def comes(holds: Callable[[], bool]) -> bool:
    """Wait for what is bound to hold some time; tell whether it did."""
    end = time.monotonic() + PATIENCE
    while not holds():
        if time.monotonic() > end:
            return False
        time.sleep(0.01)
    return True


@contextmanager
def costing_less_than(seconds: float) -> Iterator[None]:
    """Run what may cost so many seconds of this process, however long others have the machine."""
    began = time.process_time()
    yield
    assert time.process_time() - began < seconds


def state_of(pid: int) -> str:
    """Return the letter by which the system says what a process does; S waits, Z has ended."""
    try:
        return _fields(pid)[0]
    except (FileNotFoundError, ProcessLookupError):
        return "Z"


def cpu_of(pid: int) -> float:
    """Return how many seconds of the machine a process has had."""
    user, system = _fields(pid)[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def _fields(pid: int) -> list[str]:
    return Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
