"""Tickets as rows: what comes back, what is read without decoding, and what is noticed."""

import pytest
from msgspec.structs import replace

from escalate_cli.domain.ticket import events as e
from escalate_cli.errors import DamagedHistoryError
from escalate_cli.store.rows.codec import (
    broken_of,
    closing_of,
    decode_events,
    decode_ticket,
    digest_of,
    encode_record,
    head_of,
    heads_of,
    key_of,
    latest_of,
    next_at_of,
    sealed,
)
from escalate_cli.store.rows.memory_tables import MemoryTables
from escalate_cli.store.rows.tables import TICKETS
from tests.conftest import MINUTE, MONDAY_NINE, a_log, after, closed, noted, resolved, taken
from tests.unit.store.rows.records import a_record, a_row

DAY = 24 * 60 * MINUTE


@pytest.mark.parametrize(
    ("events", "is_active"),
    [
        ((), True),
        ((taken(MONDAY_NINE + MINUTE),), True),
        ((resolved(MONDAY_NINE + MINUTE),), False),
        ((resolved(MONDAY_NINE + MINUTE), closed(MONDAY_NINE + DAY)), False),
    ],
    ids=["open", "acknowledged", "resolved", "closed"],
)
def test_the_heads_of_rows_are_read_though_the_rest_is_missing(
    events: tuple[e.Event, ...], is_active: bool
) -> None:
    row = a_row(*events, next_at=MONDAY_NINE, risk_at=MONDAY_NINE + DAY)
    begun = row[: row.index(b',"uid"') + len(b',"uid":')]  # no longer JSON
    [head] = heads_of(MemoryTables({TICKETS: {1: begun}}, {})).values()
    assert head.is_active is is_active
    assert (head.next_at, head.due_at) == (MONDAY_NINE, None)
    assert head.risk_at == MONDAY_NINE + DAY


def test_the_head_of_a_rearranged_row_is_the_same() -> None:
    row = a_row(next_at=MONDAY_NINE)
    turned = b'{"due_at":null,"risk_at":null,' + row[1:].replace(b',"due_at":null', b"", 1)
    assert head_of(turned.replace(b',"risk_at":null', b"", 1)) == head_of(row)
    behind = row.replace(b'"next_at":', b'"x":', 1)[:-1] + b',"next_at":"2026-11-23T08:00:00Z"}'
    [head] = heads_of(MemoryTables({TICKETS: {1: behind}}, {})).values()
    assert head.next_at == MONDAY_NINE


def test_the_instants_of_a_head_are_exact() -> None:
    at = MONDAY_NINE + MINUTE / 120
    row = a_row(next_at=at, due_at=at)
    assert (head_of(row).next_at, next_at_of(row)) == (at, at)
    assert head_of(row).presses_by(at)
    assert not head_of(row).presses_by(MONDAY_NINE)
    assert head_of(row.replace(b'"due_at":', b'"x":', 1)).due_at is None


def test_a_record_comes_back_as_it_was() -> None:
    record = a_record(
        taken(after("1h")), noted(after("2h"), 'tab\t"ünï\u2028'), next_at=after("3h")
    )
    row = encode_record(record)
    assert decode_ticket(row) == record.ticket
    assert decode_events(row) == record.events
    assert next_at_of(row) == after("3h")


@pytest.mark.parametrize(
    ("row", "which"),
    [
        (a_row().replace(b'"open"', b'"ajar"'), "T-1 cannot be read"),
        (b'{"id":"T-7"', "T-7 cannot be read"),
        (b"\xff", "a ticket cannot be read"),
    ],
    ids=["another word", "cut", "no text"],
)
def test_what_somebody_spoilt_is_named(row: bytes, which: str) -> None:
    with pytest.raises(DamagedHistoryError, match=which):
        decode_ticket(row)


def test_a_ticket_can_be_put_away_once_nobody_has_anything_to_do() -> None:
    done = resolved(after("1h")), closed(after("2h"))
    assert closing_of(a_row(*done)).since == after("2h")
    assert closing_of(a_row(*done, next_at=after("3h"))).since is None
    assert closing_of(a_row(done[0])).since is None


def test_a_key_is_one_of_the_system_that_is_named() -> None:
    row = encode_record(
        replace(a_record(), ticket=replace(a_record().ticket, key="INC1", source="servicenow"))
    )
    assert (key_of(row, "servicenow"), key_of(row, "other")) == ("INC1", None)


def test_the_latest_event_is_read_to_the_second_from_the_end() -> None:
    assert latest_of(a_row(noted(after("3h")))) == b"2026-11-23T11:00:00"
    assert latest_of(b'{"events":[]}') == b""


def written(*events: e.Event) -> list[e.Event]:
    """Seal events one after the other, as a store does."""
    done: list[e.Event] = []
    for seq, event in enumerate(events, 1):
        before = done[-1].digest if done else ""
        done.append(sealed(event, seq=seq, change=1, before=before))
    return done


def test_a_digest_stands_for_the_event_its_number_and_all_before_it() -> None:
    log, note = written(a_log(), noted(after("1h"), "one"))
    assert digest_of(note, log.digest) == note.digest
    assert digest_of(replace(note, seq=3), log.digest) != note.digest
    assert digest_of(note, "") != note.digest


def test_an_event_that_is_not_as_it_was_written_is_named_by_its_number() -> None:
    events = written(a_log(), noted(after("1h"), "one"), noted(after("2h"), "two"))
    row = encode_record(replace(a_record(), events=events))
    assert broken_of(row, events) == []
    assert broken_of(row.replace(b'"one"', b'"eno"'), events) == [2]
    assert broken_of(row.replace(b'"text":"two"', b'"text":"two","sly":1'), events) == [3]
    assert broken_of(row.replace(b'"events":[', b'"events": ['), events) == []
    spoilt = [*events[:2], replace(events[2], text="owt")]
    assert broken_of(encode_record(replace(a_record(), events=spoilt)), spoilt) == [3]
