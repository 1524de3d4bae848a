"""Tickets of a team go round among those who are on duty and can be told."""

import json

import pytest

from tests.cli.shell import Shell

POLICY = """\
version: 1
timezone: Europe/Berlin
calendars: {office: {mon-fri: "09:00-17:00"}}
priorities: [P1, P2]
default_priority: P2
channels: {file: {file: out}}
people:
  ana: {contact: "file:ana"}
  bo: {contact: "file:bo"}
  cy: {}
  di: {contact: "file:di"}
  eva: {contact: "file:eva"}
  lee: {contact: "file:lee"}
teams:
  front: {members: [ana, bo, cy, di], assignment: round_robin}
  second: {members: [di, eva], hours: office, assignment: round_robin, fallback: lee}
ladders: {functional: [{level: L1, team: front}, {level: L2, team: second}]}
targets: [{acknowledge: 15m}]
triggers:
  - {type: clock, name: unseen, clock: acknowledge, at: 100%, when: {level: L1}, escalate: next}
"""


@pytest.fixture
def desk(escalate: Shell) -> Shell:
    """Keep a store of two teams whose tickets go round."""
    escalate.follow(POLICY)
    return escalate


def owners(desk: Shell) -> list[str]:
    return [row[0] for row in desk.done("list", "--fields", "owner", "--sort", "id").rows]


def test_each_of_those_who_can_be_told_gets_one_in_turn(desk: Shell) -> None:
    desk.done("policy", "check")
    for _ in range(4):
        desk.log("Disk full")
    assert owners(desk) == ["ana", "bo", "di", "ana"]
    assert desk.show()["events"][0]["routed"] == "no contact reaches cy; it is the turn of ana"


def test_what_climbs_goes_round_at_the_next_level_and_is_told_to_one(desk: Shell) -> None:
    for _ in range(3):
        desk.log("Disk full")
    assert desk.done("check", now="+16m").rows != []
    assert owners(desk) == ["di", "eva", "di"]
    sent = [event for ticket in "123" for event in desk.show(ticket)["events"] if "via" in event]
    assert [event["to"] for event in sent if event["message"] == "handoff"] == ["di", "eva", "di"]
    replayed = desk.done("policy", "replay", "--json", now="+17m").data
    assert (replayed["tickets"]["n"], replayed["tickets"]["differ"]) == (3, 0)
    assert desk.done("verify", now="+17m").code == 0


def test_where_nobody_is_on_duty_who_stands_in_hears_why(desk: Shell) -> None:
    desk.log("Disk full", now="2026-11-21T12:00:00Z")
    line = desk.done("check", now="2026-11-21T12:16:00Z").stdout.splitlines()[-1]
    assert line.removesuffix(" (Disk full)") == (
        "T-1 P2 unseen: L1 -> L2, notice to lee, outside the hours of team second: lee stands in"
    )
    sent = json.loads((desk.store / "out").read_text(encoding="utf-8").splitlines()[-1])
    assert sent["text"].splitlines()[-1] == (
        "It comes to you because: outside the hours of team second: lee stands in."
    )


def test_a_log_that_is_undone_gives_its_turn_back(desk: Shell) -> None:
    desk.log("Disk full")
    desk.log("Disk fuller")
    desk.done("undo")
    desk.log("Disk fullest")
    assert owners(desk) == ["ana", "bo"]


def test_an_unknown_way_to_assign_is_refused_in_one_line(desk: Shell) -> None:
    desk.follow(POLICY.replace("cy, di], assignment: round_robin", "cy, di], assignment: round"))
    found = desk("policy", "check")
    assert (found.code, found.stderr) == (1, "")
    assert "error: 'round' is none of duty, round_robin" in found.stdout
