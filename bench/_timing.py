"""Wall time of whole commands, measured in turns so that noise hits all alike."""

import statistics
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence

TURNS = 15

Command = Callable[[int], Sequence[str]]
"""The arguments of a turn; turn 0 warms the caches and is not counted."""


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
    start = time.perf_counter()
    done = subprocess.run(arguments, capture_output=True, text=True, check=False)
    spent = time.perf_counter() - start
    if done.returncode:
        message = f"{' '.join(arguments)} ended with {done.returncode}: {done.stderr.strip()}"
        raise RuntimeError(message)
    return spent
