"""Processes that begin at the same moment, each when all are ready."""

import subprocess
import time
from collections.abc import Mapping, Sequence

from tests.faults.program import ROOT


def said_together(
    *commands: Sequence[str], env: Mapping[str, str] | None = None
) -> tuple[list[str], float]:
    """Run programs, of which each says `ready`, and go on at once; return what each said then.

    Returns:
        also the seconds from the moment on which they may begin until the last has ended.
    """
    processes = [
        subprocess.Popen(
            command,
            cwd=ROOT,
            env=env,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )
        for command in commands
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
    return said, time.monotonic() - began
