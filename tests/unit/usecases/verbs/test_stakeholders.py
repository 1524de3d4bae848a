"""Who is kept informed besides the requester."""

import pytest

from escalate_cli.domain.policy.people import Subscription
from escalate_cli.errors import UsageError
from escalate_cli.usecases.verbs.assign import assign
from escalate_cli.usecases.verbs.stakeholders import add, remove
from escalate_cli.usecases.verbs.wait import wait
from tests.conftest import when
from tests.unit.usecases.conftest import a_context, kinds, logged, staffed, ticket, told
from tests.unit.usecases.post import reachable
from tests.writing import writing


def test_people_are_added_once_and_told_how_it_stands() -> None:
    context = a_context()
    logged(context, stakeholders=("max",))
    add(context, "1", ["max", "@me", "lee,dora"])
    assert ticket(context).stakeholders == ("max", "ana", "lee", "dora")
    assert told(context) == [("status_update", who) for who in ("ana", "lee", "dora")]


def test_addresses_need_not_be_people_of_the_policy() -> None:
    context = a_context()
    logged(context)
    add(context, "1", ["kim@example.org", "mail:board@example.org"])
    assert ticket(context).stakeholders == ("kim@example.org", "mail:board@example.org")


def test_a_stakeholder_need_not_be_known_and_can_be_removed_again() -> None:
    context = a_context()
    logged(context, stakeholders=("pat",))
    add(context, "1", ["joe"])
    assert ticket(context).stakeholders == ("pat", "joe")
    remove(context, "1", ["pat", "Joe"])
    assert ticket(context).stakeholders == ()


def test_people_are_removed() -> None:
    context = a_context()
    logged(context, stakeholders=("max", "lee"))
    remove(context, "1", ["max"])
    assert ticket(context).stakeholders == ("lee",)
    assert told(context) == []


def test_what_changes_nothing_is_not_recorded() -> None:
    context = a_context()
    logged(context, stakeholders=("max",))
    add(context, "1", ["max"])
    remove(context, "1", ["lee"])
    assert kinds(context) == ["ticket_logged"]


def test_what_waits_for_who_was_removed_is_dropped() -> None:
    context = a_context()
    logged(context, stakeholders=("max", "lee"))
    wait(context, ["1"], "vendor", message="between us")
    remove(context, "1", ["max"])
    assert told(context) == [("status_update", "lee")]
    assert kinds(context)[-2:] == ["ticket_edited", "message_dropped"]


def test_who_is_still_informed_for_another_reason_keeps_what_waits() -> None:
    context = a_context(staffed(subscriptions=(Subscription(when=when(), people=("lee",)),)))
    logged(context, stakeholders=("max", "lee"), requester="max")
    wait(context, ["1"], "vendor")
    remove(context, "1", ["max", "lee"])
    assert told(context) == [("status_update", "max"), ("status_update", "lee")]


def test_what_asks_somebody_to_act_is_not_dropped_with_the_updates() -> None:
    context = a_context()
    logged(context, stakeholders=("bo",))
    assign(context, ["1"], "bo")
    remove(context, "1", ["bo"])
    assert told(context) == [("assigned", "bo")]


def test_what_is_being_sent_goes_out() -> None:
    context = a_context(reachable())
    logged(context, stakeholders=("max",))
    wait(context, ["1"], "vendor")
    with writing(context.store) as tx:
        tx.mark([message.claimed("batch", context.now) for message in tx.messages()])
    remove(context, "1", ["max"])
    assert told(context) == [("status_update", "max")]


def test_a_channel_must_be_one_of_the_policy() -> None:
    context = a_context(reachable())
    logged(context)
    with pytest.raises(UsageError, match="there is no channel 'mial'"):
        add(context, "1", ["mial:max@example.org"])
    add(context, "1", ["mail:max@example.org"])
    assert ticket(context).stakeholders == ("mail:max@example.org",)
