"""Rows that somebody edited: any state of a ticket will do, but no other history."""

import hashlib

import msgspec
import pytest

from escalate_cli.domain.messages.outbox_message import Message
from escalate_cli.domain.policy.standing import DutyOverridden
from escalate_cli.domain.ticket.authority import Delegation
from escalate_cli.errors import DamagedStoreError
from escalate_cli.store.file.edit_validation import count_on, refuse_damage
from escalate_cli.store.file.file_format import Image
from escalate_cli.store.rows.codec import (
    encode_message,
    encode_record,
    encode_standing,
    sealed,
)
from escalate_cli.store.rows.tables import TABLES, PolicyRow
from tests.conftest import MONDAY_NINE, after
from tests.unit.store.rows.records import a_record, a_row

MESSAGE = Message(key="k", ticket="T-1", kind="alert", to="bo", text="x", created_at=MONDAY_NINE)
LENT = Delegation(person="lee", to="bo", by="lee", since=MONDAY_NINE, until=after("1h"))
TAKEN = DutyOverridden(
    at=MONDAY_NINE,
    by="lee",
    seq=7,
    change=5,
    team="net",
    person="di",
    from_at=MONDAY_NINE,
    until_at=after("1h"),
)
SOUND = {
    "tickets": a_row(),
    "outbox": encode_message(MESSAGE),
    "policies": msgspec.json.encode(PolicyRow(hashlib.sha256(b"text").hexdigest(), "text")),
    "delegations": msgspec.json.encode(LENT),
    "standing": encode_standing(TAKEN),
}


def an_image(**rows: bytes) -> Image:
    image = Image.empty(*TABLES)
    for table, row in rows.items():
        image.put(table, 1, row)
    return image


def test_rows_as_they_are_written_are_no_damage() -> None:
    image = an_image(**SOUND)
    refuse_damage(image, "tickets.json")
    assert {table: image.get(table, 1) for table in SOUND} == SOUND


def test_the_state_of_a_ticket_may_be_anything() -> None:
    image = an_image(tickets=SOUND["tickets"].replace(b'"status":"open"', b'"status":"ajar"'))
    refuse_damage(image, "tickets.json")
    assert b"ajar" in (image.get("tickets", 1) or b"")


@pytest.mark.parametrize(
    ("table", "old", "new"),
    [
        ("tickets", b'"kind":"ticket_logged"', b'"kind":"ticket_lodged"'),
        ("tickets", b'"T-1"', b'"T-7"'),
        ("tickets", SOUND["tickets"], b'{"events":[]}'),
        ("outbox", b'"kind":"alert"', b'"kind":7'),
        ("policies", b'"text"', b'"other"'),
        ("delegations", b'"until":"2026', b'"until":"MMXXVI'),
        ("standing", b'"kind":"duty_overridden"', b'"kind":"duty"'),
    ],
    ids=[
        *("an unknown event", "another number", "no history", "no message"),
        *("the text of a policy", "no delegation", "an unknown entry"),
    ],
)
def test_what_is_no_row_any_more_is_refused_with_its_place(
    table: str, old: bytes, new: bytes
) -> None:
    assert old in SOUND[table]
    image = an_image(**{table: SOUND[table].replace(old, new)})
    with pytest.raises(DamagedStoreError, match=f"tickets.json:/{table}/1: "):
        refuse_damage(image, "tickets.json")


@pytest.mark.parametrize(
    ("archived", "expected"), [(0, 2), (9, 10)], ids=["in use", "in the archive"]
)
@pytest.mark.parametrize("spoilt", [None, "seven", 0], ids=str)
def test_a_counter_is_beyond_every_number_there_is(
    spoilt: object, archived: int, expected: int
) -> None:
    record = a_record()
    event = sealed(record.events[0], seq=5, change=3, before="")
    image = an_image(tickets=encode_record(msgspec.structs.replace(record, events=[event])))
    image.meta.update(seq=spoilt, change=spoilt, next=spoilt)
    count_on(image, archived)
    assert (image.meta["seq"], image.meta["change"], image.meta["next"]) == (5, 3, expected)


def test_what_stands_for_the_team_is_counted_as_well() -> None:
    image = an_image(standing=SOUND["standing"])
    count_on(image, 0)
    assert (image.meta["seq"], image.meta["change"]) == (7, 5)


def test_a_counter_that_is_further_stays() -> None:
    image = an_image(tickets=SOUND["tickets"])
    image.meta.update(seq=70, change=71, next=72)
    count_on(image, 9)
    assert (image.meta["seq"], image.meta["change"], image.meta["next"]) == (70, 71, 72)
