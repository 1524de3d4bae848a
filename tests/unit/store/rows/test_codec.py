"""Tickets as rows: what is read without decoding a row."""

from datetime import datetime

import pytest

from escalate_cli.domain.ticket import events as e
from escalate_cli.store.rows.codec import encode_record, head_of
from escalate_cli.usecases.ports import Record
from tests.conftest import MINUTE, MONDAY_NINE, a_history, closed, resolved, taken

DAY = 24 * 60 * MINUTE


def a_row(*events: e.Event, **times: datetime | None) -> bytes:
    history = a_history(*events)
    none: dict[str, datetime | None] = {"next_at": None, "due_at": None, "risk_at": None}
    return encode_record(Record(ticket=history.ticket, events=history.events, **none | times))


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
def test_the_head_of_a_row_is_read_though_the_rest_is_missing(
    events: tuple[e.Event, ...], is_active: bool
) -> None:
    row = a_row(*events, next_at=MONDAY_NINE, risk_at=MONDAY_NINE + DAY)
    head = head_of(row[: row.index(b',"uid"')])  # no longer JSON: decoding it would fail
    assert head.active is is_active
    assert (head.next_at, head.due_at) == (b"2026-11-23T08:00:00", None)
    assert head.risk_at == b"2026-11-24T08:00:00"


def test_the_head_of_a_rearranged_row_is_the_same() -> None:
    row = a_row(next_at=MONDAY_NINE)
    turned = b'{"due_at":null,"risk_at":null,' + row[1:].replace(b',"due_at":null', b"", 1)
    assert head_of(turned.replace(b',"risk_at":null', b"", 1)) == head_of(row)
