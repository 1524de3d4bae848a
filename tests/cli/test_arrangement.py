"""Every list takes an order, columns, groups and a length, on a terminal and in a pipe."""

import json
import re
from pathlib import Path

import pytest

from tests.cli.shell import PROGRAM, Result, Shell, on_terminal
from tests.cli.test_settings import settings

ELEVEN = "2026-11-23T11:00:00+01:00"
DRAFTS = (
    {"title": "Printer 10 jams", "priority": "P3", "customer": "acme", "tags": ["b", "a"]},
    {"title": "Printer 9 jams", "priority": "P1"},
    {"title": "No mail", "priority": "P4", "requester": "kim"},
    {"title": "VPN drops", "priority": "P3", "customer": "bolt"},
)


@pytest.fixture
def board(support: Shell, tmp_path: Path) -> Shell:
    """A store of four tickets, of which a P1 is overdue, and somebody without settings."""
    support.done("log", "--from", "-", stdin="\n".join(map(json.dumps, DRAFTS)))
    support.done("check", now=ELEVEN)
    return Shell(support.store, {**support.env, "HOME": str(tmp_path), "ESCALATE_NOW": ELEVEN})


def ids(result: Result) -> list[str]:
    """Return the ids that stand in rows of data or of a page, in order."""
    assert result.code == 0, result.stderr
    return re.findall(r"^(?:[!~^?z ] +)?(?:\x1b\[1m)?T-(\d+)", result.stdout, re.MULTILINE)


def shown(shell: Shell, *argv: str, size: tuple[int, int] = (24, 80)) -> Result:
    """Run the installed program on a terminal of some size."""
    env = {name: value for name, value in shell.env.items() if name != "COLUMNS"}
    return on_terminal([PROGRAM, *argv], env | {"TERM": "xterm", "NO_COLOR": "1"}, size=size)


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (["--sort", "title"], "3 2 1 4"),
        (["--sort", "-title"], "4 1 2 3"),
        (["--sort", "priority,-id"], "2 4 1 3"),
        (["--sort", "-P,id"], "3 1 4 2"),
        (["--sort", "customer"], "1 4 2 3"),
        (["--group-by", "priority"], "2 1 4 3"),
        (["--sort", "-id", "-n", "2"], "4 3"),
        (["-n", "1"], "2"),
    ],
    ids=" ".join,
)
def test_the_order_is_the_same_everywhere(board: Shell, options: list[str], expected: str) -> None:
    asked = ["list", *options]
    if "--sort" not in options:
        asked += ["priority:P1,P2,P3,P4"]
    in_pipe, on_page = board.done(*asked), shown(board, *asked)
    by_name = [each["id"] for each in board.done(*asked, "--json").data]
    if "--sort" in options or "-n" in options:
        assert ids(in_pipe) == expected.split()
    assert ids(on_page) == expected.split()
    assert by_name == [f"T-{number}" for number in ids(in_pipe)]
    assert board.done(*asked, "-q").stdout.split() == by_name


def test_search_and_mine_are_arranged_too(board: Shell) -> None:
    board.done("resolve", "3", "-m", "rebooted")
    assert ids(board("search", "Printer", "--sort", "id")) == ["1", "2"]
    assert ids(board("search", "--sort", "-id")) == ["4", "3", "2", "1"]
    assert ids(board("mine", "--sort", "-id", "-n", "2")) == ["4"]


def test_columns_have_their_look_on_a_terminal_and_their_values_in_a_pipe(board: Shell) -> None:
    asked = ["list", "--columns", "id,LVL,due,age,tags,agreed_due_at", "--sort", "id"]
    page = shown(board, *asked).plain.splitlines()
    assert page[0].split() == ["ID", "LVL", "DUE", "AGE", "TAGS", "AGREED_DUE_AT"]
    assert page[1].split() == ["T-1", "L2", "respond", "3h", "2h", "b,a"]
    assert page[2].split()[:3] == ["T-2", "L2+m", "respond"]
    row = board.done(*asked).rows[0]
    assert row == ["T-1", "L2", "2026-11-23T13:00:00Z", "2026-11-23T08:00:00Z", "b,a", ""]
    document = board.done(*asked, "--json").data[0]
    assert list(document) == ["id", "level", "due_at", "logged_at", "tags", "agreed_due_at"]


