"""A program gets so long, and leaves nothing behind."""

import os
import subprocess
from pathlib import Path

import pytest

from escalate_cli.notify import child_process
from escalate_cli.notify.child_process import MARK, Ended, run_program
from tests.patience import PATIENCE, comes, state_of
from tests.unit.notify.test_process_table import is_gone

ENV = {"PATH": os.environ["PATH"]}


def _run(folder: Path, script: str, limit: float = PATIENCE, *, kept: int = 2000) -> Ended:
    return run_program(["/bin/bash", "-c", script], ENV, folder, limit, kept=kept)


def test_its_code_and_the_end_of_its_words_are_returned(tmp_path: Path) -> None:
    assert _run(tmp_path, "echo out; echo err >&2; exit 3") == Ended(3, b"out\nerr\n")
    assert _run(tmp_path, "echo 123456789", kept=4) == Ended(0, b"789\n")


def test_its_errors_may_be_left_out(tmp_path: Path) -> None:
    words = ["/bin/sh", "-c", "echo out; echo err >&2"]
    assert run_program(words, ENV, tmp_path, PATIENCE, with_stderr=False) == Ended(0, b"out\n")


def test_it_reads_what_it_is_given(tmp_path: Path) -> None:
    assert run_program(["cat"], ENV, tmp_path, PATIENCE, b"given") == Ended(0, b"given")
    assert run_program(["cat"], ENV, tmp_path, PATIENCE) == Ended(0, b"")


def test_a_missing_folder_keeps_no_program_that_lies_elsewhere_from_running(tmp_path: Path) -> None:
    missing = tmp_path / "no" / "such"
    assert _run(missing, "pwd") == Ended(0, f"{tmp_path}\n".encode())
    assert run_program(["pwd"], ENV, missing, PATIENCE) == Ended(0, f"{tmp_path}\n".encode())
    (tmp_path / "own").symlink_to("/bin/true")
    with pytest.raises(FileNotFoundError):
        run_program(["./own"], ENV, missing, PATIENCE)


def test_it_is_marked_and_each_run_otherwise(tmp_path: Path) -> None:
    marks = {_run(tmp_path, f"echo ${MARK}").said for _ in range(2)}
    assert len(marks) == 2
    assert all(len(mark) > 20 for mark in marks)


@pytest.mark.parametrize(
    "started",
    ["sleep 99", "set -m; sleep 99", "setsid sleep 99", "setsid sh -c 'sleep 98; sleep 99'"],
    ids=["a job", "in a group", "in a session", "with children"],
)
@pytest.mark.parametrize("hangs", ["", "; sleep 99"], ids=["left behind", "while it hangs"])
def test_nothing_is_left_of_it(tmp_path: Path, started: str, hangs: str) -> None:
    script = f"{started} >&- 2>&- <&- & echo $! > child{hangs}"
    ended = _run(tmp_path, script, 1 if hangs else PATIENCE)
    assert ended.code == (None if hangs else 0)
    assert is_gone(int((tmp_path / "child").read_text()))


def test_what_ended_while_nobody_looked_does_not_hang(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks = child_process._has_ended

    def late(process: "subprocess.Popen[bytes]") -> bool:
        assert comes(lambda: state_of(process.pid) == "Z")
        return looks(process)

    monkeypatch.setattr(child_process, "_has_ended", late)
    assert _run(tmp_path, "echo out", 0) == Ended(0, b"out\n")


def test_what_cannot_be_run_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        run_program(["/no/such"], ENV, tmp_path, 1)
