"""What one recipient gets together: one key, one subject, one text, one contact at a time."""

from typing import Any

import pytest

from escalate_cli.domain.messages.batch import (
    LONGEST_SUBJECT,
    LONGEST_TEXT,
    Batch,
    batch_of,
    contacts_left,
    fitting,
    header_line,
    parcel_of,
)
from escalate_cli.domain.messages.outbox_message import Message
from escalate_cli.domain.messages.recipient import Contact, Recipient
from escalate_cli.domain.policy.people import Channel
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.ticket import Ticket
from tests.conftest import MONDAY_NINE, a_ticket, after, noted, resolved, taken

MAIL, PAGE = (
    Contact(Channel(id="mail", kind="apprise"), "lee@x.org"),
    Contact(Channel(id="page", kind="command"), "+49"),
)
LEE = Recipient(id="lee", name="Lee", contacts=(MAIL, PAGE))


def a_message(fact: str = "fact", number: int = 1, **fields: Any) -> Message:
    given: dict[str, Any] = {
        "key": f"T-{number}:{fact}:lee",
        "ticket": f"T-{number}",
        "kind": "alert",
        "to": "lee",
        "text": f"{fact} for lee",
        "created_at": MONDAY_NINE,
    }
    return Message(**given | fields)


def combined(*messages: Message, ticket: Ticket | None = None, store: str = "") -> Batch:
    return parcel_of(messages, LEE, lambda _id: ticket, after("1h"), store)


def test_the_key_names_the_store_the_first_message_and_how_many_others_there_are() -> None:
    one, two = a_message("one"), a_message("two")
    assert batch_of([one], "") == "T-1:one:lee"
    assert batch_of([one, two], "") == "T-1:one:lee+1"
    assert batch_of([one, two], "5fd3") == "5fd3:T-1:one:lee+1"


def test_all_are_claimed_under_one_key() -> None:
    batch = combined(a_message("one"), a_message("two"), store="5fd3")
    assert (batch.key, batch.store) == ("5fd3:T-1:one:lee+1", "5fd3")
    assert [(m.batch, m.claimed_at) for m in batch.messages] == [(batch.key, after("1h"))] * 2


def test_the_key_of_an_earlier_attempt_stays() -> None:
    assert combined(a_message(batch="as before"), a_message("two")).key == "as before"


def test_texts_follow_each_other_and_several_tickets_are_named_first() -> None:
    assert combined(a_message("one"), a_message("two")).text == "one for lee\n\ntwo for lee"
    assert combined(a_message("one"), a_message("two", 2)).text == (
        "About T-1, T-2\n\none for lee\n\ntwo for lee"
    )


@pytest.mark.parametrize(
    ("numbers", "subject"),
    [
        ([1], "T-1 Mail is down"),
        ([1, 1], "T-1 Mail is down"),
        ([1, 2, 2], "3 messages about T-1, T-2"),
        ([1, 2, 3, 4, 5], "5 messages about T-1, T-2, T-3, T-4, T-5"),
        ([1, 2, 3, 4, 5, 6], "6 messages about 6 tickets"),
    ],
    ids=["one", "two of one ticket", "of two tickets", "all are named", "too many to name"],
)
def test_the_subject_names_the_tickets_as_far_as_they_are_few(
    numbers: list[int], subject: str
) -> None:
    messages = [a_message(f"{n}", number) for n, number in enumerate(numbers)]
    assert combined(*messages, ticket=a_ticket()).subject == subject


def test_a_ticket_that_is_gone_has_no_title() -> None:
    assert combined(a_message()).subject == "T-1"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("two\r\nlines\tand a tab", "two lines and a tab"),
        ("a\x1b[31m bell\x07", "a [31m bell"),
        ("x" * LONGEST_SUBJECT, "x" * LONGEST_SUBJECT),
        ("x" * (LONGEST_SUBJECT + 1), f"{'x' * (LONGEST_SUBJECT - 1)}…"),
    ],
    ids=["breaks", "control characters", "just short enough", "too long"],
)
def test_a_header_is_one_line(text: str, line: str) -> None:
    assert header_line(text) == line


def test_as_much_goes_as_people_still_read() -> None:
    half, rest = a_message("half", text="x" * (LONGEST_TEXT // 2)), a_message("rest", text="x")
    assert fitting([half, half, rest]) == [half, half]
    whole = a_message("whole", text="x" * (LONGEST_TEXT + 1))
    assert fitting([whole, rest]) == [whole]


@pytest.mark.parametrize(
    ("fields", "contact", "is_last"),
    [
        ({}, MAIL, False),
        ({"attempts": 1}, PAGE, False),
        ({"attempts": 2}, MAIL, False),
        ({"attempts": 1, "refused": (MAIL.name,)}, PAGE, True),
        ({"attempts": 2, "refused": (PAGE.name,)}, MAIL, True),
        ({"attempts": 2, "refused": (MAIL.name, PAGE.name)}, MAIL, False),
    ],
    ids=["first", "second", "round again", "one refused", "the other refused", "all refused"],
)
def test_each_attempt_takes_the_next_contact_that_has_not_refused(
    fields: dict[str, Any], contact: Contact, is_last: bool
) -> None:
    message = a_message(**fields)
    batch = combined(message)
    assert (batch.channel, batch.address) == (contact.channel, contact.address)
    assert batch.is_last is is_last
    assert contact in contacts_left(message, LEE)


@pytest.mark.parametrize(
    ("events", "fields", "said"),
    [
        ([], {}, ""),
        ([noted(after("5m"))], {}, ""),
        ([taken(MONDAY_NINE)], {}, ""),
        ([taken(after("5m"))], {}, "\nSince then: T-1 is acknowledged at L1, owner bo."),
        ([taken(after("5m"))], {"kind": "note"}, "\nSince then: T-1 is acknowledged at L1."),
        ([resolved(after("5m"))], {}, "\nSince then: T-1 is resolved at L1."),
        ([], {"kind": "approval_request"}, "\nSince then: it has been answered."),
        ([taken(after("5m"))], {"event": taken(after("1m"))}, ""),
    ],
    ids=[
        "nothing happened",
        "a note is no news",
        "at the same instant",
        "acknowledged",
        "an update needs no owner",
        "resolved",
        "a request that was answered",
        "an event for a channel",
    ],
)
def test_a_message_says_if_the_ticket_has_gone_on(
    events: list[e.Event], fields: dict[str, Any], said: str
) -> None:
    batch = combined(a_message(**fields), ticket=a_ticket(*events))
    assert batch.text == f"fact for lee{said}"


@pytest.mark.parametrize("at", ["0m", "1h"], ids=["to those asked first", "to those asked later"])
def test_a_request_that_still_waits_is_sent_as_it_is(at: str) -> None:
    request = e.EscalationRequested(
        at=MONDAY_NINE, by="bo", ladder="functional", to="L2", approver="lead"
    )
    message = a_message(kind="approval_request", created_at=after(at))
    batch = combined(message, ticket=a_ticket(request))
    assert batch.text == "fact for lee"


def test_a_header_is_not_searched_for_far_behind_blanks() -> None:
    blanks = " " * 10 * LONGEST_SUBJECT
    assert header_line(f"{blanks[1:]}x") == "x"
    assert header_line(f"{blanks}x") == ""
