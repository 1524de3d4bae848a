"""The store of tests is a real one: a change is whole or nothing, and none is seen early."""

from contextlib import suppress

from escalate_cli.store.memory import MemoryStore
from escalate_cli.store.rows.memory_tables import ARCHIVE
from escalate_cli.store.rows.tables import TICKETS
from tests.conftest import after, closed, noted, resolved
from tests.unit.store.rows.records import a_record, a_row


def test_what_was_read_before_a_change_stays_as_it_was() -> None:
    store = MemoryStore()
    before = store.read()
    with store.transaction() as tx:
        tx.save(a_record())
        assert list(store.read().numbers()) == []
    assert (list(before.numbers()), list(store.read().numbers())) == ([], [1])


def test_a_change_that_fails_leaves_rows_values_and_archive_alone() -> None:
    store = MemoryStore()
    with store.transaction() as tx:
        tx.save(a_record(resolved(after("1h")), closed(after("2h"))))
    head = store.read().fingerprint()
    with suppress(LookupError), store.transaction() as tx:
        tx.archive(after("9d"))
        tx.save(a_record(number=2))
        raise LookupError
    assert (list(store.read().in_use()), store.read().fingerprint()) == ([1], head)
    assert list(store.read().archived()) == []


def test_what_is_purged_is_written_over_in_the_archive_too() -> None:
    store = MemoryStore()
    with store.transaction() as tx:
        tx._tables.put(TICKETS, 1, a_row())
        tx._archive.put(1, a_row(noted(after("1h"), "secret")))
    assert store.purge([1, 2]) == []
    assert store._tables.get(ARCHIVE, 1) == a_row()


def test_the_heartbeat_remembers_the_run_before_and_forgets_a_doubt() -> None:
    store = MemoryStore()
    assert store.doubted(after("1h"))
    assert (store.checked(after("2h")), store.checked(after("3h"))) == (None, after("2h"))
    assert (store.doubted_at(), store.last_check_at()) == (None, after("3h"))
