"""What a program left running is ended, in whatever session it is."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from escalate_cli.notify import process_table
from escalate_cli.notify.process_table import adopt_orphans, end_processes
from tests.patience import comes, state_of

MARK = f"A_MARK={os.urandom(8).hex()}"
"""Nobody else has it, who may run the same tests at the same time."""


@pytest.mark.parametrize(
    "started",
    [
        "sleep 99",
        "setsid sleep 99",
        "set -m; sleep 99",
        "env -i sleep 99",
        "(trap '' TERM; sleep 99)",
    ],
    ids=["in its group", "in another session", "in another group", "unmarked", "deaf"],
)
def test_whatever_it_started_is_ended(tmp_path: Path, started: str) -> None:
    with _ended(tmp_path, f"{started} & echo $! > child") as session:
        end_processes(session, MARK.encode())
    assert is_gone(int((tmp_path / "child").read_text()))


@pytest.mark.skipif(sys.platform != "linux", reason="only there a program may adopt orphans")
def test_what_was_ended_is_gone_though_nobody_else_waits_for_it(tmp_path: Path) -> None:
    adopt_orphans()
    with _ended(tmp_path, "set -m; sleep 99 & echo $! > child") as session:
        end_processes(session, MARK.encode())
        child = int((tmp_path / "child").read_text())
        assert not Path(f"/proc/{child}").exists()


def test_what_others_run_goes_on(tmp_path: Path) -> None:
    other = subprocess.Popen(["sleep", "99"], start_new_session=True)
    with other, _ended(tmp_path, "true") as session:
        end_processes(session, MARK.encode())
        assert other.poll() is None
        other.kill()


def test_a_machine_that_took_all_the_time_for_a_look_ends_it_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(process_table, "_PATIENCE", 0.0)
    with _ended(tmp_path, "setsid sleep 99 & echo $! > child") as session:
        end_processes(session, MARK.encode())
    assert is_gone(int((tmp_path / "child").read_text()))


def test_without_a_table_the_group_is_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(process_table, "_TABLE", tmp_path / "proc")
    with _ended(tmp_path, "sleep 99 & echo $! > child") as session:
        end_processes(session, MARK.encode())
    assert is_gone(int((tmp_path / "child").read_text()))


@contextmanager
def _ended(folder: Path, script: str) -> Iterator[int]:
    """Run a script in a session of its own until it ends; its number is kept meanwhile."""
    name, _, value = MARK.partition("=")
    program = subprocess.Popen(
        ["/bin/bash", "-c", script],
        cwd=folder,
        env={**os.environ, name: value},
        start_new_session=True,
        stdout=subprocess.DEVNULL,
    )
    with program:
        os.waitid(os.P_PID, program.pid, os.WEXITED | os.WNOWAIT)
        yield program.pid


def is_gone(pid: int) -> bool:
    """Tell whether a process has ended, or ends soon."""
    return comes(lambda: state_of(pid) == "Z")
