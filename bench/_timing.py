"""What whole commands cost: a processor's time, the least of some turns.

Time that others have the processors does not count, and neither does waiting; what is left of the
noise hits all alike, as commands are run in turns, and makes each only dearer.
"""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
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


class Spent(NamedTuple):
    """What a command took: a processor's time, that of its children too, and how long it lasted."""

    seconds: float
    elapsed: float


class Used(NamedTuple):
    """What one command took: memory at its peak in one process, time, and how long it lasted."""

    megabytes: float
    seconds: float
    elapsed: float


def least(commands: Mapping[str, Command], turns: int = TURNS) -> dict[str, float]:
    """Run every command once a turn; give the seconds of each one's cheapest turn."""
    return {name: spent.seconds for name, spent in least_of_both(commands, turns).items()}


def least_of_both(commands: Mapping[str, Command], turns: int) -> dict[str, Spent]:
    """Run every command once a turn; give the least of each one's seconds and how short it was."""
    seconds: dict[str, list[Spent]] = {name: [] for name in commands}
    for turn in range(turns + 1):
        for name, command in commands.items():
            spent = _finished(command(turn))[1]
            if turn:
                seconds[name].append(spent)
    return {name: Spent(*map(min, zip(*s, strict=True))) for name, s in seconds.items()}


def run(arguments: Sequence[str]) -> float:
    """Run one command to its end and give its seconds; it must succeed."""
    return _finished(arguments)[1].seconds


def used(arguments: Sequence[str]) -> Used:
    """Run one command to its end and give what it took; it must succeed."""
    said, around = _finished([sys.executable, "-c", _PROBE, *arguments])
    most, seconds = said.split()
    return Used(int(most) / _UNIT, float(seconds), around.elapsed)


def _finished(arguments: Sequence[str]) -> tuple[str, Spent]:
    """Give what a command printed, and what it took."""
    begun_at = time.monotonic()
    with TemporaryFile("w+") as out, TemporaryFile("w+") as err:
        process = subprocess.Popen(
            arguments, stdin=subprocess.DEVNULL, stdout=out, stderr=err, env=environ()
        )
        _, status, spent = os.wait4(process.pid, 0)
        lasted = time.monotonic() - begun_at
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            err.seek(0)
            message = f"{' '.join(arguments)} ended with {process.returncode}: {err.read().strip()}"
            raise RuntimeError(message)
        out.seek(0)
        return out.read(), Spent(spent.ru_utime + spent.ru_stime, lasted)
