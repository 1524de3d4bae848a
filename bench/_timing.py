"""What whole commands cost: a processor's time, the least of some turns.

Time that others have the processors does not count, and neither does waiting; what is left of the
noise hits all alike, as commands are run in turns, and makes each only dearer.
"""

import os
import subprocess
import sys
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


class Used(NamedTuple):
    """What one command took: memory at its peak, and a processor's time."""

    megabytes: float
    seconds: float


def least(commands: Mapping[str, Command], turns: int = TURNS) -> dict[str, float]:
    """Run every command once a turn; give the seconds of each one's cheapest turn."""
    seconds: dict[str, list[float]] = {name: [] for name in commands}
    for turn in range(turns + 1):
        for name, command in commands.items():
            spent = run(command(turn))
            if turn:
                seconds[name].append(spent)
    return {name: min(values) for name, values in seconds.items()}


def run(arguments: Sequence[str]) -> float:
    """Run one command to its end and give its seconds; it must succeed."""
    return _finished(arguments)[1]


def used(arguments: Sequence[str]) -> Used:
    """Run one command to its end and give what it took; it must succeed."""
    most, seconds = _finished([sys.executable, "-c", _PROBE, *arguments])[0].split()
    return Used(int(most) / _UNIT, float(seconds))


def _finished(arguments: Sequence[str]) -> tuple[str, float]:
    """Give what a command printed, and what it took of a processor, its own children left out."""
    with TemporaryFile("w+") as out, TemporaryFile("w+") as err:
        process = subprocess.Popen(
            arguments, stdin=subprocess.DEVNULL, stdout=out, stderr=err, env=environ()
        )
        _, status, spent = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            err.seek(0)
            message = f"{' '.join(arguments)} ended with {process.returncode}: {err.read().strip()}"
            raise RuntimeError(message)
        out.seek(0)
        return out.read(), spent.ru_utime + spent.ru_stime
