"""Who holds the lock of a store, and whether they get on with what they do."""

import os
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from escalate_cli.store.file.locking import SIGNATURE

PLAIN = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-")
_TIMES = slice(11, 13)
"""Where `/proc/PID/stat` has, behind the name, the time used as a user and in the kernel."""


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