def test_groups_have_their_name_and_size_above_them(board: Shell) -> None:
    page = shown(board, "list", "--group-by", "customer").plain.splitlines()
    assert [line for line in page if line.startswith("customer")] == [
        "customer acme (1)",
        "customer bolt (1)",
        "customer - (2)",
    ]
    assert page[-1] == "4 tickets · 1 overdue"


def test_groups_fit_the_terminal(board: Shell) -> None:
    page = shown(board, "list", "--group-by", "id", size=(10, 80)).plain.splitlines()
    assert len(page) == 9
    assert page[-1] == "… 1 more (-n 0 shows all)"


@pytest.mark.parametrize("option", ["--sort", "--columns", "--group-by"])
@pytest.mark.parametrize(
    "words", [["list"], ["outbox", "list"], ["oncall"], ["policy", "triggers"]]
)
def test_a_field_that_is_none_is_refused_with_those_there_are(
    board: Shell, option: str, words: list[str]
) -> None:
    refused = board(*words, option, "nonsense")
    assert (refused.code, refused.stdout) == (2, "")
    assert refused.stderr.startswith("escalate: error: unknown field 'nonsense'\nhelp: ")


def test_columns_and_fields_exclude_each_other(board: Shell) -> None:
    refused = board("list", "--columns", "id", "--fields", "id")
    assert (refused.code, refused.stdout) == (2, "")
    assert refused.stderr.startswith("escalate: error: --columns and --fields exclude each other")


def test_the_outbox_is_arranged_as_messages(board: Shell) -> None:
    every = [row[0] for row in board.done("outbox", "list", "--fields", "key").rows]
    assert len(every) > 2
    falling = board.done("outbox", "list", "--sort", "-key", "--columns", "key").stdout
    assert falling.split() != every
    assert sorted(falling.split()) == sorted(every)
    assert len(board.done("outbox", "list", "-n", "1").rows) == 1
    page = shown(board, "outbox", "list", "--columns", "to,kind", "--group-by", "to").plain
    assert re.match(r"TO +KIND\nto \w+ \(\d+\)\n", page)
    first = shown(board, "outbox", "list", "-n", "1").plain.splitlines()
    assert first[-1] == f"… {len(every) - 1} more (-n 0 shows all)"


def test_other_lists_are_arranged_too(board: Shell) -> None:
    teams = [row[0] for row in board.done("oncall", "--columns", "team").rows]
    falling = board.done("oncall", "--sort", "-team").rows
    assert [row[0] for row in falling] == sorted(teams, reverse=True)
    kinds = board.done("policy", "triggers", "--sort", "-type", "-n", "2", "--columns", "type")
    assert kinds.rows == [["vip"], ["stalled"]]
    page = shown(board, "policy", "triggers", "-n", "2").plain.splitlines()
    assert page[-1].endswith("more (-n 0 shows all)")


def test_on_a_narrow_terminal_a_title_has_its_own_line(board: Shell) -> None:
    page = shown(board, "list", size=(24, 59)).plain.splitlines()
    assert page[0].split() == ["ID", "P", "LVL", "OWNER", "DUE"]
    assert page[1].startswith("!  T-2")
    assert page[2] == "   Printer 9 jams"
    assert all(len(line) <= 59 for line in page)
    assert shown(board, "list", size=(24, 60)).plain.splitlines()[0].endswith("TITLE")


def test_the_columns_of_the_settings_are_for_pages_alone(board: Shell) -> None:
    settings(board, 'columns = ["id", "due", "title"]\n')
    assert shown(board, "list").plain.split("\n")[0].split() == ["ID", "DUE", "TITLE"]
    assert shown(board, "list", "--columns", "id").plain.split("\n")[0] == "ID"
    assert len(board.done("list").rows[0]) == 9


def test_a_wrong_column_of_the_settings_is_said_and_the_usual_ones_are_shown(board: Shell) -> None:
    settings(board, 'columns = ["id", "titel"]\n')
    page = shown(board, "list").plain.splitlines()
    assert "your settings name columns that are none: unknown field 'titel'" in page
    assert any(line.split()[:2] == ["ID", "P"] for line in page)
