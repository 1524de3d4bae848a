"""No number is given twice, however little of a store is left to tell which were."""

from collections.abc import Callable
from pathlib import Path

import pytest

from escalate_cli.store.care.backup import back_up, restore
from escalate_cli.store.care.repair import repair
from escalate_cli.store.care.ticket_numbers import UNKNOWN, highest_archived, highest_given
from escalate_cli.store.file.archive import Buckets
from escalate_cli.store.json_store import JsonStore
from escalate_cli.usecases.automation.archive import archive
from tests.conftest import DAY, MONDAY_NINE
from tests.unit.store.contexts import a_context, finished, logged

LATER = MONDAY_NINE + 31 * DAY


@pytest.fixture
def store(tmp_path: Path) -> JsonStore:
    """Make a store with T-2 to T-4 in the archive, and T-1 open."""
    store = JsonStore(tmp_path / "store")
    logged(a_context(store), "one", "two", "three", "four")
    finished(store, ["2", "3", "4"])
    archive(a_context(store, LATER))
    return store


def _path(store: JsonStore) -> Path:
    return store.folder / "tickets.json"


def _lower(store: JsonStore) -> None:
    text = _path(store).read_text()
    assert '"next":5' in text
    _path(store).write_text(text.replace('"next":5', '"next":2'))


DAMAGES: dict[str, Callable[[JsonStore], object]] = {
    "missing": lambda store: _path(store).unlink(),
    "empty": lambda store: _path(store).write_bytes(b""),
    "without its first line": lambda store: _path(store).write_bytes(
        b"\n" + _path(store).read_bytes().partition(b"\n")[2]
    ),
    "cut": lambda store: _path(store).write_bytes(_path(store).read_bytes()[:-50]),
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_after_a_repair_no_number_comes_again(
    store: JsonStore, damage: Callable[[JsonStore], object]
) -> None:
    logged(a_context(store, LATER), "five")
    damage(store)
    repair(store.folder)
    [new] = logged(a_context(store, LATER), "new")
    assert int(new.removeprefix("T-")) > 5


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_after_a_restore_no_number_comes_again(
    store: JsonStore, tmp_path: Path, damage: Callable[[JsonStore], object]
) -> None:
    other = JsonStore(tmp_path / "other")
    logged(a_context(other), "one")
    made = back_up(other.folder, LATER, tmp_path / "small.tar")
    logged(a_context(store, LATER), "five")
    damage(store)
    restore(store.folder, Path(made.file), LATER)
    [new] = logged(a_context(store, LATER), "new")
    assert int(new.removeprefix("T-")) > 5


def test_a_counter_that_was_lowered_by_hand_gives_no_number_of_the_archive(
    store: JsonStore,
) -> None:
    _lower(store)
    assert logged(a_context(store, LATER), "new") == ["T-5"]


def test_what_is_known_leaves_no_number_out(store: JsonStore) -> None:
    assert highest_given(store.folder) == 4
    _lower(store)
    assert highest_given(store.folder) == 4
    _path(store).unlink()
    assert highest_given(store.folder) == 4 + UNKNOWN


def test_where_there_was_no_store_none_was_given(tmp_path: Path) -> None:
    assert highest_given(tmp_path) == 0


def test_a_damaged_bucket_may_have_held_all_its_numbers(store: JsonStore) -> None:
    buckets = Buckets(store.folder)
    assert highest_archived(buckets) == 4
    buckets.file(1).path.write_bytes(b"torn")
    assert highest_archived(Buckets(store.folder)) == 1000


def test_a_file_that_another_program_wrote_tells_too(store: JsonStore) -> None:
    text = _path(store).read_text().replace('"next":5', '"next": 9')
    _path(store).write_text(text)
    assert highest_given(store.folder) == 8
