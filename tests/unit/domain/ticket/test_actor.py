"""Who acts: nobody from outside is the policy."""

import pytest

from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.actor import THE_POLICY, Actor
from escalate_cli.errors import UsageError
from tests.conftest import MONDAY_NINE


def test_what_a_person_does_is_not_the_policys() -> None:
    stamp = Actor.person("ana", "root").stamp(MONDAY_NINE)
    assert stamp == {"at": MONDAY_NINE, "by": "ana", "login": "root"}
    assert not e.TicketClosed(**stamp).is_of_policy


def test_what_the_policy_does_is_its_own() -> None:
    assert e.TicketClosed(**THE_POLICY.stamp(MONDAY_NINE)).is_of_policy


def test_no_person_has_the_policys_name() -> None:
    with pytest.raises(UsageError, match="'policy' acts by itself"):
        Actor.person("policy")


@pytest.mark.parametrize("name", ["Policy", "policy2", "uid:0"])
def test_another_name_may_be_like_it(name: str) -> None:
    assert Actor.person(name).name == name


def test_an_event_is_new_until_a_store_has_it() -> None:
    event = e.TicketClosed(at=MONDAY_NINE, by="ana")
    kept = e.TicketClosed(at=MONDAY_NINE, by="ana", digest="ab")
    assert (event.is_new, kept.is_new) == (True, False)
