"""Tables that an earlier program made: whoever comes first brings them up to date."""

import os
import threading
from collections.abc import Iterator

import pytest

pytest.importorskip("psycopg2", reason="no driver of PostgreSQL is installed")

import psycopg2

from escalate_cli.domain.ticket.search import Search
from escalate_cli.errors import NewerFormatError
from escalate_cli.store.postgres import schema
from tests.contract.test_stores import a_record, keep
from tests.patience import PATIENCE
from tests.postgres_server import Server, store_at

_AS_BEFORE = """
DROP TABLE escalate.ticket_text; ALTER TABLE escalate.ticket DROP COLUMN marks;
UPDATE escalate.schema SET version = 1"""


def run(address: str, statement: str) -> None:
    """Run a statement outside any transaction."""
    connection = psycopg2.connect(address)
    connection.autocommit = True
    with connection.cursor() as each:
        each.execute(statement)
    connection.close()


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
    run(address, _AS_BEFORE)
    if not looks:
        keep(store_at(f"{address}&store=other"), a_record())
    found = (
        store_at(address).read().search(Search(texts=(("mail", ()),), fields=(("level", {"l1"}),)))
    )
    assert [ticket.number for ticket in found] == [1, 2]
    keep(store_at(address), a_record(number=3))
    assert list(store_at(address).read().numbers()) == [1, 2, 3]


def test_of_two_who_come_first_one_does_it(address: str) -> None:
    run(address, _AS_BEFORE)
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


def test_a_program_that_is_older_than_the_tables_by_now_writes_no_more(address: str) -> None:
    store = store_at(address)
    keep(store, a_record(number=3))
    run(address, "INSERT INTO escalate.schema VALUES (99)")
    with pytest.raises(NewerFormatError):
        keep(store, a_record(number=4))
    run(address, "DELETE FROM escalate.schema WHERE version = 99")
    assert list(store.read().numbers()) == [1, 2, 3]
    keep(store, a_record(number=4))
    assert list(store.read().numbers()) == [1, 2, 3, 4]
