"""A ticket's row: each of its parts is decoded when it is asked for, and once."""

import pytest
from msgspec.structs import replace

from escalate_cli.domain.ticket.past import Past, past_of
from escalate_cli.errors import DamagedHistoryError
from escalate_cli.store.rows.ticket_row import TicketRow
from tests.conftest import a_history, after, noted
from tests.unit.store.rows.records import a_record, a_row, a_sealed_row


def test_a_part_is_decoded_once() -> None:
    row = TicketRow(1, a_sealed_row(noted(after("1h"))))
    assert (row.ticket.id, len(row.events)) == ("T-1", 2)
    assert row.ticket is row.ticket
    assert row.events is row.events
    assert row.broken_digests == []


def test_what_nobody_asks_for_may_be_damaged() -> None:
    row = TicketRow(1, a_sealed_row().replace(b'"ticket_logged"', b'"ticket_lost"'))
    assert row.ticket.id == "T-1"
    with pytest.raises(DamagedHistoryError, match="T-1 cannot be read"):
        row.events  # noqa: B018 - raises


def test_a_row_is_what_is_written_of_its_ticket_whenever_that_is_due() -> None:
    record = a_record(noted(after("1h")))
    for times in ({}, {"next_at": after("2h"), "due_at": after("3h"), "risk_at": after("90m")}):
        row = TicketRow(1, a_row(noted(after("1h")), **times))
        assert row.is_written_as(record.ticket, None)
        assert not row.is_written_as(replace(record.ticket, owner="eve"), None)
        assert not row.is_written_as(record.ticket, Past(()))


def test_what_is_over_belongs_to_it() -> None:
    past = past_of(a_history())
    row = TicketRow(1, a_row(past=past))
    assert row.is_written_as(a_record().ticket, past)
    assert not row.is_written_as(a_record().ticket, None)
    assert not row.is_written_as(a_record().ticket, Past(()))


@pytest.mark.parametrize(
    ("was", "is_now"),
    [
        (b'"status":', b'"sly":1,"status":'),
        (b'"risk_at":null,', b'"risk_at":null,"owner":"eve",'),
        (b'"risk_at":null,', b'"owner":"eve","risk_at":null,'),
        (b"}]}", b'}],"owner":"eve"}'),
        (b"}]}", b"}]} "),
        (b'"by":"ana"', b'"by": "ana"'),
    ],
    ids=["unknown", "first", "among the times", "last", "behind it", "spaced"],
)
def test_a_row_that_says_more_or_otherwise_is_to_be_read(was: bytes, is_now: bytes) -> None:
    raw = a_row()
    assert was in raw
    assert not TicketRow(1, raw.replace(was, is_now)).is_written_as(a_record().ticket, None)
