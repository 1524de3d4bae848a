"""Who is kept informed besides the requester."""

import pytest

from escalate_cli.domain.policy.policy import Subscription
from escalate_cli.errors import UsageError
from escalate_cli.usecases.verbs.assign import assign
from escalate_cli.usecases.verbs.stakeholders import add, remove
from escalate_cli.usecases.verbs.wait import wait
from tests.conftest import when
from tests.unit.usecases.conftest import a_desk, kinds, logged, staffed, ticket, told
from tests.unit.usecases.post import reachable


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


def test_what_waits_for_who_was_removed_is_dropped() -> None:
    desk = a_desk()
    logged(desk, stakeholders=("max", "lee"))
    wait(desk, ["1"], "vendor", message="between us")
    remove(desk, "1", ["max"])
    assert told(desk) == [("status_update", "lee")]
    assert kinds(desk)[-2:] == ["ticket_edited", "message_dropped"]


def test_who_is_still_informed_for_another_reason_keeps_what_waits() -> None:
    desk = a_desk(staffed(subscriptions=(Subscription(when=when(), people=("lee",)),)))
    logged(desk, stakeholders=("max", "lee"), requester="max")
    wait(desk, ["1"], "vendor")
    remove(desk, "1", ["max", "lee"])
    assert told(desk) == [("status_update", "max"), ("status_update", "lee")]


def test_what_asks_somebody_to_act_is_not_dropped_with_the_updates() -> None:
    desk = a_desk()
    logged(desk, stakeholders=("bo",))
    assign(desk, ["1"], "bo")
    remove(desk, "1", ["bo"])
    assert told(desk) == [("assigned", "bo")]


def test_what_is_being_sent_goes_out() -> None:
    desk = a_desk(reachable())
    logged(desk, stakeholders=("max",))
    wait(desk, ["1"], "vendor")
    with desk.store.transaction() as tx:
        tx.mark([message.claimed("batch", desk.now) for message in tx.messages()])
    remove(desk, "1", ["max"])
    assert told(desk) == [("status_update", "max")]


def test_a_channel_must_be_one_of_the_policy() -> None:
    desk = a_desk(reachable())
    logged(desk)
    with pytest.raises(UsageError, match="there is no channel 'mial'"):
        add(desk, "1", ["mial:max@example.org"])
    add(desk, "1", ["mail:max@example.org"])
    assert ticket(desk).stakeholders == ("mail:max@example.org",)
