"""Skills are those of the people of today, whatever policy a ticket follows."""

import json

import pytest

from tests.cli.shell import Shell

POLICY = """\
version: 1
name: Small
priorities: [P1]
default_priority: P1
people:
  ana: {name: Ana}
  bo: {name: Bo, skills: [dns]}
teams:
  frontline: {members: [ana]}
  specialists: {members: [bo]}
ladders:
  functional:
    - {level: L1, name: Frontline, team: frontline}
    - {level: L2, name: Specialists, team: specialists}
triggers:
  - {type: skill_gap, name: gap, escalate: skilled}
"""


@pytest.fixture
def small(escalate: Shell) -> Shell:
    """A store whose policy has one specialist, who knows DNS."""
    escalate.follow(POLICY)
    return escalate


def learns(escalate: Shell, skill: str) -> None:
    """Let the specialist know one thing more."""
    escalate.follow(POLICY.replace("[dns]", f"[dns, {skill}]"))


def test_a_move_goes_to_whom_has_learned_the_skill_since(small: Shell) -> None:
    small.log("Slow queries", "--skill", "database")
    asked = ("escalate", "1", "--to", "skilled", "-m", "index")
    refused = small(*asked)
    assert (refused.code, "none above has all its skills" in refused.stderr) == (1, True)
    learns(small, "database")
    small.done(*asked)
    assert (small.show()["level"], small.show()["owner"]) == ("L2", "bo")


def test_a_gap_that_nobody_can_close_is_unanswered_and_said_once(small: Shell) -> None:
    small.log("Slow queries", "--skill", "database")
    shown = small.done("show", "1", "--table").stdout
    assert "rule gap, unanswered, no higher level has all its skills" in shown
    [fired] = [each for each in small.show()["events"] if each["kind"] == "trigger_fired"]
    assert (fired["action"], fired["to"]) == ("unanswered", None)
    assert small.done("check").stdout == ""


def test_a_gap_that_nobody_can_close_is_told_to_who_stands_in(small: Shell) -> None:
    with_deputy = POLICY.replace("  bo: {", "  lee: {name: Lee}\n  bo: {")
    small.follow(with_deputy.replace("[bo]}", "[bo], fallback: lee}"))
    small.log("Slow queries", "--skill", "database")
    assert "rule gap, unanswered, no higher level has all its skills, notice to lee" in (
        small.done("show", "1", "--table").stdout
    )
    [message] = json.loads(small.done("outbox", "list", "--json").stdout)
    assert (message["to"], message["key"]) == ("lee", "T-1:1:gap:1:0:lee")
    text = json.loads(small.done("outbox", "show", message["key"], "--json").stdout)["text"]
    assert "nobody at L1 has database" in text
    assert "No higher level has all its skills." in text


def test_a_gap_that_nobody_could_close_is_tried_again_when_people_change(small: Shell) -> None:
    small.log("Slow queries", "--skill", "database")
    checked = small("check")
    assert (checked.code, checked.stdout, checked.stderr) == (0, "", "")
    learns(small, "database")
    assert (
        small.done("check", "--dry-run").stdout
        == "T-1 P1 gap: would go L1 -> L2, would notify bo (Slow queries)\n"
    )
    assert small.show()["level"] == "L1"
    checked = small("check")
    assert (checked.code, checked.stderr) == (0, "")
    assert checked.stdout == "T-1 P1 gap: L1 -> L2, notice to bo (Slow queries)\n"
    ticket = small.show()
    assert (ticket["level"], ticket["owner"]) == ("L2", "bo")
    fired = [each for each in ticket["events"] if each["kind"] == "trigger_fired"]
    assert [(each["key"], each["action"], each["from"], each["to"]) for each in fired] == [
        ("T-1:1:gap:1:0", "unanswered", "L1", None),
        ("T-1:1:gap:1-2:0", "escalated", "L1", "L2"),
    ]
    assert small.done("check").stdout == ""
    assert small("verify").code == 0


def test_a_gap_is_not_tried_again_for_a_ticket_that_is_done(small: Shell) -> None:
    small.log("Slow queries", "--skill", "database")
    small.done("resolve", "1", "-m", "an index was missing")
    learns(small, "database")
    assert small.done("check").stdout == ""
    assert (small.show()["level"], small.show()["status"]) == ("L1", "resolved")


def test_a_gap_is_one_by_the_people_of_today(small: Shell) -> None:
    small.log("Slow queries", "--skill", "dns")
    assert small.show()["level"] == "L2"
    small.follow(POLICY.replace("ana: {name: Ana}", "ana: {name: Ana, skills: [web]}"))
    small.log("Old browser", "--skill", "web")
    assert small.show("2")["level"] == "L1"


def test_what_was_decided_by_those_of_before_stays_decided(small: Shell) -> None:
    small.log("Slow queries", "--skill", "dns")
    small.follow(POLICY.replace("[dns]", "[mail]"))
    assert small.done("check").stdout == ""
    assert small.show()["level"] == "L2"
    assert small("verify").code == 0
