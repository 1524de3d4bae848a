"""What whole commands cost, measured in turns so that noise hits all alike."""

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryFile
from typing import NamedTuple

from bench._program import environ

TURNS = 15

Command = Callable[[int], Sequence[str]]
"""The arguments of a turn; turn 0 warms the caches and is not counted."""

_PROBE = """
import resource, subprocess, sys
done = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(used.ru_maxrss, used.ru_utime + used.ru_stime)
sys.exit(done.returncode)
"""
"""A small process between: what is forked from a large one counts that one's memory as its own."""

_UNIT = 1024**2 if sys.platform == "darwin" else 1024


class Used(NamedTuple):
    """What one command took: memory at its peak, and a processor's time."""

    megabytes: float
    seconds: float


def medians(commands: Mapping[str, Command], turns: int = TURNS) -> dict[str, float]:
    """Run every command once a turn; give each one's median in seconds."""
    seconds: dict[str, list[float]] = {name: [] for name in commands}
    for turn in range(turns + 1):
        for name, command in commands.items():
            spent = run(command(turn))
            if turn:
                seconds[name].append(spent)
    return {name: statistics.median(values) for name, values in seconds.items()}


def run(arguments: Sequence[str]) -> float:
    """Run one command to its end and give its seconds; it must succeed."""
    return _finished(arguments)[1]


def used(arguments: Sequence[str]) -> Used:
    """Run one command to its end and give what it took; it must succeed."""
    most, seconds = _finished([sys.executable, "-c", _PROBE, *arguments])[0].split()
    return Used(int(most) / _UNIT, float(seconds))


def _finished(arguments: Sequence[str]) -> tuple[str, float]:
    """Give what it printed, and its time without that in which others had the processors."""
    with TemporaryFile("w+") as out, TemporaryFile("w+") as err:
        start = time.perf_counter()
        process = subprocess.Popen(
            arguments, stdin=subprocess.DEVNULL, stdout=out, stderr=err, env=environ()
        )
        os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
        seconds = time.perf_counter() - start - _queued(process.pid)
        if process.wait():
            err.seek(0)
            message = f"{' '.join(arguments)} ended with {process.returncode}: {err.read().strip()}"
            raise RuntimeError(message)
        out.seek(0)
        return out.read(), seconds


def _queued(pid: int) -> float:
    """Return for how long a process was ready to run and was not let; only Linux tells."""
    with suppress(OSError):
        return int(Path(f"/proc/{pid}/schedstat").read_text(encoding="ascii").split()[1]) / 1e9
    return 0.0
