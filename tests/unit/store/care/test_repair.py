"""A sound version takes the place of a damaged file, which is set aside."""

import shutil
from pathlib import Path

import pytest

from escalate_cli.errors import DamagedStoreError, StoreUnreadableError, UsageError
from escalate_cli.store.care.repair import repair
from escalate_cli.store.json_store import JsonStore
from escalate_cli.usecases.automation.archive import archive
from escalate_cli.usecases.care.verify import verify
from tests.conftest import DAY, MONDAY_NINE
from tests.unit.store import names
from tests.unit.store.contexts import a_context, finished, listed, logged

LATER = MONDAY_NINE + 31 * DAY


@pytest.fixture
def store(tmp_path: Path) -> JsonStore:
    """Make a store of two changes: T-1 and T-2, then T-3."""
    store = JsonStore(tmp_path)
    logged(a_context(store), "one", "two")
    logged(a_context(store), "three")
    return store


def damage(path: Path, *, from_byte: int = 700) -> bytes:
    """Cut the end off a file, and return what is left."""
    left = path.read_bytes()[:from_byte]
    path.write_bytes(left)
    return left


def ids(store: JsonStore) -> list[str]:
    return sorted(listed(a_context(store), everything=True))


def test_the_version_before_comes_back(store: JsonStore) -> None:
    left = damage(store.folder / "tickets.json")
    [done] = repair(store.folder)
    assert done.restored_from == str(store.folder / "tickets.json.bak")
    assert done.lost == "event 3"
    assert ids(store) == ["T-1", "T-2"]
    assert verify(a_context(store)).differences == ()
    assert (store.folder / "tickets.json.damaged-1").read_bytes() == left


def test_an_id_that_was_lost_is_not_given_again(store: JsonStore) -> None:
    damage(store.folder / "tickets.json")
    repair(store.folder)
    assert logged(a_context(store), "four") == ["T-4"]


def test_each_damaged_file_is_set_aside_under_its_own_name(store: JsonStore) -> None:
    for _ in range(2):
        damage(store.folder / "tickets.json")
        repair(store.folder)
    assert [name for name in names(store.folder) if "damaged" in name] == [
        "tickets.json.damaged-1",
        "tickets.json.damaged-2",
    ]


def test_a_damaged_version_before_is_passed_over(store: JsonStore) -> None:
    kept = store.folder / "backups"
    kept.mkdir()
    shutil.copy(store.folder / "tickets.json.bak", kept / "tickets-2026-11-20.json")
    (kept / "tickets-2026-11-21.json").write_bytes(b"{}")
    for name in ("tickets.json", "tickets.json.bak"):
        damage(store.folder / name)
    [done] = repair(store.folder)
    assert done.restored_from == str(kept / "tickets-2026-11-20.json")
    assert ids(store) == ["T-1", "T-2"]


def test_without_a_sound_version_nothing_is_touched(store: JsonStore) -> None:
    for name in ("tickets.json", "tickets.json.bak"):
        damage(store.folder / name)
    before = names(store.folder)
    [done] = repair(store.folder)
    assert (done.restored_from, done.set_aside, names(store.folder)) == (None, None, before)
    with pytest.raises(DamagedStoreError):
        store.read()


def test_where_the_damage_hides_the_number_the_loss_is_not_guessed(store: JsonStore) -> None:
    (store.folder / "tickets.json").write_bytes(b"\0" * 500)
    assert repair(store.folder)[0].lost == (
        "what was recorded after that version; tickets go on at T-1003"
    )


def test_where_only_the_end_was_damaged_nothing_may_be_lost(store: JsonStore) -> None:
    path = store.folder / "tickets.json"
    shutil.copy(path, f"{path}.bak")
    path.write_bytes(path.read_bytes() + b"\0")
    assert repair(store.folder)[0].lost == "nothing"


def test_a_missing_file_is_damage_while_a_version_before_is_there(store: JsonStore) -> None:
    (store.folder / "tickets.json").unlink()
    for use in (store.read, lambda: logged(a_context(store), "four")):
        with pytest.raises(DamagedStoreError, match="the file is missing"):
            use()
    repair(store.folder)
    assert ids(store) == ["T-1", "T-2"]


def test_an_archive_alone_is_not_a_new_store(store: JsonStore) -> None:
    finished(store, ["T-1"])
    archive(a_context(store, LATER))
    for name in ("tickets.json", "tickets.json.bak"):
        (store.folder / name).unlink()
    with pytest.raises(DamagedStoreError, match="the file is missing"):
        store.read()
    with pytest.raises(DamagedStoreError, match="the file is missing"):
        logged(a_context(store), "one again")
    assert repair(store.folder)[0].restored_from is None


def test_a_damaged_bucket_gets_its_own_version_before(store: JsonStore) -> None:
    for number in ("T-1", "T-2"):
        finished(store, [number])
        archive(a_context(store, LATER))
    bucket = store.folder / "archive" / "0001.json"
    damage(bucket, from_byte=300)
    [done] = repair(store.folder)
    assert (done.file, done.restored_from) == (str(bucket), f"{bucket}.bak")
    assert ids(store) == ["T-1", "T-3"]


def test_a_bucket_that_vanished_comes_back(store: JsonStore) -> None:
    for number in ("T-1", "T-2"):
        finished(store, [number])
        archive(a_context(store, LATER))
    (store.folder / "archive" / "0001.json").unlink()
    assert [done.set_aside for done in repair(store.folder)] == [None]
    assert ids(store) == ["T-1", "T-3"]


def test_what_cannot_be_read_is_not_called_sound(store: JsonStore) -> None:
    path = store.folder / "tickets.json"
    path.unlink()
    path.mkdir()
    with pytest.raises(StoreUnreadableError):
        repair(store.folder)


def test_a_sound_store_is_left_alone(store: JsonStore) -> None:
    before = (store.folder / "tickets.json").stat()
    assert repair(store.folder) == []
    assert (store.folder / "tickets.json").stat().st_ino == before.st_ino


def test_what_was_edited_by_hand_is_not_damaged(store: JsonStore) -> None:
    path = store.folder / "tickets.json"
    path.write_bytes(path.read_bytes().replace(b'"title":"one"', b'"title":"ONE"', 1))
    assert repair(store.folder) == []


def test_a_file_that_is_a_link_elsewhere_is_mended_there(store: JsonStore, tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    path = store.folder / "tickets.json"
    path.rename(tmp_path / "real" / "tickets.json")
    path.symlink_to(tmp_path / "real" / "tickets.json")
    with pytest.raises(UsageError, match="is a link to") as refused:
        repair(store.folder)
    assert str(refused.value.help).endswith(f"--store {tmp_path / 'real'}")
