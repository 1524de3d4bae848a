"""Who holds a lock is named, and seen at work."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from escalate_cli.store.file.lock_holder import holder_of, work_of

HOST = os.uname().nodename
SEEN = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="/proc tells of processes")


@contextmanager
def signed(path: Path, by: bytes) -> Iterator[int]:
    """Open a lock file that somebody signed."""
    path.write_bytes(by)
    lock = os.open(path, os.O_RDONLY)
    try:
        yield lock
    finally:
        os.close(lock)


@contextmanager
def busy() -> Iterator["subprocess.Popen[bytes]"]:
    """Run a process that computes."""
    with subprocess.Popen([sys.executable, "-c", "while True: pass"]) as process:
        try:
            yield process
        finally:
            process.kill()


def works(lock: int, within: float = 5) -> bool:
    """Tell whether who holds a lock gets on before some seconds are over."""
    before, until = work_of(lock), time.monotonic() + within
    while time.monotonic() < until:
        if work_of(lock) != before:
            return True
        time.sleep(0.01)
    return False


@pytest.mark.parametrize(
    ("by", "named"),
    [
        (f"12 {HOST} escalate check\n", r"process 12 \(escalate check\) since [0-9T:-]+Z"),
        (f"12 {HOST}\n", r"process 12 since [0-9T:-]+Z"),
        ("12 other escalate\n", r"process 12 on other \(escalate\) since [0-9T:-]+Z"),
        (
            "12 host \x1b[31mred\xff rm${IFS}-rf\n",
            r"process 12 on host \(31mred rmIFS-rf\) since .+",
        ),
        ("", "another process"),
        ("the key of the shed\n", "another process"),
    ],
)
def test_who_signed_is_named_in_letters_that_harm_nobody(
    tmp_path: Path, by: str, named: str
) -> None:
    with signed(tmp_path / "lock", by.encode("latin-1")) as lock:
        assert re.fullmatch(named, holder_of(lock))


def test_a_lock_that_another_signed_got_on(tmp_path: Path) -> None:
    with signed(tmp_path / "lock", b"12 other escalate\n") as lock:
        before = work_of(lock)
        assert work_of(lock) == before
        (tmp_path / "lock").write_bytes(b"13 other escalate\n")
        assert work_of(lock) != before


@SEEN
def test_a_holder_that_computes_is_seen_at_work_and_one_that_stopped_is_not(tmp_path: Path) -> None:
    with busy() as process, signed(tmp_path / "lock", f"{process.pid} {HOST} x\n".encode()) as lock:
        assert works(lock)
        process.send_signal(signal.SIGSTOP)
        os.waitid(os.P_PID, process.pid, os.WSTOPPED | os.WNOWAIT)
        assert not works(lock, within=0.2)


@pytest.mark.parametrize(
    "by",
    [
        f"{os.getpid()} {HOST} x\n",
        f"{os.getpid()} elsewhere x\n",
        f"999999999 {HOST} x\n",
        "mine\n",
    ],
    ids=["this process", "a machine we cannot see", "one that is gone", "nobody"],
)
def test_of_others_only_the_signature_is_seen(tmp_path: Path, by: str) -> None:
    with signed(tmp_path / "lock", by.encode()) as lock:
        sum(range(1_000_000))
        assert not works(lock, within=0.1)


def test_what_cannot_be_read_does_not_work() -> None:
    assert work_of(-1) == ()
