"""The program, ready to run command lines of which any system call may fail."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

import msgspec

from tests.faults.calls import Fault
from tests.faults.server import Order, Report

ROOT = Path(__file__).parents[2]
SERVER = [sys.executable, "-m", "tests.faults.server"]


class Program:
    """A process that has loaded the program and forks a child for each command line."""

    def __init__(self, server: "subprocess.Popen[bytes]") -> None:
        assert server.stdin is not None
        assert server.stdout is not None
        self._orders, self._reports = server.stdin, server.stdout

    def run(
        self,
        *argv: str,
        env: Mapping[str, str],
        watch: Path,
        stdin: str = "",
        fault: Fault | None = None,
        lax: str | None = None,
        mask: int = 0o022,
        user: tuple[int, int] | None = None,
    ) -> Report:
        """Run a command line, and report how it ended."""
        order = Order(
            argv=list(argv),
            env=dict(env),
            watch=str(watch),
            stdin=stdin,
            fault=fault,
            lax=lax,
            mask=mask,
            user=user,
        )
        self._orders.write(msgspec.json.encode(order) + b"\n")
        self._orders.flush()
        return msgspec.json.decode(self._reports.readline(), type=Report)

    @staticmethod
    def end(report: Report) -> None:
        """Kill a process that stopped, and wait until it is gone."""
        assert report.stopped is not None
        with suppress(ProcessLookupError):
            while True:
                os.kill(report.stopped, signal.SIGKILL)
                time.sleep(0.001)


@contextmanager
def a_program() -> Iterator[Program]:
    """Start the process that serves, and end it afterwards."""
    with subprocess.Popen(
        SERVER, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as server:
        yield Program(server)
