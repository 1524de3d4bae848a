"""Child processes: a program without a shell, in bounded time, and nothing left of it after."""

import atexit
import os
import selectors
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from secrets import token_hex
from subprocess import DEVNULL, PIPE, STDOUT, Popen
from tempfile import TemporaryFile
from threading import Lock
from typing import Final

import msgspec

from escalate_cli.notify.process_table import adopt_orphans, end_processes

MARK: Final = "ESCALATE_RUN"
"""The variable by which what a program started is known, in whatever session it is."""

KEPT: Final = 2000
_CHUNK = 65536
_GLANCE = 0.05
_running: dict[int, str] = {}
_starting = Lock()


class Ended(msgspec.Struct, frozen=True):
    """What came of a program: its exit code, none if it took too long, and the end of its words."""

    code: int | None
    said: bytes


def run_program(
    words: Sequence[str],
    env: Mapping[str, str],
    folder: Path,
    limit: float,
    stdin: bytes | None = None,
    *,
    with_stderr: bool = True,
    kept: int = KEPT,
) -> Ended:
    """Run a program in a session of its own, and end all that is left of it.

    Args:
        words: the program and its arguments.
        env: its environment, to which a mark is added.
        folder: where it runs; where that is missing, in the nearest above it that is there.
        limit: seconds it may take.
        stdin: what it reads.
        with_stderr: whether what it says as errors counts as said.
        kept: so many bytes are kept, of the end of what it says.

    Raises OSError where it cannot be run.
    """
    mark = token_hex(16)
    adopt_orphans()
    with TemporaryFile() as given, _starting:
        given.write(stdin or b"")
        given.seek(0)
        process = Popen(  # noqa: S603 - the policy's own words, and no shell
            list(words),
            stdin=given,
            stdout=PIPE,
            stderr=STDOUT if with_stderr else DEVNULL,
            env={**env, MARK: mark},
            cwd=_working_folder(folder, words[0]),
            start_new_session=True,
        )
        _running[process.pid] = mark
    return _wait(process, time.monotonic() + limit, kept)


def _working_folder(folder: Path, program: str) -> Path:
    """Return where a program runs: in the folder, or in the nearest one above that exists."""
    if "/" in program and not program.startswith("/"):
        return folder  # the program would lie there
    return next(each for each in (folder, *folder.absolute().parents) if each.is_dir())


def _wait(process: Popen[bytes], until: float, kept: int) -> Ended:
    """Listen until it ends; its number is given to no other program before all is ended."""
    try:
        said, has_ended = _listen(process, until, kept)
    finally:
        _end(process.pid)
        code = process.wait()
        if process.stdout:
            process.stdout.close()
    return Ended(code if has_ended else None, said)


def _listen(process: Popen[bytes], until: float, kept: int) -> tuple[bytes, bool]:
    """Return the end of what a process prints, and whether it ended in time."""
    said = b""
    with selectors.DefaultSelector() as selector:
        if process.stdout:
            selector.register(process.stdout, selectors.EVENT_READ)
        while True:
            has_ended = _has_ended(process)
            for key, _ in selector.select(0 if has_ended else _GLANCE):
                part = os.read(key.fd, _CHUNK)
                said = (said + part)[-kept:]
                if not part:
                    selector.unregister(key.fileobj)
            if has_ended or time.monotonic() > until:
                return said, has_ended
            if not selector.get_map():
                time.sleep(_GLANCE / 10)


def _has_ended(process: Popen[bytes]) -> bool:
    """Tell whether a child has ended, and let it keep its number where the system can."""
    if sys.platform == "darwin":
        return process.poll() is not None
    return os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None


def _end(pid: int) -> None:
    mark = _running.get(pid)
    if mark is not None:
        end_processes(pid, f"{MARK}={mark}".encode())
        _running.pop(pid, None)


@atexit.register
def _end_all() -> None:
    """Leave no program behind when the command is interrupted, and let none begin any more."""
    _starting.acquire()
    for pid in list(_running):
        _end(pid)
