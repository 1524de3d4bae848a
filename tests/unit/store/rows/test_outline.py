"""Rows in the order of their dues, however their heads are written."""

import json
from collections.abc import Callable
from datetime import datetime

import msgspec
import pytest
from msgspec.structs import replace

from escalate_cli.errors import DamagedHistoryError
from escalate_cli.store.rows.codec import encode_record, heads_of
from escalate_cli.store.rows.memory_tables import MemoryTables, empty_tables
from escalate_cli.store.rows.outline import Outline, in_order_of_due, outlines_of
from escalate_cli.store.rows.tables import TICKETS
from tests.conftest import MINUTE, after, noted
from tests.unit.store.rows.records import a_record

SECOND = MINUTE / 60


def taken(*rows: bytes) -> list[Outline]:
    return in_order_of_due(outlines_of(tables(*rows)).values())


def tables(*rows: bytes) -> MemoryTables:
    """Put rows into tables, as tickets from 1 on."""
    filled = empty_tables()
    for number, row in enumerate(rows, 1):
        filled.put(TICKETS, number, row)
    return filled


def test_within_a_second_the_exact_due_decides() -> None:
    dues = (after("1h") + SECOND / 2, after("1h"), after("59m"), after("1h") + SECOND)
    rows = [encode_record(a_record(number=n, due_at=at)) for n, at in enumerate(dues, 1)]
    assert [ticket.number for ticket in taken(*rows)] == [3, 2, 1, 4]


def test_what_has_no_due_comes_last_the_latest_changed_first() -> None:
    rows = [
        encode_record(a_record(number=1)),
        encode_record(a_record(noted(after("2h")), number=2)),
        encode_record(a_record(number=3, due_at=after("90d"))),
    ]
    assert [ticket.number for ticket in taken(*rows)] == [3, 2, 1]


@pytest.mark.parametrize("read", [outlines_of, heads_of])
def test_an_instant_without_its_zone_is_spoilt(read: Callable[[MemoryTables], object]) -> None:
    row = encode_record(a_record(due_at=after("2h"))).replace(b'0Z"', b'0"', 1)
    with pytest.raises(DamagedHistoryError, match=r"T-1 cannot be read: .*timezone"):
        read(tables(row))


def test_no_more_than_an_outline_is_read() -> None:
    row = encode_record(a_record(due_at=after("2h"))).replace(b'"title":', b'"x":')
    assert [each.due_at for each in taken(row)] == [after("2h")]


@pytest.mark.parametrize("spoilt", [b'""', b'"text"', b'"T-"', b'"T-1x"'])
def test_an_id_without_a_number_names_no_ticket(spoilt: bytes) -> None:
    row = encode_record(a_record(number=1)).replace(b'"T-1"', spoilt)
    with pytest.raises(DamagedHistoryError, match="has no number"):
        _ = outlines_of(tables(row))[1].number


def test_nothing_is_read_behind_the_clocks_of_rows_as_they_are_written() -> None:
    whole, other = (encode_record(a_record(number=n, due_at=after("2h"))) for n in (1, 2))
    begun = whole[: whole.index(b',"clocks":{') + len(b',"clocks":{')]  # no longer JSON
    assert [each.number for each in taken(begun, other)] == [1, 2]


@pytest.mark.parametrize("spoilt", [b"{", b'{"id":"T-1"}', b'{"id":"T-1","clocks":{}}'])
def test_a_row_that_says_too_little_cannot_be_read(spoilt: bytes) -> None:
    with pytest.raises(DamagedHistoryError):
        outlines_of(tables(encode_record(a_record(number=1)), spoilt))


def test_tickets_of_one_due_come_as_they_were_logged_to_the_fraction_of_a_second() -> None:
    at = [after("0m") + SECOND / 2, after("0m"), after("0m") + SECOND]
    logs = [a_record(number=n, due_at=after("1h")) for n in (1, 2, 3)]
    rows = [
        encode_record(replace(record, ticket=replace(record.ticket, logged_at=logged_at)))
        for record, logged_at in zip(logs, at, strict=True)
    ]
    assert [ticket.number for ticket in taken(*rows)] == [2, 1, 3]


@pytest.mark.parametrize("due_at", [after("1h"), None], ids=["of one due", "without"])
def test_rows_that_somebody_rearranged_come_in_the_same_order(due_at: datetime | None) -> None:
    records = [
        a_record(number=1, due_at=due_at),
        a_record(noted(after("2h")), number=2, due_at=due_at),
        a_record(noted(after("1h")), number=3, due_at=due_at),
    ]
    rows = [encode_record(record) for record in records]
    turned = [msgspec.json.encode(dict(reversed(json.loads(row).items()))) for row in rows]
    assert [each.number for each in taken(*turned)] == [each.number for each in taken(*rows)]
