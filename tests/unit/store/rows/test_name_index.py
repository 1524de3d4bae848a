"""Names lead to tickets alike, whether all rows are looked through or an index is asked."""

from typing import Any
from unittest.mock import Mock

import pytest
from msgspec.structs import replace

from escalate_cli.domain.ticket.ticket import Complaint, Ticket
from escalate_cli.store.memory import MemoryStore
from escalate_cli.store.rows.codec import decode_ticket
from escalate_cli.store.rows.tables import TICKETS
from escalate_cli.store.rows.transaction import RowsTransaction
from escalate_cli.usecases.records import Record
from tests.conftest import a_history

STRANGE = ('"', "\\", "ü", "\x00", "a\nb", "key")


def a_record(number: int, **log: Any) -> Record:
    history = a_history(id=f"T-{number}", **log)
    return Record(
        ticket=history.ticket, events=history.events, next_at=None, due_at=None, risk_at=None
    )


def ids(tx: RowsTransaction, key: str) -> list[str]:
    return [ticket.id for ticket in tx.with_key(key)]


@pytest.mark.parametrize("key", STRANGE, ids=ascii)
def test_a_key_is_found_however_often_one_asks(key: str) -> None:
    store = MemoryStore()
    with store.transaction() as tx:
        for number, name in enumerate(("k", key, "k"), 1):
            tx.save(a_record(number=number, key=name))
        assert [ids(tx, key) for _ in range(3)] == [["T-2"]] * 3
        assert ids(tx, "k") == ["T-1", "T-3"]


def test_what_is_saved_meanwhile_is_found() -> None:
    with MemoryStore().transaction() as tx:
        assert ids(tx, "k") == ids(tx, "k") == []
        tx.save(a_record(number=2, key="k"))
        tx.save(a_record(number=1, key="k"))
        assert ids(tx, "k") == ["T-1", "T-2"]


def test_what_left_or_cannot_be_read_is_no_ticket_of_a_key() -> None:
    with MemoryStore().transaction() as tx:
        for number in (1, 2, 3):
            tx.save(a_record(number=number, key="k"))
        tx.tables.put(TICKETS, 2, b'{"key":7}')
        ids(tx, "other")
        assert ids(tx, "k") == ["T-1", "T-3"]
        tx.tables.delete(TICKETS, 1)
        assert ids(tx, "k") == ["T-3"]


def test_a_requester_is_no_key() -> None:
    with MemoryStore().transaction() as tx:
        tx.save(a_record(number=1, requester="kim", key="k"))
        for _ in range(2):
            assert ids(tx, "kim") == []
            assert list(tx.complaints_of("kim")) == []


def test_of_a_requester_only_tickets_that_somebody_complained_of_are_read_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    decoded: list[bytes] = []

    def counted(row: bytes) -> Ticket:
        decoded.append(row)
        return decode_ticket(row)

    monkeypatch.setattr("escalate_cli.store.rows.codec.decode_ticket", counted)
    with MemoryStore().transaction() as tx:
        for number in range(1, 21):
            record = a_record(number=number, requester="kim")
            complaints = (Complaint(at=record.ticket.logged_at),) if number == 7 else ()
            tx.save(replace(record, ticket=replace(record.ticket, complaints=complaints)))
        decoded.clear()
        got = Mock(wraps=tx.tables.get)
        monkeypatch.setattr(tx.tables, "get", got)
        for _ in range(3):
            assert [ticket.id for ticket in tx.complaints_of("kim")] == ["T-7"]
    assert (len(decoded), got.call_count) == (3, 2)
