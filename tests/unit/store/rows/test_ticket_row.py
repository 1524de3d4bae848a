"""A ticket's row: each of its parts is decoded when it is asked for, and once."""

import pytest

from escalate_cli.errors import DamagedHistoryError
from escalate_cli.store.rows.ticket_row import TicketRow
from tests.conftest import after, noted
from tests.unit.store.rows.records import a_sealed_row


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
