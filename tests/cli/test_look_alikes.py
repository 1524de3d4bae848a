"""`log` on a terminal names what may be the same: open tickets, and those solved of late."""

import json
import re

import pytest

from tests.cli.shell import PROGRAM, Result, Shell, on_terminal

LATER = "2026-11-23T11:00:00+01:00"


@pytest.fixture
def desk(escalate: Shell) -> Shell:
    """A store with an open ticket, a solved one and one about something else."""
    escalate.log("Invoices not printed since this morning")
    escalate.log("Invoices printed twice")
    escalate.log("VPN drops")
    escalate.done("ack", "1", "--as", "bo")
    escalate.done("resolve", "2", "-m", "restarted the spooler\non prt2")
    return escalate


def logged(shell: Shell, title: str, *options: str, columns: int = 80) -> Result:
    """Log on a terminal."""
    env = shell.env | {"TERM": "dumb", "COLUMNS": str(columns), "ESCALATE_NOW": LATER}
    return on_terminal([PROGRAM, "log", title, *options], env)


def test_look_alikes_are_named_with_what_solved_them(desk: Shell) -> None:
    done = logged(desk, "Invoices not printed")
    assert done.code == 0
    lines = [line.strip() for line in done.stdout.splitlines()]
    assert "looks like T-1, bo has it: Invoices not printed since this morning" in lines
    assert 'looks like T-2, solved 2h ago "restarted the spooler on prt2": Invoices' in lines
    assert "if it is the same: escalate link T-4 --duplicate-of T-1" in lines
    assert "VPN" not in done.stdout
    assert all(len(line) <= 80 for line in done.stdout.splitlines())


def test_what_it_says_to_type_makes_it_one(desk: Shell) -> None:
    done = logged(desk, "Invoices not printed", "-r", "kim")
    typed = re.findall(r"escalate (link .*)", done.stdout)[0].strip()
    desk.done(*typed.split(), now=LATER)
    assert desk.show("4")["duplicate_of"] == "T-1"
    assert "kim" in desk.show("1")["stakeholders"]
    assert "T-4" not in logged(desk, "Invoices not printed at all").stdout.split("looks like", 1)[1]


def test_nothing_alike_is_not_mentioned(desk: Shell) -> None:
    assert "looks like" not in logged(desk, "Coffee machine is broken").stdout


def test_only_solved_ones_are_no_duplicate(desk: Shell) -> None:
    desk.done("resolve", "1", "-m", "new toner")
    done = logged(desk, "Invoices not printed")
    assert "looks like T-1" in done.stdout
    assert "--duplicate-of" not in done.stdout


def test_what_was_solved_long_ago_is_none(desk: Shell) -> None:
    env = desk.env | {"TERM": "dumb", "ESCALATE_NOW": "2027-06-01T09:00:00+01:00"}
    done = on_terminal([PROGRAM, "log", "Invoices not printed"], env)
    assert "looks like T-1" in done.stdout
    assert "looks like T-2" not in done.stdout


def test_in_a_pipe_the_id_stands_alone(desk: Shell) -> None:
    done = desk.done("log", "Invoices not printed")
    assert (done.stdout, done.stderr) == ("T-4\n", "")


def test_a_word_on_a_known_ticket_and_a_file_look_for_none(desk: Shell) -> None:
    desk.done("log", "Invoices not printed", "--key", "spooler")
    assert "looks like" not in logged(desk, "Invoices not printed", "--key", "spooler").stdout
    drafts = "\n".join(json.dumps({"title": "Invoices not printed"}) for _ in range(2))
    assert "looks like" not in desk.done("log", "--table", "--from", "-", stdin=drafts).stdout


def test_hostile_titles_are_harmless(desk: Shell) -> None:
    desk.log("Terminal \x1b]0;x\x07 [red]stuck[/red]")
    done = logged(desk, "Terminal \x1b]0;x\x07 [red]stuck[/red]")
    assert "\x1b]" not in done.stdout
    assert (
        "looks like T-4, nobody has it: Terminal <U+001B>]0;x<U+0007> [red]stuck[/red]"
        in " ".join(done.stdout.split())
    )
