"""One writer at a time, whatever happens to the holder or to the lock file."""

import os
import re
import signal
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from escalate_cli.errors import ExitCode, StoreBusyError, StoreUnwritableError
from escalate_cli.store.file import locking
from escalate_cli.store.file.locking import exclusive
from tests.patience import PATIENCE
from tests.unit.store import names
from tests.unit.store.processes import holding, let_go

AT_ONCE = 0.05


@pytest.fixture
def lock(tmp_path: Path) -> Path:
    return tmp_path / "lock"


def test_it_is_free_again_after_the_block(lock: Path) -> None:
    for _ in range(2):
        with exclusive(lock, wait=0):
            assert lock.exists()
    assert lock.read_bytes() == b""


def test_it_is_free_again_after_an_exception(lock: Path) -> None:
    with pytest.raises(KeyError), exclusive(lock):
        raise KeyError
    with exclusive(lock, wait=0):
        assert lock.exists()


def test_the_lock_file_stays_the_same_file(lock: Path) -> None:
    with exclusive(lock):
        first = lock.stat().st_ino
    with exclusive(lock):
        assert lock.stat().st_ino == first


def test_the_one_who_waits_too_long_hears_who_holds_it(lock: Path) -> None:
    with (
        holding(lock) as holder,
        pytest.raises(StoreBusyError) as caught,
        exclusive(lock, wait=AT_ONCE),
    ):
        raise AssertionError
    message = (
        rf"the store is in use by process {holder.pid} \(-c check\) since [0-9T:Z-]+; "
        r"gave up after 0\.05 s"
    )
    assert re.fullmatch(message, str(caught.value))
    assert caught.value.exit_code == ExitCode.BUSY


def test_waiting_does_not_wipe_out_who_holds_it(lock: Path) -> None:
    with holding(lock):
        before = lock.read_bytes()
        with pytest.raises(StoreBusyError), exclusive(lock, wait=AT_ONCE):
            raise AssertionError
        assert lock.read_bytes() == before != b""


def test_the_one_who_waits_gets_it_when_the_holder_is_done(lock: Path) -> None:
    heard: list[str] = []
    with holding(lock) as holder:

        def hear(text: str) -> None:
            heard.append(text)
            let_go(holder)

        with exclusive(lock, PATIENCE, hear):
            assert [text for text in heard if f"process {holder.pid} " in text] == heard
    assert len(heard) == 1


def test_a_short_wait_is_not_talked_about(lock: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locking, "QUIET", PATIENCE)
    heard: list[str] = []
    with holding(lock) as holder:
        threading.Timer(0.1, let_go, [holder]).start()
        with exclusive(lock, PATIENCE, heard.append):
            assert heard == []


def test_a_killed_holder_frees_it_at_once(lock: Path) -> None:
    with holding(lock) as holder:
        holder.kill()
        holder.wait()
        with exclusive(lock, wait=0):
            assert lock.exists()


def test_a_stopped_holder_keeps_it(lock: Path) -> None:
    with holding(lock) as holder:
        holder.send_signal(signal.SIGSTOP)
        with pytest.raises(StoreBusyError), exclusive(lock, wait=AT_ONCE):
            raise AssertionError


def test_removing_the_lock_file_does_not_let_a_second_writer_in(lock: Path) -> None:
    with holding(lock):
        lock.unlink()
        with (
            pytest.raises(StoreBusyError, match="in use by another process"),
            exclusive(lock, wait=AT_ONCE),
        ):
            raise AssertionError


def test_the_one_who_waited_at_a_removed_lock_file_locks_the_one_in_place(lock: Path) -> None:
    with holding(lock) as holder:

        def remove_and_let_go() -> None:
            lock.unlink()
            let_go(holder)

        threading.Timer(0.1, remove_and_let_go).start()
        with exclusive(lock, PATIENCE):
            assert lock.read_text().startswith(f"{os.getpid()} ")
            with pytest.raises(StoreBusyError), exclusive(lock, wait=AT_ONCE):
                raise AssertionError


