"""A message is due, held by a run, tried again later and later, or given up."""

from datetime import datetime, timedelta
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from escalate_cli.domain.messages.outbox_message import (
    DEAD,
    LEASE,
    PENDING,
    RETRYING,
    Message,
)
from escalate_cli.domain.messages.retry_backoff import BACKOFF
from tests.conftest import HOUR, MONDAY_NINE, after

MOMENT = timedelta(microseconds=1)


def a_message(**fields: Any) -> Message:
    given: dict[str, Any] = {
        "key": "T-1:1:late:1:0:bo",
        "ticket": "T-1",
        "kind": "alert",
        "to": "bo",
        "text": "Mail is down",
        "created_at": MONDAY_NINE,
    }
    return Message(**given | fields)


@pytest.mark.parametrize(
    ("fields", "is_due"),
    [
        ({}, True),
        ({"state": DEAD}, False),
        ({"next_at": after("1h") + MOMENT}, False),
        ({"next_at": after("1h")}, True),
        ({"next_at": after("1h") + BACKOFF[-1]}, False),
        ({"next_at": after("1h") + BACKOFF[-1] + MOMENT}, True),
        ({"claimed_at": after("1h") - LEASE + MOMENT}, False),
        ({"claimed_at": after("1h") - LEASE}, True),
        ({"claimed_at": after("1h") + LEASE}, True),
        ({"claimed_at": after("1h") - LEASE, "next_at": after("2h")}, False),
    ],
    ids=[
        "new",
        "given up",
        "before its time",
        "at its time",
        "at the end of the longest wait",
        "a clock set back makes no longer wait",
        "a run has it",
        "its run has died",
        "a clock set back makes no longer lease",
        "its run has died, and it waits",
    ],
)
def test_a_message_is_due_when_it_waits_for_nothing_and_no_run_has_it(
    fields: dict[str, Any], is_due: bool
) -> None:
    assert a_message(**fields).is_due(after("1h")) is is_due


def test_a_claim_says_when_and_with_whom_it_is_sent() -> None:
    claimed = a_message().claimed("batch", after("1h"))
    assert (claimed.batch, claimed.claimed_at) == ("batch", after("1h"))
    assert claimed.is_held(after("1h"))


def tried(times: int, at: datetime, **how: Any) -> Message:
    message = a_message()
    for _ in range(times):
        message = message.claimed("batch", at).failed("it is down", at, **how)
    return message


@pytest.mark.parametrize(
    ("attempt", "wait"), list(enumerate(["1m", "5m", "30m", "2h", "6h"], 1)), ids=str
)
def test_each_failure_waits_longer_than_the_one_before(attempt: int, wait: str) -> None:
    message = tried(attempt, MONDAY_NINE)
    assert (message.state, message.attempts, message.error) == (RETRYING, attempt, "it is down")
    assert message.next_at == after(wait)
    assert message.claimed_at is None


def test_after_one_failure_more_than_there_are_waits_it_is_given_up() -> None:
    message = tried(len(BACKOFF) + 1, MONDAY_NINE)
    assert (message.state, message.next_at) == (DEAD, None)
    assert not message.is_due(after("90d"))


def test_a_contact_that_refused_leaves_the_next_its_turn_at_once() -> None:
    message = tried(1, after("1h"), refused="mail:bo")
    assert (message.state, message.next_at, message.refused) == (
        *(RETRYING, after("1h"), ("mail:bo",)),
    )
    assert message.is_due(after("1h"))


def test_without_another_contact_it_is_given_up_at_once() -> None:
    message = tried(1, after("1h"), refused="mail:bo", hopeless=True)
    assert (message.state, message.next_at, message.refused) == (DEAD, None, ("mail:bo",))


def test_one_that_is_revived_begins_anew_under_the_key_it_was_sent_with() -> None:
    revived = tried(1, after("1h"), refused="mail:bo", hopeless=True).revived()
    assert revived == a_message(batch="batch")
    assert revived.state == PENDING


def test_a_message_of_an_instant_without_an_offset_is_none() -> None:
    row = msgspec.json.encode(a_message())
    assert msgspec.json.decode(row, type=Message) == a_message()
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(row.replace(b"08:00:00Z", b"08:00:00"), type=Message)


@pytest.mark.parametrize(
    ("entered", "at", "is_late"),
    [(None, "9h", False), ("1h", "9h", False), ("61m", "9h", True), ("9h", "1h", False)],
    ids=["at once", "in time", "too late", "looked at before"],
)
def test_it_is_late_if_it_was_entered_when_it_was_no_news_any_more(
    entered: str | None, at: str, is_late: bool
) -> None:
    created = replace(a_message(), created_at=after("0m"), entered_at=entered and after(entered))
    assert created.is_late(HOUR, after(at)) is is_late
