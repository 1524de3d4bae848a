"""Who a message is for, and who may name a channel."""

from typing import Any

import pytest
from msgspec.structs import replace

from escalate_cli.domain.messages.outbox_message import CHANNEL, Message
from escalate_cli.domain.messages.recipient import recipient_of
from escalate_cli.domain.policy.people import Channel, Customer, Person, Subscription
from tests.conftest import MONDAY_NINE, a_policy, a_ticket, changed, noted, when

HOOK = Channel(id="hook", kind="file", value=("log",))
POLICY = changed(
    a_policy(),
    channels={"hook": HOOK},
    subscriptions=(Subscription(when=when(priority="P1"), people=("hook:board",)),),
)


def _message(to: str) -> Message:
    return Message(key="k", ticket="T-1", kind="alert", to=to, text="x", created_at=MONDAY_NINE)


@pytest.mark.parametrize(
    ("to", "ticket", "is_reached"),
    [
        ("hook:board", {"priority": "P1"}, True),
        ("hook:board", {"priority": "P3"}, True),
        ("hook:board", {"priority": "P1", "requester": "hook:board"}, True),
        ("hook:board", {"priority": "P3", "requester": "hook:board"}, False),
        ("hook:me", {"requester": "hook:me"}, False),
        ("hook:me", {"requester": "hook:me", "stakeholders": ("hook:me",)}, False),
        ("hook:me", {"stakeholders": ("hook:me",)}, True),
        ("hook:me", {}, False),
        ("other:me", {"stakeholders": ("other:me",)}, False),
    ],
    ids=[
        "subscribed",
        "subscribed once",
        "subscribed, whoever else says so",
        "a requester who names what is subscribed to other tickets",
        "a requester",
        "a requester who is said to be a stakeholder",
        "a stakeholder",
        "nobody",
        "no channel",
    ],
)
def test_only_resolvers_and_the_policy_name_a_channel(
    to: str, ticket: dict[str, Any], is_reached: bool
) -> None:
    found = recipient_of(_message(to), a_ticket(**ticket), POLICY.people)
    assert bool(found.contacts) is is_reached
    assert (found.unreachable is None) is is_reached


def test_without_its_ticket_only_the_policy_names_a_channel() -> None:
    reached = [
        bool(recipient_of(_message(to), None, POLICY.people).contacts)
        for to in ("hook:board", "hook:me")
    ]
    assert reached == [True, False]


def test_a_contact_is_named_as_the_policy_writes_it() -> None:
    [contact] = recipient_of(_message("hook:board"), None, POLICY.people).contacts
    assert contact.name == "hook:board"


@pytest.mark.parametrize(
    ("channels", "chosen"),
    [(("mail", "email"), "mail"), (("hook", "email"), "email"), (("hook",), None)],
)
def test_an_address_is_reached_by_the_channel_for_mail(
    channels: tuple[str, ...], chosen: str | None
) -> None:
    named = {name: Channel(id=name, kind="file", value=("log",)) for name in channels}
    people = changed(POLICY, channels=named).people
    found = recipient_of(_message("kim@example.org"), a_ticket(), people).contacts
    assert [(c.channel.id, c.address) for c in found] == (
        [(chosen, "kim@example.org")] if chosen else []
    )


ANA = Person(id="ana", name="Ana", contact=("hook:x", "gone:y", "hook: z "))
ACME = Customer(id="acme", contact=("hook:desk",))
KNOWING = changed(POLICY, people={"ana": ANA}, customers={"acme": ACME}).people


def _reached(to: str, **log: Any) -> tuple[str, str, list[str]]:
    found = recipient_of(_message(to), a_ticket(**log), KNOWING)
    return found.id, found.name, [contact.address for contact in found.contacts]


def test_a_person_is_reached_by_the_channels_that_there_are() -> None:
    assert _reached("ana") == ("ana", "Ana", ["x", "z"])


def test_a_customer_is_reached_about_its_own_tickets_alone() -> None:
    assert _reached("acme", customer="acme") == ("customer:acme", "acme", ["desk"])
    assert _reached("acme", customer="other") == ("name:acme", "acme", [])
    assert recipient_of(_message("acme"), None, KNOWING).contacts == ()


def test_an_event_goes_to_its_channel_while_there_is_one() -> None:
    event = noted(MONDAY_NINE)
    for name, is_reached in (("hook", True), ("gone", False)):
        told = replace(_message(f"{CHANNEL}{name}"), event=event)
        found = recipient_of(told, a_ticket(), KNOWING)
        assert (found.id, bool(found.contacts)) == (f"{CHANNEL}{name}", is_reached)
        assert found.unreachable == (
            None if is_reached else f"the policy has no contact for {CHANNEL}{name}"
        )
