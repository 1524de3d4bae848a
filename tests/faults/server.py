"""Runs command lines, each in a process forked off this one, which has loaded the program.

Reads one order a line and writes one report a line; see `tests.faults.program`.
"""

import importlib
import io
import os
import pkgutil
import signal
import sys
import tempfile
from threading import Thread
from typing import IO

import msgspec

import escalate_cli
from escalate_cli.cli.app import run
from tests.faults.calls import Call, Calls, Fault


class Order(msgspec.Struct, frozen=True, kw_only=True):
    """One command line, and what is to happen to it.

    Attributes:
        mask: the umask.
        user: the ids of the account and of the group that run it.
    """

    argv: list[str]
    env: dict[str, str]
    watch: str
    stdin: str = ""
    fault: Fault | None = None
    lax: str | None = None
    mask: int = 0o022
    user: tuple[int, int] | None = None


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """What came of it.

    Attributes:
        code: the exit code; that of a process that was killed is negative.
        stopped: the process, where it stopped and is still there.
        calls: what it did in the folder, if it came to its end.
    """

    code: int = 0
    stdout: str = ""
    stderr: str = ""
    stopped: int | None = None
    calls: list[Call] = []


class _Said(io.FileIO):
    """Standard output: what is said is noted among the calls."""

    calls: Calls

    def write(self, data: object, /) -> int:
        self.calls.made.append(Call(name="said"))
        return super().write(data)  # type: ignore[arg-type]  # whatever it is


def main() -> None:
    """Load the program, then serve until standard input ends."""
    for module in pkgutil.walk_packages(escalate_cli.__path__, "escalate_cli."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    for line in sys.stdin.buffer:
        report = _carry_out(msgspec.json.decode(line, type=Order))
        sys.stdout.buffer.write(msgspec.json.encode(report) + b"\n")
        sys.stdout.buffer.flush()


def _carry_out(order: Order) -> Report:
    with (
        tempfile.TemporaryFile() as stdin,
        tempfile.TemporaryFile() as out,
        tempfile.TemporaryFile() as err,
        tempfile.TemporaryFile() as record,
    ):
        stdin.write(order.stdin.encode())
        stdin.seek(0)
        child = os.fork()
        if not child:
            try:
                _be_the_command(order, (stdin, out, err), record)
            finally:
                os._exit(99)
        _, status = os.waitpid(child, os.WUNTRACED)
        if os.WIFSTOPPED(status):
            Thread(target=os.waitpid, args=(child, 0), daemon=True).start()
            return Report(stopped=child)  # whoever asked will kill it
        return Report(
            code=os.waitstatus_to_exitcode(status),
            stdout=_text(out),
            stderr=_text(err),
            calls=msgspec.json.decode(_text(record) or "[]", type=list[Call]),
        )


def _be_the_command(order: Order, streams: tuple[IO[bytes], ...], record: IO[bytes]) -> None:
    for number, stream in enumerate(streams):
        os.dup2(stream.fileno(), number)
    os.umask(order.mask)
    if order.user is not None:
        user, group = order.user
        os.setgroups([])
        os.setgid(group)
        os.setuid(user)
    os.environ.clear()
    os.environ.update(order.env)
    calls = Calls(order.watch, order.fault, order.lax)
    said = _Said(1, "w", closefd=False)
    said.calls = calls
    sys.stdin = io.TextIOWrapper(io.BufferedReader(io.FileIO(0, closefd=False)), "utf-8")
    sys.stdout = io.TextIOWrapper(io.BufferedWriter(said), encoding="utf-8")
    sys.stderr = io.TextIOWrapper(io.FileIO(2, "w", closefd=False), "utf-8", write_through=True)
    calls.install()
    code = run(order.argv)
    sys.stderr.flush()
    record.write(msgspec.json.encode(calls.made))
    record.flush()
    os._exit(code)


def _text(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read().decode(errors="replace")


if __name__ == "__main__":
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    main()
