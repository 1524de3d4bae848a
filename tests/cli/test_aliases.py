"""Short names do what they stand for."""

import pytest

from tests.cli.shell import Shell


@pytest.fixture
def two(escalate: Shell) -> Shell:
    """Log two tickets, of which one is ana's."""
    escalate.log("Mail is down")
    escalate.log("Printer jams")
    escalate.done("assign", "1", "ana")
    return escalate


def test_up_escalates(two: Shell) -> None:
    two.done("up", "2", "--to", "L2", "-m", "no access")
    assert two.show("2")["level"] == "L2"


def test_mine_lists_ones_own(two: Shell) -> None:
    assert two.done("mine", "--fields", "id").stdout == "T-1\n"
    assert two.done("mine", "printer").stdout == ""


def test_search_finds_what_is_finished(two: Shell) -> None:
    two.done("resolve", "1", "-m", "restarted the server")
    assert two.done("search", "restarted", "--fields", "id").stdout == "T-1\n"


def test_tell_writes_for_the_requester(two: Shell) -> None:
    two.done("tell", "1", "we are on it")
    assert two.show()["events"][-1]["public"] is True


def test_help_of_a_short_name_is_that_of_the_command(two: Shell) -> None:
    asked = two.done("help", "tell").stdout.partition("\n")
    assert asked[0] == "Usage: escalate tell [OPTIONS] ID TEXT"
    assert asked[2] == two.done("note", "--help").stdout.partition("\n")[2]
