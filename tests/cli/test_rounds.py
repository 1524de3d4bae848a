"""Rounds: reminders go up the ladder and begin anew, as long as nobody acknowledges."""

import pytest

from tests.cli.shell import Shell

RULE = """
people: {ana: {}, bo: {}, cy: {}, lee: {}}
teams:
  first: {members: [ana]}
  second: {members: [bo]}
  third: {members: [cy]}
priorities: [P1, P2]
default_priority: P2
version: 1
ladders:
  functional: [{level: L1, team: first}, {level: L2, team: second}, {level: L3, team: third}]
  management: [{level: lead, person: lee}]
targets: [{acknowledge: 15m, resolve: 8h}]
triggers:
  - {type: clock, name: unanswered, clock: acknowledge, at: 100%, notify: [lead],
     repeat: {every: 15m, times: 5, climb: true}}
"""
KEY = "T-1:1:unanswered:1"


@pytest.fixture
def unanswered(escalate: Shell) -> Shell:
    """Log a ticket that nobody acknowledges."""
    escalate.follow(RULE)
    escalate.log("Mail is down")
    return escalate


def told(shell: Shell) -> list[str]:
    messages = shell.done("outbox", "list", "--json").data
    keys = (each["key"] for each in messages if "unanswered" in each["key"])
    return [key.removeprefix(f"{KEY}:") for key in keys]


def test_each_reminder_goes_to_the_next_level_and_the_ticket_stays(unanswered: Shell) -> None:
    for minutes in range(0, 121, 5):
        unanswered.done("check", now=f"+{minutes}m")
    assert told(unanswered) == ["0:lee", "1:ana", "2:bo", "3:cy", "4:ana", "5:bo"]
    assert (unanswered.show()["level"], unanswered.show()["escalations"]) == ("L1", [])
    assert unanswered.done("verify").code == 0
    replayed = unanswered.done("policy", "replay", "--json", now="+3h").data
    assert replayed["tickets"]["differ"] == 0


def test_missed_ones_collapse_into_the_latest(unanswered: Shell) -> None:
    unanswered.done("check", now="+15m")
    unanswered.done("check", now="+62m")
    unanswered.done("check", now="+63m")
    assert told(unanswered) == ["0:lee", "3:cy"]


def test_nobody_is_told_while_somebody_has_it_and_it_goes_on_where_it_is_handed_back(
    unanswered: Shell,
) -> None:
    for minutes in (15, 30):
        unanswered.done("check", now=f"+{minutes}m")
    unanswered.done("ack", "1", "--as", "ana", now="+31m")
    for minutes in (45, 60):
        assert unanswered.done("check", now=f"+{minutes}m").stdout == ""
    assert told(unanswered) == ["0:lee", "1:ana"]
    unanswered.done("release", "1", "--as", "ana", now="+61m")
    for minutes in (76, 91):
        unanswered.done("check", now=f"+{minutes}m")
    again = unanswered.done("outbox", "list", "--json").data
    assert [each["key"] for each in again][-2:] == [
        "T-1:1:unanswered:2:0:lee",
        "T-1:1:unanswered:2:1:ana",
    ]


def test_what_comes_is_foreseen(unanswered: Shell) -> None:
    coming = unanswered.done("forecast", "1", "--for", "2h", "--json").data["decisions"]
    assert [each["notified"] for each in coming if each["trigger"] == "unanswered"] == [
        ["lee"],
        ["ana"],
        ["bo"],
        ["cy"],
        ["ana"],
        ["bo"],
    ]


def test_the_flow_says_that_it_climbs(unanswered: Shell) -> None:
    assert "again 5 times every 15m to each level in turn" in unanswered.done(
        "policy", "flow"
    ).stdout.replace("\n", " ")


@pytest.mark.parametrize(
    ("repeat", "error"),
    [
        ("{every: 15m, climb: sometimes}", "expected true or false, found 'sometimes'"),
        ("{climb: true}", "missing key 'every'"),
    ],
)
def test_a_mistake_is_named(unanswered: Shell, repeat: str, error: str) -> None:
    unanswered.follow(RULE.replace("{every: 15m, times: 5, climb: true}", repeat))
    found = unanswered("policy", "check")
    assert (found.code, f"error: {error}" in found.stdout + found.stderr) == (1, True)


def test_reminders_that_climb_need_nobody_named(unanswered: Shell) -> None:
    unanswered.follow(RULE.replace("notify: [lead],", "escalate: next,"))
    assert "W303" not in unanswered("policy", "check").stdout
    unanswered.follow(
        RULE.replace("notify: [lead],", "escalate: next,").replace(", climb: true", "")
    )
    found = unanswered("policy", "check")
    assert "repeats only notify, and nobody is named" in found.stdout + found.stderr
