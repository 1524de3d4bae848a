"""The policy version that was pinned last, found without reading the tickets."""

from pathlib import Path

import pytest

from escalate_cli.errors import DamagedStoreError
from escalate_cli.store.file.pinned_policy import newest_policy
from escalate_cli.store.json_store import JsonStore
from escalate_cli.store.rows.snapshot import RowsView
from tests.unit.store.contexts import a_context, logged


@pytest.fixture
def store(tmp_path: Path) -> JsonStore:
    """Make a store of some tickets, which two policies were pinned for."""
    store = JsonStore(tmp_path)
    logged(a_context(store), "one", "two")
    with store.transaction() as tx:
        tx.pin("2", '# a second policy\n{"policies": {}}')
    return store


def never() -> RowsView:
    """Read all of the store, which costs too much."""
    raise AssertionError("the tickets were read")


def test_it_is_found_without_the_tickets(store: JsonStore) -> None:
    found = newest_policy(store.folder / "tickets.json", never)
    assert found == store.as_it_is().newest_policy() == store.newest_policy()
    assert found == '# a second policy\n{"policies": {}}'


def test_a_store_without_one_has_none(tmp_path: Path) -> None:
    store = JsonStore(tmp_path)
    with store.transaction() as tx:
        tx.queue(())
    assert newest_policy(tmp_path / "tickets.json", never) is None
    assert JsonStore(tmp_path / "none").newest_policy() is None


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"title":"one"', b'"title":"a longer one"'),
        (b'"policies": {\n', b'"policies": {  \n'),
        (b'{"meta": {"1": {', b'{ "meta": { "1": { '),
        (b'"bytes":{', b'"lengths":{'),
    ],
    ids=["longer", "another line", "laid out anew", "no lengths"],
)
def test_in_a_file_that_was_edited_it_is_found_all_the_same(
    store: JsonStore, old: bytes, new: bytes
) -> None:
    file = store.folder / "tickets.json"
    raw = file.read_bytes()
    assert old in raw
    file.write_bytes(raw.replace(old, new))
    assert store.newest_policy() == '# a second policy\n{"policies": {}}'


def test_a_file_that_ends_early_is_read_as_a_whole(store: JsonStore) -> None:
    file = store.folder / "tickets.json"
    raw = file.read_bytes()
    file.write_bytes(raw[: raw.index(b"# a second policy")])
    with pytest.raises(DamagedStoreError):
        store.newest_policy()
