"""Migrating a store: all of it arrives, or nothing."""

import msgspec
import pytest

from escalate_cli.domain.ticket.people.approvers import Delegation
from escalate_cli.errors import ConflictError, DamagedHistoryError
from escalate_cli.store.memory import MemoryStore
from escalate_cli.store.rows.tables import DELEGATIONS
from escalate_cli.store.rows.transaction import RowsTransaction
from escalate_cli.usecases.care.migrate import migrate
from escalate_cli.usecases.ports import Transaction
from escalate_cli.usecases.records import Dump, Fingerprint
from tests.conftest import MONDAY_NINE, after, taken
from tests.contract.test_stores import a_message, a_record, everything, keep, queue, taken_over
from tests.postgres_server import Server


@pytest.fixture
def source() -> MemoryStore:
    """Fill a store with two tickets, a message, an entry and a delegation."""
    store = MemoryStore()
    keep(store, a_record(taken(after("1h"))), a_record(number=7))
    store.change(lambda tx: tx.next_number(7))
    queue(store, a_message())
    store.change(lambda tx: tx.enter(taken_over("bo")))
    lent = Delegation(person="max", to="lee", since=MONDAY_NINE, until=after("1d"), by="max")
    store.change(lambda tx: tx.tables.put(DELEGATIONS, 1, msgspec.json.encode(lent)))
    return store


def test_all_that_a_store_keeps_arrives(source: MemoryStore) -> None:
    target = MemoryStore()
    source.checked(after("2h"))
    brought: list[int] = []
    done = migrate(source, target, lambda: brought.append(target.read().highest()))
    assert (done.is_new, done.there.tickets, done.there.messages, done.there.standing) == (
        *(True, 2, 1),
        1,
    )
    assert done.there == done.here
    assert brought == [0]
    assert everything(target.read())[:5] == everything(source.read())[:5]  # type: ignore[index]
    assert target.read().fingerprint() == source.read().fingerprint()
    assert target.last_check_at() == after("2h")


def test_what_is_there_already_is_compared_and_stays(source: MemoryStore) -> None:
    target = MemoryStore()
    migrate(source, target, nothing)
    again = migrate(source, target, never)
    assert (again.is_new, again.here) == (False, again.there)
    keep(target, a_record(number=8))
    before = everything(target.read())
    apart = migrate(source, target, never)
    assert (apart.is_new, apart.here.tickets, apart.there.tickets) == (False, 2, 3)
    assert everything(target.read()) == before


def test_what_has_no_ticket_yet_brings_its_policy_all_the_same() -> None:
    brought: list[str] = []
    assert migrate(MemoryStore(), MemoryStore(), lambda: brought.append("policy")).is_new
    assert brought == ["policy"]


def test_a_store_with_tickets_of_its_own_is_left_alone(source: MemoryStore) -> None:
    target = MemoryStore()
    keep(target, a_record(number=9))
    before = everything(target.read())
    with pytest.raises(ConflictError, match="tickets of its own"):
        migrate(source, target, never)
    assert everything(target.read()) == before


def test_what_is_not_as_it_was_written_goes_nowhere(source: MemoryStore) -> None:
    def lose(tx: RowsTransaction) -> None:
        tx.tables.delete("standing", 1)

    source.change(lose)
    target = MemoryStore()
    with pytest.raises(DamagedHistoryError, match="nothing was migrated"):
        migrate(source, target, never)
    assert list(target.read().numbers()) == []


def test_what_arrives_otherwise_is_said(
    source: MemoryStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    take_over = RowsTransaction.take_over

    def forget_one(tx: RowsTransaction, dump: Dump) -> None:
        take_over(tx, dump)
        tx.drop("fact:bo")

    monkeypatch.setattr(RowsTransaction, "take_over", forget_one)
    with pytest.raises(DamagedHistoryError, match="does not keep what this one does"):
        migrate(source, MemoryStore(), nothing)


def test_a_store_goes_to_a_server_and_back_byte_by_byte(
    source: MemoryStore, server: Server
) -> None:
    there, back = server.new_store(), MemoryStore()
    migrate(source, there, nothing)
    migrate(there, back, nothing)
    first, last = source.read().dump(), back.read().dump()
    assert list(first.rows) == list(last.rows)
    assert first.meta == last.meta
    assert there.read().is_chained()
    keep(there, a_record(number=8))
    assert there.read().events(8)[0].seq == source.read().fingerprint().last + 1


def test_numbers_that_a_server_left_out_are_no_damage(server: Server) -> None:
    there, back = server.new_store(), MemoryStore()
    keep(there, a_record())
    with pytest.raises(KeyboardInterrupt):
        there.change(stop)
    keep(there, a_record(number=3))
    migrate(there, back, nothing)
    assert back.read().fingerprint() == there.read().fingerprint() != Fingerprint(0, "")
    assert back.read().is_chained()


def stop(tx: Transaction) -> None:
    tx.save(a_record(number=2))
    raise KeyboardInterrupt


def nothing() -> None:
    """Bring no policy."""


def never() -> None:
    raise AssertionError("a policy is brought to an empty store alone")
