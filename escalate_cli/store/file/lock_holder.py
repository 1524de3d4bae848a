"""Who holds the lock of a store: their signature, and whether they get on with what they do."""

import os
import re
import sys
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

SIGNATURE = 300
"""Bytes of the lock file that may be a holder's signature."""
_SIGNED = rb"([0-9]{1,20}( [^\n\0]*)?\n?)?\0*"
PLAIN = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-")
_TIMES = slice(11, 13)
"""Where `/proc/PID/stat` has, behind the name, the time used as a user and in the kernel."""


def signature() -> bytes:
    """Who holds the lock: PID, host, command; the file's own time says since when."""
    name = os.path.basename(sys.argv[0])
    name = "escalate" if name == "__main__.py" else name
    words = [name, *(word for word in sys.argv[1:2] if word.isalpha())]
    return " ".join([str(os.getpid()), os.uname().nodename, *words]).encode() + b"\n"


def sign(lock: int, text: bytes) -> None:
    """Write into the lock file, unless it holds anything but what a holder signed."""
    if os.fstat(lock).st_nlink != 1:
        return  # a planted hard link would hand us another file
    held = os.pread(lock, SIGNATURE + 1, 0)
    if len(held) <= SIGNATURE and re.fullmatch(_SIGNED, held):
        os.ftruncate(lock, 0)
        os.pwrite(lock, text, 0)


def holder_of(lock: int) -> str:
    """Say in words who signed an open lock file."""
    with suppress(OSError, ValueError):
        words = os.pread(lock, SIGNATURE, 0).decode("ascii", "replace").split()
        pid, host, *command = ["".join(filter(PLAIN.__contains__, word)) for word in words]
        since = datetime.fromtimestamp(os.fstat(lock).st_mtime, UTC)
        where = "" if host == os.uname().nodename else f" on {host}"
        doing = f" ({' '.join(command[:2])})" if command else ""
        return f"process {int(pid)}{where}{doing} since {since:%Y-%m-%dT%H:%M:%SZ}"
    return "another process"


def work_of(lock: int) -> tuple[object, ...]:
    """Return what differs later if the lock went from hand to hand, or if its holder works.

    How far a holder is can be seen on Linux, on this machine and of another process; elsewhere only
    that there is another holder.
    """
    with suppress(OSError):
        signed = os.pread(lock, SIGNATURE, 0)
        return signed, os.fstat(lock).st_mtime_ns, _time_used(signed)
    return ()


def _time_used(signed: bytes) -> list[bytes]:
    """Return what a holder has used of a processor; nothing of one that cannot be seen."""
    with suppress(OSError, ValueError):
        pid, host, *_ = signed.split()
        if host == os.fsencode(os.uname().nodename) and int(pid) != os.getpid():
            stat = Path(f"/proc/{int(pid)}/stat").read_bytes()
            return stat.rpartition(b")")[2].split()[_TIMES]
    return []
