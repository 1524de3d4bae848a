"""Rows that somebody edited: any state of a ticket will do, but no other history."""

import hashlib

import msgspec
import pytest

from escalate_cli.domain.messages.outbox_message import Message
from escalate_cli.domain.policy.standing import DutyOverridden
from escalate_cli.domain.policy.standing.gauges import LastBeat
from escalate_cli.domain.ticket.people.approvers import Delegation
from escalate_cli.errors import DamagedStoreError
from escalate_cli.store.file.edit_validation import refuse_damage
from escalate_cli.store.file.file_format import Image
from escalate_cli.store.rows.message_codec import encode_message
from escalate_cli.store.rows.standing_codec import encode_gauge, encode_standing
from escalate_cli.store.rows.tables import TABLES, PolicyRow
from tests.conftest import MONDAY_NINE, after
from tests.unit.store.rows.records import a_sealed_row

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
    "tickets": a_sealed_row(),
    "outbox": encode_message(MESSAGE),
    "policies": msgspec.json.encode(PolicyRow(hashlib.sha256(b"text").hexdigest(), "text")),
    "delegations": msgspec.json.encode(LENT),
    "standing": encode_standing(TAKEN),
    "gauges": encode_gauge(LastBeat(name="backup", at=MONDAY_NINE, by="cron")),
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
        ("gauges", b'"at":"2026', b'"at":"2326'),
    ],
    ids=[
        *("an unknown event", "another number", "no history", "no message"),
        *("the text of a policy", "no delegation", "an unknown entry", "a far year"),
    ],
)
def test_what_is_no_row_any_more_is_refused_with_its_place(
    table: str, old: bytes, new: bytes
) -> None:
    assert old in SOUND[table]
    image = an_image(**{table: SOUND[table].replace(old, new)})
    with pytest.raises(DamagedStoreError, match=f"tickets.json:/{table}/1: "):
        refuse_damage(image, "tickets.json")
