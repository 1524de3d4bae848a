"""TinyDB through our storage, and plain TinyDB on our file."""

from pathlib import Path

import pytest
from tinydb import Query, TinyDB, where
from tinydb.table import Table

from escalate_cli.errors import DamagedStoreError, StoreBusyError, StoreConflictError
from escalate_cli.store.file.file_format import FORMAT, Image
from escalate_cli.store.file.locking import exclusive
from escalate_cli.store.file.table_file import TableFile
from escalate_cli.store.file.tinydb_storage import LineStorage
from tests.unit.store import names


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Make a file of two tickets, one of them in bytes that we would write otherwise."""
    path = tmp_path / "t.json"
    with TableFile(path, "tickets", "outbox").transaction() as image:
        image.meta["seq"] = 7
        image.put("tickets", 1, b'{"status":"open","n":1.50}')
        image.put("tickets", 4, b'{"status":"closed"}')
    return path


def the_image(path: Path) -> Image:
    image = TableFile(path).read()
    assert image is not None
    return image


def tickets(path: Path) -> dict[int, bytes]:
    return dict(the_image(path).rows("tickets"))


def _empty_and_fail(table: Table) -> None:
    table.truncate()
    table.insert({"n": float("nan")})


def ours(path: Path) -> TinyDB:
    return TinyDB(path, storage=LineStorage)


def test_tables_are_queried(path: Path) -> None:
    db = ours(path)
    assert db.tables() == {"meta", "tickets", "outbox"}
    assert [row.doc_id for row in db.table("tickets").search(where("status") == "open")] == [1]
    [meta] = db.table("meta").all()
    assert meta == {"format": FORMAT, "seq": 7, "rows": {"tickets": 2, "outbox": 0}}


def test_a_file_that_is_not_there_is_empty_and_stays_away(tmp_path: Path) -> None:
    assert ours(tmp_path / "t.json").table("tickets").all() == []
    assert names(tmp_path) == []


def test_the_first_insert_makes_the_file(tmp_path: Path) -> None:
    db = TinyDB(tmp_path / "t.json", "tickets", "outbox", storage=LineStorage)
    assert db.table("tickets").insert({"a": 1}) == 1
    assert the_image(tmp_path / "t.json").tables == ["tickets", "outbox"]


def test_only_the_rows_that_changed_are_written_anew(path: Path) -> None:
    ours(path).table("tickets").update({"status": "open"}, doc_ids=[4])
    assert tickets(path) == {1: b'{"status":"open","n":1.50}', 4: b'{"status":"open"}'}
    assert the_image(path).meta == {"seq": 7}
    assert not the_image(path).edited


def test_rows_are_inserted_and_removed(path: Path) -> None:
    db = ours(path)
    assert db.table("tickets").insert({"status": "new"}) == 5
    db.table("tickets").remove(Query().status == "closed")
    db.table("mine").insert({"x": 1})
    assert tickets(path).keys() == {1, 5}
    assert the_image(path).tables == ["tickets", "outbox", "mine"]


def test_dropping_all_tables_keeps_the_values_of_the_file(path: Path) -> None:
    db = ours(path)
    db.drop_tables()
    assert (the_image(path).tables, the_image(path).meta) == ([], {"seq": 7})


def test_dropping_one_table_leaves_the_others(path: Path) -> None:
    ours(path).drop_table("outbox")
    assert the_image(path).tables == ["tickets"]


def test_values_of_the_file_are_changed_as_its_row(path: Path) -> None:
    ours(path).table("meta").update({"seq": 8, "rows": {"tickets": 99}})
    assert the_image(path).meta == {"seq": 8}
    assert the_image(path).count("tickets") == 2


@pytest.mark.parametrize(
    "row", [{"n": float("nan")}, {"n": "\ud800"}, {"n": {"n": float("inf")}}], ids=repr
)
def test_what_json_cannot_say_is_refused(path: Path, row: dict[str, object]) -> None:
    before = path.read_bytes()
    with pytest.raises(ValueError, match="/n"):
        ours(path).table("tickets").insert(row)
    assert path.read_bytes() == before


def test_meta_has_one_row(path: Path) -> None:
    with pytest.raises(ValueError, match="one row"):
        ours(path).table("meta").insert({"seq": 1})


def test_a_transaction_is_one_commit(path: Path) -> None:
    storage = LineStorage(path)
    table = TinyDB(path, storage=lambda _: storage).table("tickets")
    with storage.transaction() as image:
        table.insert({"status": "one"})
        image.put("tickets", 6, b'{"status":"two"}')
        table.update({"status": "three"}, doc_ids=[6])
        assert tickets(path).keys() == {1, 4}
    assert tickets(path).keys() == {1, 4, 5, 6}
    assert tickets(path)[6] == b'{"status":"three"}'
    assert b'"5":' not in path.with_name("t.json.bak").read_bytes()


def test_an_exception_undoes_the_whole_transaction(path: Path) -> None:
    storage = LineStorage(path)
    table = TinyDB(path, storage=lambda _: storage).table("tickets")
    with pytest.raises(ValueError, match="/n"), storage.transaction():
        _empty_and_fail(table)
    assert tickets(path).keys() == {1, 4}
    storage.write({"tickets": {"4": {"n": 2}}})
    assert tickets(path) == {4: b'{"n":2}'}


def test_a_write_waits_for_the_lock(path: Path) -> None:
    db = TinyDB(path, storage=LineStorage, wait=0)
    with exclusive(path.with_name("lock")), pytest.raises(StoreBusyError):
        db.table("tickets").insert({"a": 1})
    assert tickets(path).keys() == {1, 4}


def test_what_others_changed_meanwhile_is_kept(path: Path) -> None:
    storage = LineStorage(path)
    data = storage.read()
    assert data is not None
    ours(path).table("tickets").insert({"by": "somebody else"})
    data["tickets"]["1"] = {"by": "us"}
    storage.write(data)
    assert tickets(path)[1] == b'{"by":"us"}'
    assert tickets(path)[5] == b'{"by":"somebody else"}'


@pytest.mark.parametrize("table", ["tickets", "meta"])
def test_the_same_row_changed_by_others_is_a_conflict(path: Path, table: str) -> None:
    storage = LineStorage(path)
    data = storage.read()
    assert data is not None
    ours(path).table(table).update({"by": "somebody else"}, doc_ids=[1])
    data[table]["1"] = {"by": "us"}
    with pytest.raises(StoreConflictError, match=f"row 1 of {table}"):
        storage.write(data)
    assert b"somebody else" in path.read_bytes()


def test_a_row_that_is_no_json_is_damage_with_its_place(path: Path) -> None:
    with TableFile(path).transaction() as image:
        image.put("tickets", 4, b"{oops}")
    with pytest.raises(DamagedStoreError) as caught:
        ours(path).table("tickets").all()
    assert caught.value.place == "/tickets/4"


def test_plain_tinydb_reads_and_edits_the_file_and_we_go_on(path: Path) -> None:
    with TinyDB(path) as plain:
        table = plain.table("tickets")
        assert table.get(doc_id=4) == {"status": "closed"}
        table.update({"status": "open"}, where("status") == "closed")
        assert table.insert({"status": "new"}) == 5
    edited = the_image(path)
    assert (edited.edited, edited.meta) == (True, {"seq": 7})
    ours(path).table("tickets").remove(doc_ids=[1])
    assert tickets(path) == {4: b'{"status":"open"}', 5: b'{"status":"new"}'}
    assert not the_image(path).edited
    with TinyDB(path, access_mode="r") as plain:
        assert len(plain.table("tickets")) == 2
