"""Skills are those of the people of today, whatever policy a ticket follows."""

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
    escalate.done("init")
    write(escalate, POLICY)
    return escalate


def write(escalate: Shell, policy: str) -> None:
    """Write the policy of the store by hand."""
    (escalate.store / "policy.yaml").write_text(policy, encoding="utf-8")


def learns(escalate: Shell, skill: str) -> None:
    """Let the specialist know one thing more."""
    write(escalate, POLICY.replace("[dns]", f"[dns, {skill}]"))


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


def test_a_gap_is_one_by_the_people_of_today(small: Shell) -> None:
    small.log("Slow queries", "--skill", "dns")
    assert small.show()["level"] == "L2"
    write(small, POLICY.replace("ana: {name: Ana}", "ana: {name: Ana, skills: [web]}"))
    small.log("Old browser", "--skill", "web")
    assert small.show("2")["level"] == "L1"


def test_what_was_decided_by_those_of_before_stays_decided(small: Shell) -> None:
    small.log("Slow queries", "--skill", "dns")
    write(small, POLICY.replace("[dns]", "[mail]"))
    assert small.done("check").stdout == ""
    assert small.show()["level"] == "L2"
    assert small("verify").code == 0
