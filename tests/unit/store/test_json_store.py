"""The store in a folder: where it begins, what it notes beside its file, and when it refuses."""

import os
from codecs import BOM_UTF8
from contextlib import suppress
from pathlib import Path

import pytest

from escalate_cli.errors import DamagedStoreError
from escalate_cli.paths import HEARTBEAT, TICKETS_FILE
from escalate_cli.store.json_store import DAY, JsonStore
from escalate_cli.store.rows.transaction import RowsTransaction
from tests.conftest import after, closed, resolved
from tests.unit.store.contexts import a_context, logged
from tests.unit.store.rows.records import a_record


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Name a folder that is not there yet."""
    return tmp_path / "store"


@pytest.fixture
def store(folder: Path) -> JsonStore:
    """Open a store with one ticket that was closed."""
    store = JsonStore(folder)
    with store.transaction() as tx:
        tx.save(a_record(resolved(after("1h")), closed(after("2h"))))
    return store


def test_reading_makes_no_folder(folder: Path) -> None:
    assert list(JsonStore(folder).read().numbers()) == []
    assert not folder.exists()


def test_a_change_that_fails_leaves_the_file_as_it_was(store: JsonStore, folder: Path) -> None:
    before = (folder / TICKETS_FILE).read_bytes()
    with suppress(LookupError), store.transaction() as tx:
        tx.save(a_record(number=2))
        raise LookupError
    assert (folder / TICKETS_FILE).read_bytes() == before


def test_no_store_begins_anew_beside_an_archive(store: JsonStore, folder: Path) -> None:
    with store.transaction() as tx:
        tx.archive(after("9d"))
    (folder / TICKETS_FILE).unlink()
    with pytest.raises(DamagedStoreError, match="the file is missing"):
        store.read()
    with pytest.raises(DamagedStoreError, match="the file is missing"), store.transaction():
        pass


def test_a_damaged_file_beside_an_archive_is_not_said_to_be_missing(
    store: JsonStore, folder: Path
) -> None:
    with store.transaction() as tx:
        tx.save(a_record(number=7))
    with store.transaction() as tx:
        tx.archive(after("9d"))
    path = folder / TICKETS_FILE
    path.write_bytes(BOM_UTF8 + path.read_bytes())
    assert [each.what for each in store.read().damage()] == [
        "not JSON: a byte order mark (BOM) stands here"
    ]
    with pytest.raises(DamagedStoreError, match="byte order mark"), store.transaction():
        pass


def edit(folder: Path, old: str, new: str) -> None:
    path = folder / TICKETS_FILE
    path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")


def test_who_edits_the_file_is_heard_before_anybody_reads_it(folder: Path) -> None:
    logged(a_context(JsonStore(folder)), "Mail is down")
    heard: list[str] = []

    def hear(tx: RowsTransaction, path: str, _numbers: object) -> bool:
        heard.append(f"{tx.ticket(1).title} in {Path(path).name}")
        return True

    edit(folder, "Mail is down", "Mail is up")
    listening = JsonStore(folder, on_edit=hear)
    listening.as_it_is()
    assert heard == []
    listening.read()
    assert heard == ["Mail is up in tickets.json"]
    with listening.transaction():
        pass
    JsonStore(folder, on_edit=hear).read()
    assert heard == ["Mail is up in tickets.json"] * 2


def test_damage_is_told_to_who_wants_to_write_and_not_to_who_reads(
    store: JsonStore, folder: Path
) -> None:
    edit(folder, '"kind":"ticket_logged"', '"kind":"ticket_lodged"')
    assert list(store.read().numbers()) == [1]
    with pytest.raises(DamagedStoreError, match="/tickets/1"), store.transaction():
        pass


@pytest.mark.parametrize(
    "note", [b"", b"yesterday\n", b"\xff\n", b"-\n"], ids=["empty", "words", "no text", "none"]
)
def test_a_damaged_heartbeat_counts_as_none(store: JsonStore, folder: Path, note: bytes) -> None:
    (folder / HEARTBEAT).write_bytes(note)
    assert (store.last_check_at(), store.doubted_at()) == (None, None)
    assert store.checked(after("1h")) is None
    assert store.last_check_at() == after("1h")


def test_a_spoilt_version_of_the_policy_is_named_to_who_compares(folder: Path) -> None:
    store = JsonStore(folder)
    logged(a_context(store))
    edit(folder, '"source"', '"sauce"')
    with store.as_it_is() as view:
        found = [(each.place, each.what) for each in view.damage()]
    assert found == [("/policies/1", "Object missing required field `source`")]


def test_a_folder_that_is_no_store_stays_clean(folder: Path) -> None:
    folder.mkdir()
    assert JsonStore(folder).checked(after("1h")) is None
    assert not JsonStore(folder).doubted(after("1h"))
    assert list(folder.iterdir()) == []


def test_the_first_change_of_a_day_keeps_what_the_day_before_left(
    store: JsonStore, folder: Path
) -> None:
    before = (folder / TICKETS_FILE).read_bytes()
    written = (folder / TICKETS_FILE).stat().st_mtime - DAY
    os.utime(folder / TICKETS_FILE, (written, written))
    with store.transaction() as tx:
        tx.save(a_record(number=2))
    [kept] = folder.glob("*/tickets-*.json")
    assert kept.read_bytes() == before
    with store.transaction() as tx:
        tx.save(a_record(number=3))
    assert list(folder.glob("*/tickets-*.json")) == [kept]
