"""What is longer than the terminal is read in the pager, whose end is not that of the command."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.shell import PROGRAM, Result, Shell, answering

Reading = Callable[..., Result]
TALL = {"TERM": "xterm", "LINES": "12", "COLUMNS": "80", "NO_COLOR": "1"}


@pytest.fixture
def reading(escalate: Shell, tmp_path: Path) -> Reading:
    """Run the program on a terminal of twelve lines where somebody reads twenty tickets."""
    drafts = "\n".join(json.dumps({"title": f"Printer {n} jams"}) for n in range(1, 21))
    escalate.done("log", "--from", "-", stdin=drafts)

    def run(argv: list[str], *keys: tuple[str, str], **environ: str) -> Result:
        env = escalate.env | TALL | {"HOME": str(tmp_path)} | environ
        return answering([PROGRAM, *argv], env, keys)

    return run


def test_q_leaves_it_and_what_is_said_comes_after_it(reading: Reading) -> None:
    read = reading(["verify", "--table", "-n", "0"])
    assert read.code == 0
    read = reading(["list", "-n", "0"], ("Printer 9", "q"))
    assert read.code == 0
    assert "Printer 20" not in read.stdout


def test_an_interrupt_is_the_pager_s(reading: Reading, tmp_path: Path) -> None:
    pager = tmp_path / "pager"
    trap = "trap 'echo still here; exit 7' INT; cat; echo rea''dy; while :; do sleep 0.1; done"
    pager.write_text(f"#!/bin/sh\n{trap}\n")
    pager.chmod(0o700)
    read = reading(["list", "-n", "0"], ("ready", "\x03"), PAGER=str(pager))
    assert (read.code, "still here" in read.stdout) == (0, True)
    assert "interrupted" not in read.stdout


@pytest.mark.parametrize(
    "environ", [{"NO_PAGER": "1"}, {"TERM": "dumb"}, {"PAGER": "no-such-program"}], ids=str
)
def test_without_a_pager_all_is_printed(reading: Reading, environ: dict[str, str]) -> None:
    read = reading(["list", "-n", "0"], **environ)
    assert read.code == 0
    assert "Printer 20" in read.stdout
    assert "20 tickets" in read.stdout


def test_the_pager_of_the_environment_is_used(reading: Reading) -> None:
    read = reading(["list", "-n", "0"], PAGER="sed s/Printer/Drucker/")
    assert (read.code, "Drucker 20" in read.stdout, "Printer" in read.stdout) == (0, True, False)


def test_what_fits_needs_no_pager(reading: Reading) -> None:
    for argv in (["list"], ["now"], ["list", "-n", "5"], []):
        read = reading(argv, PAGER="sed s/Printer/Drucker/")
        assert (read.code, "Drucker" in read.stdout) == (0, False), argv


def test_in_a_pipe_there_is_none(reading: Reading, tmp_path: Path) -> None:
    assert reading(["--version"]).code == 0
    env = {"HOME": str(tmp_path), "ESCALATE_STORE": str(tmp_path / "store"), "PAGER": "false"}
    command = f"{PROGRAM} list -n 0 --table > {tmp_path}/out"
    done = answering(["sh", "-c", command], TALL | env, ())
    assert (done.code, "Printer 20" in (tmp_path / "out").read_text()) == (0, True)


def test_the_exit_code_stays_that_of_the_command(reading: Reading, tmp_path: Path) -> None:
    path = tmp_path / "store" / "tickets.json"
    path.write_bytes(path.read_bytes().replace(b"Printer 7", b"Printer 8"))
    read = reading(["doctor"], PAGER="sh -c 'cat; exit 7'")
    assert read.code in {0, 1}
    assert reading(["show", "1", "99"], PAGER="true").code == 1
