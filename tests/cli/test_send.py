"""With --send a command sends at once, and stands whatever becomes of that."""

import pytest

from tests.cli.shell import Shell

POLICY = """\
version: 1
name: Reached
priorities: [P1]
default_priority: P1
matrix: {high: {high: P1}}
channels:
  log: {file: log.jsonl}
  run: {command: [/bin/sh, -c, "exit 75"]}
people:
  ana: {name: Ana Ruiz}
  lee: {name: Lee Park, contact: ["log:lee"]}
  bo: {name: Bo Lind, contact: ["run:bo"]}
ladders: {functional: [{level: L1, person: ana}, {level: L2, person: bo}]}
"""


@pytest.fixture
def team(escalate: Shell) -> Shell:
    """Run command lines under a policy in which lee can be reached, and bo cannot."""
    escalate.follow(POLICY)
    return escalate


def test_what_waits_goes_out_with_the_command(team: Shell) -> None:
    team.log("Mail is down")
    done = team.done("assign", "1", "lee", "--send")
    assert (done.code, done.stderr) == (0, "")
    assert "was assigned to you" in (team.store / "log.jsonl").read_text()
    assert [e["kind"] for e in team.show()["events"]][-1] == "message_sent"


def test_without_it_a_command_leaves_sending_to_check(team: Shell) -> None:
    team.log("Mail is down")
    team.done("assign", "1", "lee")
    assert not (team.store / "log.jsonl").exists()


def test_what_was_not_taken_ends_in_2_and_the_change_stands(team: Shell) -> None:
    team.log("Mail is down")
    done = team("escalate", "1", "--send")
    assert done.code == 2
    assert done.stderr == (
        "escalate: error: T-1: the handoff message to Bo Lind by run: /bin/sh ended with 75\n"
    )
    assert team.show()["level"] == "L2"


def test_a_command_that_was_refused_sends_nothing(team: Shell) -> None:
    team.log("Mail is down")
    team.done("assign", "1", "lee")
    assert team("reopen", "1", "--send").code == 1
    assert not (team.store / "log.jsonl").exists()
