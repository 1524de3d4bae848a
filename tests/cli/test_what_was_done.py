"""A confirmation says of each ticket what was done with it."""

import pytest

from tests.cli.shell import NINE, Shell


@pytest.fixture
def team(support: Shell) -> Shell:
    """Log a P1 and a P2, on which the sample policy asks for an approval or not."""
    support.log("one", "-p", "P1", now=NINE)
    support.log("two", "-p", "P2", now=NINE)
    return support


def test_of_several_tickets_each_is_said_to_have_moved_or_to_wait(team: Shell) -> None:
    shown = team(
        "escalate", "1", "2", "--to", "L3", "--as", "cy", "-m", "x", "--table", now="+1m"
    ).stdout
    said = {line[:3]: line for line in shown.splitlines() if line.startswith("T-")}
    assert said["T-1"].startswith("T-1 escalated ")
    assert said["T-2"].startswith("T-2 asked to escalate ")


def test_a_request_on_the_other_ladder_hides_no_move(team: Shell) -> None:
    team.done("escalate", "2", "--to", "executive", "--as", "cy", "-m", "y", now="+1m")
    shown = team(
        "escalate", "2", "--to", "L2", "--as", "cy", "-m", "z", "--table", now="+2m"
    ).stdout
    assert shown.startswith("T-2 escalated ")
