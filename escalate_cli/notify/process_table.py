"""The system's process table: what a program left running is looked for, and ended."""

import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

_TABLE: Final = Path("/proc")
_PATIENCE: Final = 1.0
_PAUSE: Final = 0.005
_ENDED: Final = (b"Z", b"X")
_STATE, _SESSION = 0, 3
"""The fields of `/proc/PID/stat` behind the name of the program."""

_SET_CHILD_SUBREAPER: Final = 36


def adopt_orphans() -> None:
    """Become the parent of orphaned processes, so that they leave the table when they end.

    Only Linux can; elsewhere a process that nobody waits for keeps its number after its end.
    """
    if sys.platform == "linux":
        import ctypes  # noqa: PLC0415 - only what starts programs needs it

        with suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def end_processes(session: int, mark: bytes) -> None:
    """End what is in a session, and elsewhere what has a mark in its environment.

    Where the system has no `/proc`, only the process group can be ended. What left the session and
    threw its environment away is nobody's any more.
    """
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(session, signal.SIGKILL)
    until, ended = time.monotonic() + _PATIENCE, set[int]()
    while left := list(_left(session, mark)):
        for pid in left:
            with suppress(ProcessLookupError, PermissionError):
                os.kill(pid, signal.SIGKILL)
        ended.update(left)
        if time.monotonic() > until:
            break
        time.sleep(_PAUSE)
    for pid in ended:
        with suppress(ChildProcessError):
            os.waitpid(pid, os.WNOHANG)


def _left(session: int, mark: bytes) -> Iterator[int]:
    """Yield the processes that run on; those of other users are not ours to end."""
    for entry in _TABLE.iterdir() if _TABLE.is_dir() else ():
        if not entry.name.isdecimal():
            continue
        with suppress(OSError):
            if entry.stat().st_uid != os.geteuid():
                continue
            fields = (entry / "stat").read_bytes().rpartition(b")")[2].split()
            if fields[_STATE] in _ENDED:
                continue
            if int(fields[_SESSION]) == session or mark in _environment(entry):
                yield int(entry.name)


def _environment(entry: Path) -> list[bytes]:
    return (entry / "environ").read_bytes().split(b"\0")