def test_threads_exclude_each_other_too(lock: Path) -> None:
    counted: list[int] = []

    def count() -> None:
        for _ in range(20):
            with exclusive(lock, PATIENCE):
                seen = len(counted)
                time.sleep(0.0001)
                counted.append(seen)

    threads = [threading.Thread(target=count) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert counted == list(range(60))


def test_a_planted_symbolic_link_is_refused(lock: Path) -> None:
    victim = lock.with_name("victim")
    victim.write_text("mine")
    lock.symlink_to(victim)
    with pytest.raises(StoreUnwritableError, match="symbolic link"), exclusive(lock):
        raise AssertionError
    assert victim.read_text() == "mine"


def test_a_planted_dangling_link_creates_nothing(lock: Path) -> None:
    lock.symlink_to(lock.with_name("victim"))
    with pytest.raises(StoreUnwritableError, match="symbolic link"), exclusive(lock):
        raise AssertionError
    assert names(lock.parent) == ["lock"]


def test_a_planted_hard_link_is_not_written_through(lock: Path) -> None:
    victim = lock.with_name("victim")
    victim.write_text("mine")
    lock.hardlink_to(victim)
    with exclusive(lock):
        assert victim.read_text() == "mine"
    assert victim.read_text() == "mine"


@pytest.mark.parametrize(
    ("held", "is_signed"),
    [
        (b"", True),
        (b"12 host escalate\n", True),
        (b"12 host my program log\n", True),
        (b"12 ho", True),
        (b"12 ho\0\0", True),
        (b"\0\0", True),
        (b"the key of the shed\n", False),
        (b"12 host escalate\nand more\n", False),
        (b"12 " + b"x" * 300, False),
    ],
)
def test_a_lock_file_that_nobody_signed_keeps_what_it_holds(
    lock: Path, held: bytes, is_signed: bool
) -> None:
    lock.write_bytes(held)
    with exclusive(lock):
        inside = lock.read_bytes()
    assert (inside.startswith(f"{os.getpid()} ".encode()), lock.read_bytes() == b"") == (
        is_signed,
        is_signed,
    )
    assert is_signed or inside == lock.read_bytes() == held


@pytest.mark.parametrize("make", [os.mkdir, os.mkfifo], ids=["a folder", "a pipe"])
def test_something_else_in_its_place_is_refused(lock: Path, make: Callable[[Path], None]) -> None:
    make(lock)
    with pytest.raises(StoreUnwritableError), exclusive(lock):
        raise AssertionError


def test_without_its_folder_it_says_so(lock: Path) -> None:
    with (
        pytest.raises(StoreUnwritableError, match="no such file or directory"),
        exclusive(lock.parent / "none" / "lock"),
    ):
        raise AssertionError


def test_while_the_lock_goes_from_hand_to_hand_it_is_waited_on_for_six_times_as_long(
    lock: Path,
) -> None:
    with holding(lock):
        done = threading.Event()

        def change_hands() -> None:
            while not done.wait(0.01):
                lock.touch()

        others = threading.Thread(target=change_hands)
        others.start()
        try:
            with (
                pytest.raises(StoreBusyError, match=r"gave up after 1\.2 s"),
                exclusive(lock, wait=0.2),
            ):
                raise AssertionError
        finally:
            done.set()
            others.join()


def test_once_nothing_moves_any_more_it_is_given_up(lock: Path) -> None:
    with holding(lock):
        threading.Timer(0.1, lock.touch).start()
        with (
            pytest.raises(StoreBusyError, match=r"gave up after 0\.6 s"),
            exclusive(lock, wait=0.3),
        ):
            raise AssertionError


@pytest.mark.parametrize(
    ("folder_mode", "mode"),
    [(0o700, 0o600), (0o777, 0o600), (0o2770, 0o660)],
    ids=["of one person", "of anybody", "of a team"],
)
def test_the_folder_decides_who_may_lock(lock: Path, folder_mode: int, mode: int) -> None:
    lock.parent.chmod(folder_mode)
    with exclusive(lock):
        assert lock.stat().st_mode & 0o777 == mode
