"""The care of a store in a folder, by the port that commands know."""

from pathlib import Path

from escalate_cli.store.care.file_care import FileCare
from escalate_cli.store.json_store import JsonStore
from escalate_cli.usecases.care.store_care import StoreCare
from tests.conftest import MONDAY_NINE
from tests.unit.store.contexts import a_context, logged


def begun(folder: Path) -> StoreCare:
    logged(a_context(JsonStore(folder)), "one")
    return FileCare(folder)


def test_a_folder_without_tickets_is_not_begun(tmp_path: Path) -> None:
    assert not FileCare(tmp_path).is_begun()
    assert begun(tmp_path).is_begun()


def test_a_sound_store_is_shown_as_it_was_examined(tmp_path: Path) -> None:
    care = begun(tmp_path)
    examined = care.examine()
    logged(a_context(JsonStore(tmp_path)), "two")
    assert examined.symptoms == ()
    assert examined.view is not None
    assert list(examined.view.numbers()) == [1]


def test_a_damaged_store_is_not_shown_until_it_is_repaired(tmp_path: Path) -> None:
    care = begun(tmp_path)
    logged(a_context(JsonStore(tmp_path)), "two")
    (tmp_path / "tickets.json").write_bytes(b"{")
    examined = care.examine()
    assert [symptom.check for symptom in examined.symptoms] == ["file"]
    assert examined.view is None
    [done] = care.repair()
    assert done.restored_from == str(tmp_path / "tickets.json.bak")
    assert care.examine().view is not None


def test_a_backup_by_its_path_can_be_looked_into_and_put_back(tmp_path: Path) -> None:
    care, file = begun(tmp_path / "store"), str(tmp_path / "kept.tar")
    made = care.back_up(MONDAY_NINE, file)
    assert care.look_into(file) == made
    logged(a_context(JsonStore(tmp_path / "store")), "two")
    restored = care.restore(file, MONDAY_NINE)
    assert (restored.bundle, made.tickets) == (made, 1)
    assert list(JsonStore(tmp_path / "store").read().numbers()) == [1]


def test_a_backup_goes_among_the_stores_own_unless_a_file_is_named(tmp_path: Path) -> None:
    assert begun(tmp_path).back_up(MONDAY_NINE).file.startswith(str(tmp_path / "backups"))
