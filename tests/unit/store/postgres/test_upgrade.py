"""Tables that an earlier program made: whoever comes first brings them up to date."""

import os
import threading
from collections.abc import Iterator
from contextlib import closing

import pytest

pytest.importorskip("psycopg2", reason="no driver of PostgreSQL is installed")

import psycopg2

from escalate_cli.domain.ticket.search import Search
from escalate_cli.errors import NewerFormatError
from escalate_cli.store.postgres import schema, upgrade
from escalate_cli.usecases.ports import Transaction
from tests.conftest import after
from tests.contract.test_stores import a_record, keep
from tests.patience import PATIENCE, comes
from tests.postgres_server import Server, store_at

_AS_BY_3 = """
ALTER SEQUENCE escalate.of_1_change_4 RENAME TO of_1_change;
UPDATE escalate.schema SET version = 3"""

_AS_BY_1 = """
ALTER SEQUENCE escalate.of_1_change_4 RENAME TO of_1_change;
DROP TABLE escalate.ticket_text; ALTER TABLE escalate.ticket DROP COLUMN marks;
UPDATE escalate.schema SET version = 1"""

_NEXT = schema.VERSION + 1

_NAMED_AS_NOW = f"""
ALTER SEQUENCE escalate.of_1_change_{_NEXT} RENAME TO of_1_change_{schema.VERSION}"""

_AS_NOW = """
DELETE FROM escalate.schema WHERE version = (SELECT max(version) FROM escalate.schema)"""

_WAITS = """
SELECT count(*) FROM pg_locks l JOIN pg_database d ON d.oid = l.database
WHERE NOT granted AND datname = current_database()"""


def run(address: str, statement: str) -> None:
    """Run a statement outside any transaction."""
    connection = psycopg2.connect(address)
    connection.autocommit = True
    with connection.cursor() as each:
        each.execute(statement)
    connection.close()


def value(address: str, question: str) -> int:
    """Return the number that answers a question."""
    with closing(psycopg2.connect(address)) as connection, connection.cursor() as each:
        each.execute(question)
        [(found,)] = each.fetchall()
    return int(found)


@pytest.fixture
def address(server: Server) -> Iterator[str]:
    """Make a database of its own, with a store of two tickets."""
    name = f"db_{os.urandom(6).hex()}"
    run(server.address, f"CREATE DATABASE {name}")
    address = server.address.replace("/postgres?", f"/{name}?")
    keep(store_at(address), a_record(), a_record(number=2))
    yield address
    run(server.address, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.mark.parametrize("looks", [True, False], ids=["who looks", "who begins another store"])
def test_old_tables_are_brought_up_to_date(address: str, looks: bool) -> None:
    run(address, _AS_BY_1)
    if not looks:
        keep(store_at(f"{address}&store=other"), a_record())
    found = (
        store_at(address).read().search(Search(texts=(("mail", ()),), fields=(("level", {"l1"}),)))
    )
    assert [ticket.number for ticket in found] == [1, 2]
    keep(store_at(address), a_record(number=3))
    assert list(store_at(address).read().numbers()) == [1, 2, 3]


def test_of_two_who_come_first_one_does_it(address: str) -> None:
    run(address, _AS_BY_1)
    begun, found = threading.Barrier(2), list[int]()

    def look() -> None:
        begun.wait(timeout=PATIENCE)
        found.extend(store_at(address).read().numbers())

    both = [threading.Thread(target=look) for _ in range(2)]
    for each in both:
        each.start()
    for each in both:
        each.join()
    assert found == [1, 2, 1, 2]


@pytest.mark.parametrize("name", ["main", "other"])
def test_tables_of_a_later_program_are_left_alone(
    address: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(schema, "VERSION", schema.VERSION - 1)
    with pytest.raises(NewerFormatError):
        keep(store_at(f"{address}&store={name}"), a_record())


def test_changes_are_counted_on_in_tables_of_the_program_before(address: str) -> None:
    run(address, _AS_BY_3)
    keep(store_at(address), a_record(number=3))
    found = store_at(address).read()
    assert list(found.numbers()) == [1, 2, 3]
    assert [found.record(number)[0].change for number in (1, 2, 3)] == [1, 1, 2]
    assert found.is_chained()


def be_newer(monkeypatch: pytest.MonkeyPatch) -> None:
    """Be the program of the next version."""
    monkeypatch.setattr(schema, "VERSION", _NEXT)
    monkeypatch.setattr(upgrade, "VERSION", _NEXT)


def test_a_program_that_is_older_than_the_tables_by_now_writes_no_more(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = store_at(address)
    keep(store, a_record(number=3))
    with monkeypatch.context() as meanwhile:
        be_newer(meanwhile)
        assert list(store_at(address).read().numbers()) == [1, 2, 3]
    with pytest.raises(NewerFormatError):
        keep(store, a_record(number=4))
    with pytest.raises(NewerFormatError):
        store.put_policy(b"", "ana", after("1h"))
    run(address, _NAMED_AS_NOW)
    run(address, _AS_NOW)
    assert list(store.read().numbers()) == [1, 2, 3]
    keep(store, a_record(number=4))
    assert list(store.read().numbers()) == [1, 2, 3, 4]


def test_a_change_that_is_under_way_ends_before_a_newer_program_makes_other_tables(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    newer = threading.Thread(target=lambda: list(store_at(address).read().numbers()))
    store = store_at(address)

    def log_meanwhile(tx: Transaction) -> None:
        tx.save(a_record(number=tx.next_number()))
        be_newer(monkeypatch)
        newer.start()
        assert comes(lambda: value(address, _WAITS) == 1)

    store.change(log_meanwhile)
    newer.join()
    assert value(address, "SELECT max(version) FROM escalate.schema") == _NEXT
    assert value(address, "SELECT count(*) FROM escalate.ticket") == 3
