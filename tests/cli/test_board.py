"""`board --html`: a page for a screen on the wall, written by cron."""

import json

import pytest

from tests.cli.shell import Shell


@pytest.fixture
def team(escalate: Shell) -> Shell:
    escalate.done("init", "--sample", "it-support")
    escalate.log("Mail is down", "-p", "P1")
    escalate.log("Printer jams", "-p", "P4")
    return escalate


def test_the_board_shows_the_open_tickets(team: Shell) -> None:
    file = team.store.parent / "board.html"
    made = json.loads(team.done("board", "--html", str(file), "--json").stdout)
    page = file.read_text(encoding="utf-8")
    assert made["bytes"] == len(page.encode())
    assert ("Mail is down" in page, "Printer jams" in page) == (True, True)
    team.done("board", "priority:P4", "--html", str(file), "-q")
    page = file.read_text(encoding="utf-8")
    assert ("Mail is down" in page, "Printer jams" in page) == (False, True)


def test_of_a_public_one_no_title_is_told(team: Shell) -> None:
    file = team.store.parent / "board.html"
    team.done("board", "--html", str(file), "--public")
    page = file.read_text(encoding="utf-8")
    assert ("T-1" in page, "Mail" in page, ">ana<" in page) == (True, False, False)


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (("board",), "the board needs a terminal"),
        (("board", "--html", "b.html", "--valid", "1s"), "--valid is between a minute and 30 days"),
        (("board", "--html", "b.html", "--valid", "soon"), "is not a duration"),
        (("board", "nobody:x", "--html", "b.html"), "nobody"),
    ],
    ids=["no terminal", "too short", "no duration", "no query"],
)
def test_what_cannot_be_is_refused(team: Shell, argv: tuple[str, ...], said: str) -> None:
    refused = team(*argv)
    assert (refused.code, refused.stdout) == (2, "")
    assert said in refused.stderr.lower()
