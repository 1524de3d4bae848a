"""At the first change of a day, the version of the days before is kept."""

import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from escalate_cli.file_ownership import NotOursError
from escalate_cli.store.care.rotation import KEPT, keep, newest_first
from escalate_cli.store.file.file_format import parse
from escalate_cli.store.json_store import JsonStore
from tests.conftest import DAY, MONDAY_NINE
from tests.strange import STRANGE
from tests.unit.store import names
from tests.unit.store.contexts import a_context, logged


def wrote_at(path: Path, at: datetime) -> None:
    """Let a file be as old as if it had been written then."""
    os.utime(path, (at.timestamp(), at.timestamp()))


@pytest.fixture
def store(tmp_path: Path) -> JsonStore:
    """Make a store with one ticket, written on Monday the 2nd of March."""
    store = JsonStore(tmp_path)
    logged(a_context(store), "one")
    wrote_at(tmp_path / "tickets.json", datetime(2026, 3, 2, 23, 59, tzinfo=UTC))
    return store


def kept(store: JsonStore) -> list[str]:
    """Name the versions that were kept."""
    folder = store.folder / "backups"
    return names(folder) if folder.is_dir() else []


def test_the_first_change_of_a_day_keeps_the_version_before(store: JsonStore) -> None:
    logged(a_context(store), "two")
    assert kept(store) == ["tickets-2026-03-02.json"]
    [path] = newest_first(store.folder)
    assert parse(path.read_bytes(), str(path)).count("tickets") == 1


def test_the_second_change_keeps_nothing(store: JsonStore) -> None:
    logged(a_context(store), "two")
    logged(a_context(store), "three")
    assert kept(store) == ["tickets-2026-03-02.json"]


def test_the_first_version_of_all_has_none_before(tmp_path: Path) -> None:
    logged(a_context(JsonStore(tmp_path)), "one")
    assert kept(JsonStore(tmp_path)) == []


def test_a_clock_that_went_back_replaces_no_version(store: JsonStore) -> None:
    logged(a_context(store), "two")
    before = newest_first(store.folder)[0].read_bytes()
    wrote_at(store.folder / "tickets.json", datetime(2026, 3, 2, 12, tzinfo=UTC))
    logged(a_context(store), "three")
    assert [path.read_bytes() for path in newest_first(store.folder)] == [before]


def test_the_last_ten_days_are_kept(store: JsonStore) -> None:
    version = store.folder / "tickets.json"
    for day in range(KEPT + 2):
        wrote_at(version, MONDAY_NINE + day * DAY)
        keep(version, store.folder)
    assert kept(store) == [
        f"tickets-{MONDAY_NINE + day * DAY:%Y-%m-%d}.json" for day in range(2, KEPT + 2)
    ]


def test_what_people_put_beside_is_left_alone(store: JsonStore) -> None:
    logged(a_context(store), "two")
    (store.folder / "backups" / "store-2020-01-01.tar").touch()
    for day in range(KEPT + 1):
        wrote_at(store.folder / "tickets.json", MONDAY_NINE + day * DAY)
        keep(store.folder / "tickets.json", store.folder)
    assert "store-2020-01-01.tar" in kept(store)


def test_no_ring_no_harm(store: JsonStore) -> None:
    (store.folder / "backups").write_text("in the way", encoding="utf-8")
    assert logged(a_context(store), "two") == ["T-2"]


def test_without_hard_links_it_is_a_copy(store: JsonStore, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_paths: object, **_how: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    keep(store.folder / "tickets.json", store.folder)
    [copy] = newest_first(store.folder)
    assert copy.read_bytes() == (store.folder / "tickets.json").read_bytes()
    assert (copy.stat().st_nlink, copy.stat().st_mode & 0o777) == (1, 0o600)


def days(version: Path, store: JsonStore, count: int) -> None:
    """Keep a version on so many days."""
    for day in range(count):
        wrote_at(version, MONDAY_NINE + day * DAY)
        keep(version, store.folder)


@pytest.mark.parametrize("plant", STRANGE.values(), ids=STRANGE)
def test_what_is_no_version_of_ours_is_neither_removed_nor_counted(
    store: JsonStore, plant: Callable[[Path], object]
) -> None:
    (store.folder / "backups").mkdir()
    victim = store.folder / "backups" / "victim"
    victim.write_bytes(b"mine")
    planted = store.folder / "backups" / "tickets-2020-01-01.json"
    plant(planted)
    before = planted.lstat()
    days(store.folder / "tickets.json", store, KEPT + 2)
    after = planted.lstat()
    assert (after.st_ino, after.st_mode) == (before.st_ino, before.st_mode)
    assert victim.read_bytes() == b"mine"
    assert len(kept(store)) == KEPT + 2


@pytest.mark.parametrize("name", ["tickets-last-good-of-april.json", "tickets-aaaa-bb-cc.json"])
def test_files_of_other_names_are_not_versions(store: JsonStore, name: str) -> None:
    (store.folder / "backups").mkdir()
    (store.folder / "backups" / name).touch()
    days(store.folder / "tickets.json", store, KEPT + 2)
    assert len(kept(store)) == KEPT + 1


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files to others")
@pytest.mark.parametrize(("mode", "left"), [(0o700, True), (0o770, False)], ids=oct)
def test_a_version_of_somebody_else_stays_unless_the_folder_is_a_teams(
    store: JsonStore, mode: int, left: bool
) -> None:
    (store.folder / "backups").mkdir()
    theirs = store.folder / "backups" / "tickets-2020-01-01.json"
    theirs.touch()
    os.chown(theirs, 4242, -1)
    (store.folder / "backups").chmod(mode)
    days(store.folder / "tickets.json", store, KEPT + 1)
    assert theirs.exists() == left


@pytest.mark.parametrize("plant", STRANGE.values(), ids=STRANGE)
def test_a_day_whose_name_is_taken_keeps_nothing(
    store: JsonStore, plant: Callable[[Path], object]
) -> None:
    (store.folder / "backups").mkdir()
    planted = store.folder / "backups" / "tickets-2026-03-02.json"
    plant(planted)
    before = planted.lstat()
    logged(a_context(store), "two")
    assert planted.lstat() == before
    assert kept(store) == ["tickets-2026-03-02.json"]


def test_no_version_is_kept_or_removed_through_a_link(store: JsonStore, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    theirs = [other / f"tickets-2020-01-{day:02}.json" for day in range(1, 20)]
    for file in theirs:
        file.touch()
    (store.folder / "backups").symlink_to(other)
    assert logged(a_context(store), "two") == ["T-2"]
    with pytest.raises(NotOursError, match="is a symbolic link, which is left alone"):
        keep(store.folder / "tickets.json", store.folder)
    assert names(other) == [file.name for file in theirs]


@pytest.mark.parametrize("plant", STRANGE.values(), ids=STRANGE)
def test_only_a_file_is_kept_as_a_version(
    store: JsonStore, plant: Callable[[Path], object]
) -> None:
    version = store.folder / "version"
    plant(version)
    with pytest.raises(NotOursError):
        keep(version, store.folder)
    assert kept(store) == []


@pytest.mark.parametrize("plant", STRANGE.values(), ids=STRANGE)
def test_whatever_stands_for_the_folder_of_versions_stops_no_change(
    store: JsonStore, plant: Callable[[Path], object]
) -> None:
    victim = store.folder / "victim"
    victim.write_bytes(b"mine")
    plant(store.folder / "backups")
    assert logged(a_context(store), "two") == ["T-2"]
    assert victim.read_bytes() == b"mine"
