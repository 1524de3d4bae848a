"""A process that writes many times: `NAME COUNT`; prints what came of it and what it cost, as JSON.

With `NAME COUNT kernel` it lets the kernel wait for the lock, which costs no CPU time; what more
others spend, that wait as the program does, their waiting costs.

It says `ready` and waits for a line of standard input before it begins.
"""

import fcntl
import io
import json
import sys
import time
from contextlib import redirect_stderr, redirect_stdout

from escalate_cli.cli.app import run
from escalate_cli.store.file import locking


def written(name: str, count: int) -> dict[str, object]:
    """Log tickets, one a command; return their ids, the exit codes and the CPU time in seconds."""
    out = io.StringIO()
    began = time.process_time()
    with redirect_stdout(out), redirect_stderr(io.StringIO()):
        codes = [int(run(["log", f"writer {name}, ticket {n}"])) for n in range(count)]
    spent = time.process_time() - began
    return {"ids": out.getvalue().split(), "codes": codes, "cpu": spent}


if __name__ == "__main__":
    with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
        run(["log"])  # refused, and loads what the first command would
    if sys.argv[3:] == ["kernel"]:
        vars(locking)["_Both"]._wait_for = lambda _, fd: fcntl.flock(fd, fcntl.LOCK_EX)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    sys.stdout.write(json.dumps(written(sys.argv[1], int(sys.argv[2]))))
