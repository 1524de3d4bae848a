"""Look after what waits to be sent."""

from collections.abc import Callable
from typing import Any

import pytest
from msgspec.structs import replace

from escalate_cli.domain.policy.people import Quiet
from escalate_cli.domain.ticket import events as e
from escalate_cli.errors import DeliveryError, MessageNotFoundError, NotAllowedError, UsageError
from escalate_cli.usecases.context import Context
from escalate_cli.usecases.outbox.deliver import deliver
from escalate_cli.usecases.outbox.list_retry_drop import drop, outbox, retry, show, try_channel
from tests.conftest import after
from tests.unit.usecases.conftest import a_context, later, logged
from tests.unit.usecases.post import (
    DOWN,
    GONE,
    MAIL,
    PAGE,
    Postman,
    a_message,
    queued,
    reachable,
    waiting,
)


def _context(*to: str) -> Context:
    context = a_context(reachable())
    logged(context)
    queued(context, *(a_message(context, person) for person in to))
    return context


def test_a_key_is_queued_once() -> None:
    context = _context("lee", "ana")
    queued(context, a_message(context, "lee", text="again"), a_message(context, "max"))
    assert [(m.to, m.text) for m in waiting(context)] == [
        *(("lee", "fact for lee"), ("ana", "fact for ana"), ("max", "fact for max")),
    ]


def test_the_list_says_what_a_message_waits_for() -> None:
    people = dict(reachable().people.people)
    people["bo"] = replace(people["bo"], quiet=Quiet(outside="office"))
    context = replace(_context("lee", "kim", "bo"), policy=reachable(people=people))
    found = {m.to: m for m in outbox(later(context, "9h"))}
    assert (found["lee"].error, found["lee"].next_at) == (None, None)
    assert found["kim"].error == "the policy has no contact for kim"
    assert found["bo"].next_at == after("1d")


def test_the_list_keeps_what_is_known_of_a_failure() -> None:
    context = _context("ana")
    deliver(context, Postman({"Ana": DOWN}))
    assert outbox(context) == waiting(context)


def test_one_message_can_be_shown() -> None:
    context = _context("ana", "lee")
    assert [message.to for message in show(context, ["T-1:fact:ana"])] == ["ana"]
    with pytest.raises(MessageNotFoundError, match="no message 'nothing' in the outbox"):
        show(context, ["nothing"])


def test_those_about_a_ticket_can_be_shown_by_its_id() -> None:
    context = _context("ana", "lee")
    assert [message.to for message in show(context, ["1"])] == ["ana", "lee"]
    assert len(show(context, ["T-1", "T-1:fact:ana"])) == 2


def test_what_was_given_up_can_be_tried_again_under_the_same_key() -> None:
    context, post = _context("ana", "max"), Postman()
    deliver(context, Postman({"Ana": GONE, "Max": DOWN}))
    assert [m.to for m in retry(context, [])] == ["ana"]
    deliver(context, post)
    assert [(parcel.to, parcel.key) for parcel in post.parcels] == [("Ana", "T-1:fact:ana")]


def test_one_message_can_be_tried_again_before_its_time() -> None:
    context, post = _context("ana", "max"), Postman()
    deliver(context, Postman({"Ana": DOWN, "Max": DOWN}))
    retry(context, ["T-1:fact:max"])
    deliver(context, post)
    assert post.told == ["Max"]


def test_what_was_sent_together_is_tried_again_together() -> None:
    context, post = _context(), Postman()
    queued(context, *(a_message(context, fact=fact) for fact in ("one", "two", "three")))
    deliver(context, Postman({"Lee": DOWN}))
    assert len(retry(context, ["T-1:two:lee"])) == 3
    deliver(context, post)
    [parcel] = post.parcels
    assert (parcel.key, len(parcel.messages)) == ("T-1:one:lee+2", 3)


@pytest.mark.parametrize("verb", [retry, drop])
def test_what_is_being_sent_is_left_alone(verb: Callable[..., object]) -> None:
    context = _context("lee")

    class Meanwhile(Postman):
        def send(self, parcels: Any) -> Any:
            with pytest.raises(NotAllowedError, match="T-1:fact:lee is being sent"):
                verb(context, ["T-1"])
            return super().send(parcels)

    assert deliver(context, Meanwhile()).sent == 1


def test_an_unknown_key_is_an_error_and_changes_nothing() -> None:
    context = _context("ana", "max")
    for verb in (retry, drop):
        with pytest.raises(MessageNotFoundError):
            verb(context, ["T-1:fact:ana", "nothing"])
    assert len(waiting(context)) == 2


def test_messages_can_be_dropped() -> None:
    context = _context("ana", "max")
    [dropped] = drop(context, ["T-1:fact:ana", "T-1:fact:ana"], "told her myself")
    assert dropped.to == "ana"
    assert [m.to for m in waiting(context)] == ["max"]
    event = context.store.read().events(1)[-1]
    assert isinstance(event, e.MessageDropped)
    assert (event.key, event.to, event.by) == ("T-1:fact:ana", "ana", "ana")
    assert (event.message, event.reason) == ("alert", "told her myself")


@pytest.mark.parametrize("name", ["T-1", "1", "t-1"])
def test_a_ticket_stands_for_all_messages_about_it(name: str) -> None:
    context = _context("ana", "max")
    logged(context, title="Disk full")
    queued(context, a_message(context, "lee", ticket="T-2"))
    assert [m.to for m in retry(context, [name, "T-1:fact:ana"])] == ["ana", "max"]
    assert [m.to for m in drop(context, [name])] == ["ana", "max"]
    assert [m.to for m in waiting(context)] == ["lee"]
    with pytest.raises(MessageNotFoundError, match="no message 'T-1' in the outbox"):
        drop(context, ["T-1"])


@pytest.mark.parametrize(
    ("channel", "to", "reached"),
    [
        ("mail", None, ("ana", "ana@example.org")),
        ("page", "lee", ("lee", "+49")),
        ("page", "+1", ("+1", "+1")),
    ],
    ids=["me", "a person", "an address"],
)
def test_a_channel_can_be_tried(channel: str, to: str | None, reached: tuple[str, str]) -> None:
    context, post = _context(), Postman()
    parcel = try_channel(context, channel, to, post)
    assert post.parcels == [parcel]
    assert (parcel.to, parcel.address) == reached
    assert parcel.channel == {"mail": MAIL, "page": PAGE}[channel]
    assert parcel.text == f"This is a test of the channel {channel}, sent by ana."
    assert waiting(context) == []


def test_a_test_that_fails_is_an_error() -> None:
    with pytest.raises(DeliveryError, match="mail did not take it: it is down"):
        try_channel(_context(), "mail", None, Postman({"ana": DOWN}))


@pytest.mark.parametrize(
    ("channel", "to", "said"),
    [
        ("pigeon", None, "there is no channel 'pigeon'"),
        ("page", "bo", "bo has no contact on page"),
        ("page", None, "ana has no contact on page"),
    ],
    ids=["channel", "contact", "contact of mine"],
)
def test_a_test_needs_a_channel_and_an_address(channel: str, to: str | None, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        try_channel(_context(), channel, to, Postman())


def test_without_channels_the_error_says_so() -> None:
    context = later(_context(), "0m", policy=reachable(channels={}))
    with pytest.raises(UsageError) as caught:
        try_channel(context, "mail", None, Postman())
    assert caught.value.help == "the policy knows none"
