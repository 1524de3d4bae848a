"""Who is kept informed besides the requester."""

import pytest

from escalate_cli.errors import UsageError
from escalate_cli.usecases.stakeholders import add, remove
from tests.unit.usecases.conftest import a_desk, kinds, logged, ticket, told


def test_people_are_added_once_and_told_how_it_stands() -> None:
    desk = a_desk()
    logged(desk, stakeholders=("max",))
    add(desk, "1", ["max", "@me", "lee,dora"])
    assert ticket(desk).stakeholders == ("max", "ana", "lee", "dora")
    assert told(desk) == [("status_update", who) for who in ("ana", "lee", "dora")]


def test_addresses_need_not_be_people_of_the_policy() -> None:
    desk = a_desk()
    logged(desk)
    add(desk, "1", ["kim@example.org", "mail:board@example.org"])
    assert ticket(desk).stakeholders == ("kim@example.org", "mail:board@example.org")


def test_an_unknown_person_is_refused() -> None:
    desk = a_desk()
    logged(desk)
    with pytest.raises(UsageError, match="there is no person 'nobody'"):
        add(desk, "1", ["nobody"])


def test_people_are_removed() -> None:
    desk = a_desk()
    logged(desk, stakeholders=("max", "lee"))
    remove(desk, "1", ["max"])
    assert ticket(desk).stakeholders == ("lee",)
    assert told(desk) == []


def test_what_changes_nothing_is_not_recorded() -> None:
    desk = a_desk()
    logged(desk, stakeholders=("max",))
    add(desk, "1", ["max"])
    remove(desk, "1", ["lee"])
    assert kinds(desk) == ["ticket_logged"]
