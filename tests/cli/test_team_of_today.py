"""Who may take a ticket is said by the people of today, whatever policy it follows."""

import pytest

from tests.cli.shell import Shell

POLICY = """\
version: 1
name: Small
priorities: [P1]
default_priority: P1
people:
  ana: {name: Ana}
  cy: {name: Cy}
  bo: {name: Bo}
  eva: {name: Eva}
teams:
  frontline: {members: [ana, cy]}
  specialists: {members: [bo]}
ladders:
  functional:
    - {level: L1, name: Frontline, team: frontline}
    - {level: L2, name: Specialists, team: specialists}
"""


@pytest.fixture
def logged(escalate: Shell) -> Shell:
    """A store with one ticket at L1, when eva was of no team yet."""
    escalate.follow(POLICY)
    escalate.log("Mail is down")
    return escalate


def test_whoever_joined_the_team_since_may_take_what_was_logged_before(logged: Shell) -> None:
    refused = logged("ack", "1", "--as", "eva")
    assert (refused.stdout, refused.code) == ("", 1)
    assert refused.stderr == (
        "escalate: error: T-1 cannot be acknowledged by eva, who is not of the team\n"
        "help: the team is ana, cy, bo; --as NAME, or logins: in the policy, says who you are\n"
    )
    logged.follow(POLICY.replace("[ana, cy]", "[ana, cy, eva]"))
    taken = logged("ack", "1", "--as", "eva")
    assert (taken.code, taken.stderr) == (0, "")
    assert "T-1" in taken.stdout
    assert (logged.show()["status"], logged.show()["owner"]) == ("acknowledged", "eva")


def test_whoever_left_the_team_since_may_not(logged: Shell) -> None:
    logged.follow(POLICY.replace("members: [ana, cy]", "members: [cy, eva]"))
    refused = logged("ack", "1", "--as", "ana")
    assert (refused.stdout, refused.code) == ("", 1)
    assert "T-1 cannot be acknowledged by ana, who is not of the team" in refused.stderr
    assert logged.show()["status"] == "open"


def test_whoever_joined_another_team_may_take_it_on_purpose_only(logged: Shell) -> None:
    logged.follow(POLICY.replace("[bo]", "[bo, eva]"))
    refused = logged("ack", "1", "--as", "eva")
    assert (refused.stdout, refused.code) == ("", 1)
    assert refused.stderr == (
        "escalate: error: T-1 waits for ana, cy at L1\n"
        "help: escalate ack T-1 --take makes it yours\n"
    )


def test_whoever_joined_the_team_since_is_given_tickets_too(logged: Shell) -> None:
    logged.follow(POLICY.replace("[ana, cy]", "[ana, cy, eva]"))
    given = logged("assign", "1", "eva", "--as", "ana")
    assert (given.code, given.stderr) == (0, "")
    assert logged.show()["owner"] == "eva"
