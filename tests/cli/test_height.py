"""`list` fits the terminal: the worst is on it, and the last line says how many more there are."""

import json
import re
from collections.abc import Callable

import pytest

from tests.cli.shell import PROGRAM, Result, Shell, on_terminal

ELEVEN = "2026-11-23T11:00:00+01:00"
SIZES = [(40, 10), (80, 24), (200, 50)]
NUMBERS = [4, 40, 400]


@pytest.fixture
def busy(support: Shell) -> Callable[[int], Shell]:
    """Log some tickets of which the last is the worst: a P1 that is overdue."""

    def log(number: int) -> Shell:
        drafts = [{"title": f"Printer {n} jams again", "priority": "P3"} for n in range(1, number)]
        drafts.append({"title": "No mail at all since nine", "priority": "P1"})
        support.done("log", "--from", "-", stdin="\n".join(map(json.dumps, drafts)))
        support.done("check", now=ELEVEN)
        return support

    return log


def listed(shell: Shell, columns: int, lines: int, *options: str) -> list[str]:
    """Return what a terminal of some size shows of a list, and where the person types on."""
    env = {name: value for name, value in shell.env.items() if name != "COLUMNS"}
    env |= {"TERM": "xterm", "ESCALATE_NOW": ELEVEN}
    command = [PROGRAM, "list", *options]
    shown = on_terminal(command, env, size=(lines, columns))
    assert shown.code == 0
    return shown.plain.removesuffix("\n").split("\n")


@pytest.mark.parametrize(("columns", "lines"), SIZES)
@pytest.mark.parametrize("number", NUMBERS)
def test_the_worst_stays_on_the_screen(
    busy: Callable[[int], Shell], number: int, columns: int, lines: int
) -> None:
    shown = listed(busy(number), columns, lines)
    rows = [line for line in shown if re.match(r"[! ] +T-\d+ ", line)]
    assert len(shown) <= lines - 1, "a line is left to type on"
    assert all(len(line) <= columns for line in shown)
    assert shown[0].split()[0] == "ID"
    assert rows[0].startswith(f"!  T-{number} ")
    hidden = number - len(rows)
    last = f"… {hidden} more (-n 0 shows all)" if hidden else f"{number} tickets · 1 overdue"
    assert shown[-1] == last
    assert not hidden or len(shown) == lines - 1, "no line is wasted"


def test_a_number_that_is_asked_for_counts_on_every_terminal(busy: Callable[[int], Shell]) -> None:
    shell = busy(40)
    assert listed(shell, 80, 24, "-n", "2")[-1] == "… 38 more (-n 0 shows all)"
    assert len(listed(shell, 80, 24, "-n", "0")) == 42
    assert listed(shell, 80, 24, "-n", "2", "--fields", "id")[1:] == ["T-40", "T-1"]


@pytest.mark.parametrize("look", [[], ["--json"], ["--jsonl"], ["--fields", "id"]], ids=" ".join)
def test_a_number_that_is_asked_for_counts_in_a_pipe(
    busy: Callable[[int], Shell], look: list[str]
) -> None:
    shell = busy(40)
    found = [
        shell.done("list", *look, *n).stdout.count("T-") for n in ([], ["-n", "0"], ["-n", "3"])
    ]
    assert found == [40, 40, 3]


def test_a_table_in_a_pipe_shows_all(busy: Callable[[int], Shell]) -> None:
    shown: Result = busy(40).done("list", "--table")
    assert len(re.findall(r"T-\d+", shown.plain)) == 40


@pytest.mark.parametrize("command", [["list"], ["policy", "replay"]], ids=" ".join)
def test_a_number_below_nothing_is_refused(support: Shell, command: list[str]) -> None:
    refused = support(*command, "-n", "-1")
    assert (refused.stdout, refused.code) == ("", 2)
    assert "a list has no fewer than 0 tickets\nhelp: -n 0 shows all" in refused.stderr


@pytest.mark.parametrize(
    "command", [["list"], ["list", "--table"], ["now"], ["outbox", "list"], ["review", "--due"]]
)
def test_a_number_beyond_all_counting_shows_all(
    busy: Callable[[int], Shell], command: list[str]
) -> None:
    shell = busy(3)
    assert shell.done(*command, "-n", "9" * 30) == shell.done(*command, "-n", "0")
