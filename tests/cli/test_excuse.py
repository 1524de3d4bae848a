"""`excuse`: a breach presses and counts no longer, and stays on record."""

import re

import pytest

from tests.cli.shell import Result, Shell

POLICY = """\
version: 1
priorities: [P1, P2]
default_priority: P2
people: {ana: {name: Ana}, bo: {name: Bo}, lee: {name: Lee}}
teams: {desk: {members: [ana]}}
ladders:
  functional: [{level: L1, team: desk}]
  management: [{level: lead, person: lee}]
targets: [{resolve: 2h}]
"""
EXCUSE = ("excuse", "1", "--clock", "resolve", "-m", "the line was cut by the city")


@pytest.fixture
def late(escalate: Shell) -> Shell:
    """Let a ticket of ana be an hour late."""
    escalate.follow(POLICY)
    escalate.log("Mail is down")
    escalate.done("ack", "1")
    escalate.done("check", now="+3h")
    return escalate


def test_it_is_overdue_no_more_and_its_breach_says_who_excused_it(late: Shell) -> None:
    done = late.done(*EXCUSE, "--as", "lee", "--table", now="+3h")
    assert done.stdout == "T-1 breach excused · P2 · L1 · ana has it · Mail is down\n"
    assert late.done("list", "is:overdue", now="+3h").stdout == ""
    assert late.done("check", "--nagios", now="+3h").stdout.startswith("ESCALATE OK - 0 overdue")
    [breach] = late.show(now="+3h")["breaches"]
    assert breach["excused"] == {
        "by": "lee",
        "at": "2026-11-23T11:00:00Z",
        "reason": "the line was cut by the city",
    }
    shown = late.done("show", "1", "--table", now="+3h").stdout
    assert re.search(r"resolve +3h +2h .* excused +always", shown)
    assert "(1h ago), excused\n" in late.done("why", "1", "--table", now="+3h").stdout
    assert late.done("verify").code == 0


def test_a_report_counts_it_apart(late: Shell) -> None:
    late.done(*EXCUSE, "--as", "lee", now="+3h")
    late.done("resolve", "1", now="+4h")
    report = late.done("report", now="+5h").rows
    found = {row[2]: row[3] for row in report if row[:2] == ["clock", "resolve"]}
    assert (found["runs"], found["met"], found["breached"], found["excused"]) == (
        "1",
        "0",
        "0",
        "1",
    )
    assert "excused: resolve 1" in late.done("report", "--table", now="+5h").stdout


def test_undo_takes_the_excuse_back(late: Shell) -> None:
    late.done(*EXCUSE, "--as", "lee", now="+3h")
    late.done("undo", "--as", "lee", now="+3h")
    ticket = late.show(now="+3h")
    assert (ticket["overdue"], ticket["breaches"][0]["excused"]) == (True, None)
    assert late.done("verify").code == 0


@pytest.mark.parametrize(
    ("argv", "code", "error"),
    [
        (["-m", "x"], 1, "ana had T-1 then\nhelp: lee can excuse it"),
        (["--as", "pat", "-m", "x"], 1, "pat is not of the management ladder\nhelp: lee can"),
        (["--as", "lee"], 2, "an excuse says why\nhelp: add -m WHY"),
        (["--as", "lee", "-m", "x", "--cycle", "2"], 2, "T-1 has no cycle 2\nhelp: its cycle is 1"),
        (["--as", "lee", "-m", "x", "--clock", "lunch"], 2, "there is no clock 'lunch'\nhelp: "),
        (
            ["--as", "lee", "-m", "x", "--clock", "level"],
            1,
            "T-1 has not breached level in cycle 1\nhelp: what it has: --clock resolve --cycle 1",
        ),
    ],
    ids=["the owner", "a stranger", "no reason", "no cycle", "no clock", "not breached"],
)
def test_what_is_no_excuse_is_refused_in_one_line(
    late: Shell, argv: list[str], code: int, error: str
) -> None:
    before = late.file()
    refused = late("excuse", "1", "--clock", "resolve", *argv, now="+3h")
    assert refused == Result("", refused.stderr, code)
    assert f"error: {error}" in refused.stderr
    assert late.file() == before


def test_in_a_team_of_one_nobody_can_excuse_it(late: Shell) -> None:
    alone = POLICY.replace("  management: [{level: lead, person: lee}]\n", "")
    late.follow(alone)
    refused = late(*EXCUSE, now="+3h")
    assert refused.code == 1
    assert "nobody can excuse it: all of the team had T-1 then" in refused.stderr


@pytest.mark.parametrize("agreed", [False, True], ids=["by the policy", "by an agreed date"])
def test_an_excuse_goes_on_with_a_clock_that_does(late: Shell, agreed: bool) -> None:
    late.follow(f"{POLICY}reopening: continue\n")
    ticket = late.log("Disk full", "--as", "ana")
    late.done("ack", ticket, "--as", "ana")
    if agreed:
        late.done("edit", ticket, "--due", "+1h", "-m", "so agreed", "--as", "ana")
    late.done("check", now="+3h")
    late.done("excuse", ticket, *EXCUSE[2:], "--as", "lee", now="+3h")
    late.done("resolve", ticket, now="+4h")
    late.done("reopen", ticket, now="+5h")
    ticket_now = late.show(ticket, now="+6h")
    assert (ticket_now["cycle"], ticket_now["overdue"]) == (2, False)
    assert late.done("list", "is:overdue", "--fields", "id", now="+6h").stdout == "T-1\n"
    assert len(ticket_now["breaches"]) == 1


def test_who_speaks_for_a_manager_excuses(late: Shell) -> None:
    refused = late(*EXCUSE, "--as", "bo", now="+3h")
    assert refused.code == 1
    late.done("delegate", "lee", "--to", "bo", "--until", "+9h", "--as", "lee")
    assert late.done(*EXCUSE, "--as", "bo", now="+3h").rows[0][0] == "T-1"


def test_after_an_excuse_another_date_can_be_agreed_and_is_kept_or_not(late: Shell) -> None:
    refused = late("edit", "1", "--due", "+2h", "-m", "so agreed", now="+3h")
    assert refused.code == 1
    assert "has missed its target to resolve: no date changes that" in refused.stderr
    late.done(*EXCUSE, "--as", "lee", now="+3h")
    late.done("edit", "1", "--due", "+2h", "-m", "so agreed", now="+3h")
    assert late.show(now="+4h")["clocks"]["resolve"]["state"] == "running"
    late.done("check", now="+6h")
    ticket = late.show(now="+6h")
    assert ticket["overdue"] is True
    assert [each["excused"] is not None for each in ticket["breaches"]] == [True, False]
    late.done("resolve", "1", now="+7h")
    report = late.done("report", "--json", now="+8h").data
    [resolve] = [each for each in report["clocks"] if each["clock"] == "resolve"]
    assert (resolve["runs"], resolve["breached"], resolve["excused"]) == (2, 1, 1)
    assert (report["missed"]["n"], report["missed"]["counted"]) == (2, 1)
    assert late.done("verify").code == 0
