"""`log` on a terminal names what may be the same: open tickets, and those solved of late."""

import json
import re

import pytest

from tests.cli.shell import INTERRUPT, PROGRAM, Result, Shell, answering, on_terminal

LATER = "2026-11-23T11:00:00+01:00"


@pytest.fixture
def desk(escalate: Shell) -> Shell:
    """A store with an open ticket, a solved one and one about something else."""
    escalate.env = {**escalate.env, "COLUMNS": "80"}
    escalate.log("Invoices not printed since this morning")
    escalate.log("Invoices printed twice")
    escalate.log("VPN drops")
    escalate.done("ack", "1", "--as", "bo")
    escalate.done("resolve", "2", "-m", "restarted the spooler\non prt2")
    return escalate


def logged(shell: Shell, title: str, *options: str, columns: int = 80) -> Result:
    """Log on a terminal at which nobody is asked anything."""
    env = shell.env | {"TERM": "dumb", "COLUMNS": str(columns), "ESCALATE_NOW": LATER}
    return on_terminal([PROGRAM, "log", title, *options], env)


def asked(shell: Shell, title: str, *typed: str, options: tuple[str, ...] = ()) -> Result:
    """Log on a terminal, and answer whether it is the same as a known one."""
    env = shell.env | {"TERM": "dumb", "COLUMNS": "80", "ESCALATE_NOW": LATER}
    answers = [("Enter for no: ", answer) for answer in typed]
    return answering([PROGRAM, "log", title, *options], env, answers)


def in_a_table(shell: Shell, title: str, *options: str) -> Result:
    """Log where a table is asked for, and nobody is there to be asked."""
    return shell.done("log", title, "--table", *options, now=LATER)


def test_look_alikes_are_named_with_what_solved_them(desk: Shell) -> None:
    done = in_a_table(desk, "Invoices not printed")
    assert done.code == 0
    lines = [line.strip() for line in done.stdout.splitlines()]
    assert "looks like T-1, bo has it: Invoices not printed since this morning" in lines
    assert 'looks like T-2, solved 2h ago "restarted the spooler on prt2": Invoices' in lines
    assert "if it is the same: escalate link T-4 --duplicate-of T-1" in lines
    assert "VPN" not in done.stdout
    assert all(len(line) <= 80 for line in done.stdout.splitlines())


def test_what_it_says_to_type_makes_it_one(desk: Shell) -> None:
    done = in_a_table(desk, "Invoices not printed", "-r", "kim")
    typed = re.findall(r"escalate (link .*)", done.stdout)[0].strip()
    desk.done(*typed.split(), now=LATER)
    assert desk.show("4")["duplicate_of"] == "T-1"
    assert "kim" in desk.show("1")["stakeholders"]
    again = in_a_table(desk, "Invoices not printed at all").stdout
    assert "T-4" not in again.split("looks like", 1)[1]


def test_by_one_key_whoever_reported_it_is_told_of_the_known_one(desk: Shell) -> None:
    done = asked(desk, "Invoices not printed", "1\r", options=("-r", "kim"))
    assert done.code == 0
    assert "--duplicate-of" not in done.stdout
    assert "Is it the same as T-1? 1 for yes, Enter for no: 1\n" in done.stdout
    assert "T-4 is T-1 again · P3 · " in done.stdout
    assert desk.show("4")["duplicate_of"] == "T-1"
    assert "kim" in desk.show("1")["stakeholders"]


@pytest.mark.parametrize("key", ["\r", "2\r", INTERRUPT], ids=["no", "no such", "^C"])
def test_any_other_key_leaves_it_a_ticket_of_its_own(desk: Shell, key: str) -> None:
    again = ["\r"] if key == "2\r" else []
    done = asked(desk, "Invoices not printed", key, *again)
    assert done.code == (130 if key == INTERRUPT else 0)
    assert ("a number up to 1, or nothing" in done.stdout) is bool(again)
    assert desk.show("4")["duplicate_of"] is None


def test_of_several_one_is_chosen_by_its_number(desk: Shell) -> None:
    desk.done("reopen", "2", "-m", "again", now=LATER)
    done = asked(desk, "Invoices not printed", "2\r")
    assert "Is it the same as one of T-1, T-2? 1 to 2 for yes, Enter for no: 2\n" in done.stdout
    assert desk.show("4")["duplicate_of"] == "T-2"


def test_who_wants_it_quiet_is_not_asked(desk: Shell) -> None:
    assert logged(desk, "Invoices not printed", "-q").stdout == "T-4\n"


def test_nothing_alike_is_not_mentioned(desk: Shell) -> None:
    assert "looks like" not in logged(desk, "Coffee machine is broken").stdout


def test_only_solved_ones_are_no_duplicate(desk: Shell) -> None:
    desk.done("resolve", "1", "-m", "new toner")
    done = logged(desk, "Invoices not printed")
    assert "looks like T-1" in done.stdout
    assert "--duplicate-of" not in done.stdout


def test_what_was_solved_long_ago_is_none(desk: Shell) -> None:
    env = desk.env | {"TERM": "dumb", "ESCALATE_NOW": "2027-06-01T09:00:00+01:00"}
    done = answering([PROGRAM, "log", "Invoices not printed"], env, [("Enter for no", "\r")])
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
    done = asked(desk, "Terminal \x1b]0;x\x07 [red]stuck[/red]", "\r")
    assert "\x1b]" not in done.stdout
    assert (
        "looks like T-4, nobody has it: Terminal <U+001B>]0;x<U+0007> [red]stuck[/red]"
        in " ".join(done.stdout.split())
    )
