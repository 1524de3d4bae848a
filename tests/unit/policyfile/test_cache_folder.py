"""The folder keeps what it can, and touches nothing but its own."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from escalate_cli.policyfile.cache_folder import CacheFolder
from tests.strange import STRANGE
from tests.unit.store import names

AS_ROOT = os.geteuid() == 0
NAME = f"{'0' * 64}-1-00000000-0.1.0"


@pytest.fixture
def folder(tmp_path: Path) -> CacheFolder:
    """Make a folder of which nothing is there yet, and a victim beside each of its names."""
    return CacheFolder(tmp_path / "cache" / "escalate" / "policies", tmp_path / "store")


def name_of(number: int) -> str:
    """Return one of many names."""
    return f"{number:064x}-1-00000000-0.1.0"


def fill(folder: CacheFolder, count: int, start: int = 0) -> None:
    """Keep so many texts."""
    for number in range(start, start + count):
        folder.put(name_of(number), b"text")


def kept(folder: CacheFolder) -> list[str]:
    """Name all that is in the folder."""
    return names(folder.folder) if folder.folder.is_dir() else []


def victim_at(folder: Path) -> Path:
    """Put somebody's file into a folder, to which planted links lead."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    victim = folder / "victim"
    victim.write_bytes(b"mine")
    return victim


def test_what_is_kept_is_found_again_and_private(folder: CacheFolder) -> None:
    assert folder.get(NAME) == b""
    folder.put(NAME, b"text")
    assert folder.get(NAME) == b"text"
    assert kept(folder) == [NAME]
    modes = [path.stat().st_mode & 0o777 for path in (folder.folder, folder.folder / NAME)]
    assert (modes, folder.lack()) == ([0o700, 0o600], None)


def test_it_does_not_grow_for_ever(folder: CacheFolder) -> None:
    fill(folder, 60)
    assert kept(folder) == [name_of(number) for number in range(10, 60)]


def test_what_a_kill_left_over_goes_with_the_oldest(folder: CacheFolder) -> None:
    fill(folder, 1)
    left = folder.folder / f"{NAME}.0123abcd.new"
    left.write_bytes(b"half")
    os.utime(left, (0, 0))
    fill(folder, 50, start=1)
    assert not left.exists()


@pytest.mark.parametrize("name", ["doc", "tickets.json.bak", f"{NAME}x y", f".{NAME}", NAME[1:]])
def test_files_of_other_names_are_left_alone(folder: CacheFolder, name: str) -> None:
    fill(folder, 1)
    theirs = folder.folder / name
    theirs.write_bytes(b"mine")
    os.utime(theirs, (0, 0))
    fill(folder, 60, start=1)
    assert theirs.read_bytes() == b"mine"
    assert len(kept(folder)) == 51


def test_the_files_of_the_folder_above_are_left_alone(folder: CacheFolder) -> None:
    folder.folder.parent.mkdir(parents=True, mode=0o700)
    older = [folder.folder.parent / name_of(number) for number in range(60)]
    for file in older:
        file.write_bytes(b"mine")
    fill(folder, 2)
    assert all(file.exists() for file in older)


@pytest.mark.parametrize("plant", STRANGE.values(), ids=STRANGE)
def test_what_lies_under_a_name_and_is_no_file_of_ours_is_left_alone(
    folder: CacheFolder, plant: Callable[[Path], object]
) -> None:
    victim = victim_at(folder.folder)
    plant(folder.folder / NAME)
    before = (folder.folder / NAME).lstat()
    os.utime(folder.folder / NAME, (0, 0), follow_symlinks=False)
    folder.put(NAME, b"text")
    assert folder.get(NAME) == b""
    fill(folder, 60, start=1)
    after = (folder.folder / NAME).lstat()
    assert (after.st_ino, after.st_mode) == (before.st_ino, before.st_mode)
    assert victim.read_bytes() == b"mine"


@pytest.mark.skipif(not AS_ROOT, reason="only root gives files to others")
def test_somebody_elses_file_is_neither_read_nor_replaced(folder: CacheFolder) -> None:
    folder.put(NAME, b"text")
    os.chown(folder.folder / NAME, 4242, -1)
    os.utime(folder.folder / NAME, (0, 0))
    folder.put(NAME, b"other")
    fill(folder, 60, start=1)
    assert (folder.get(NAME), (folder.folder / NAME).read_bytes()) == (b"", b"text")


def test_what_others_may_write_is_not_read_and_is_replaced(folder: CacheFolder) -> None:
    folder.put(NAME, b"text")
    (folder.folder / NAME).chmod(0o666)
    assert folder.get(NAME) == b""
    folder.put(NAME, b"text")
    assert folder.get(NAME) == b"text"


@pytest.mark.parametrize("depth", [0, 1], ids=["the folder", "the one above"])
@pytest.mark.parametrize("plant", STRANGE.values(), ids=STRANGE)
def test_no_link_is_followed_to_another_folder(
    folder: CacheFolder, depth: int, plant: Callable[[Path], object]
) -> None:
    place = [folder.folder, *folder.folder.parents][depth]
    place.parent.mkdir(parents=True, mode=0o700)
    victim = place.with_name("victim")
    (victim / "policies").mkdir(parents=True)
    theirs = [victim / name_of(n) for n in range(60)]
    theirs += [victim / "policies" / name_of(n) for n in range(60)]
    for file in theirs:
        file.write_bytes(b"mine")
    plant(place)
    folder.put(NAME, b"text")
    is_folder = place.is_dir() and not place.is_symlink()
    assert folder.get(NAME) == (b"text" if is_folder else b"")
    assert all(file.exists() for file in theirs)
    lack = folder.lack()
    assert (lack is None) == is_folder
    assert lack is None or (f"{place} is " in lack[0] and f"mv {place}" in lack[1])


@pytest.mark.parametrize("depth", [0, 1], ids=["the folder", "the one above"])
def test_a_folder_that_others_may_write_is_not_used(folder: CacheFolder, depth: int) -> None:
    folder.put(NAME, b"text")
    place = [folder.folder, *folder.folder.parents][depth]
    place.chmod(0o777)
    folder.put(name_of(1), b"text")
    assert (folder.get(NAME), kept(folder)) == (b"", [NAME])
    lack = folder.lack()
    assert lack == (f"{place} is open to others, which is left alone", f"chmod go-w {place}")


@pytest.mark.skipif(not AS_ROOT, reason="only root gives folders to others")
@pytest.mark.parametrize("depth", [0, 1], ids=["the folder", "the one above"])
def test_somebody_elses_folder_is_not_used(folder: CacheFolder, depth: int) -> None:
    folder.put(NAME, b"text")
    os.chown([folder.folder, *folder.folder.parents][depth], 4242, -1)
    folder.put(name_of(1), b"text")
    assert (folder.get(NAME), kept(folder)) == (b"", [NAME])
    lack = folder.lack()
    assert lack is not None
    assert "somebody else's folder" in lack[0]
    assert lack[1] == "as another user, set HOME to your own"


@pytest.mark.parametrize("above", ["", "escalate", "escalate/policies"])
def test_a_folder_that_is_the_stores_or_in_it_is_not_used(tmp_path: Path, above: str) -> None:
    folder = CacheFolder(tmp_path / "escalate" / "policies", tmp_path / above)
    fill(folder, 60)
    lack = folder.lack()
    assert (folder.get(NAME), names(tmp_path)) == (b"", [])
    assert lack == (
        f"{folder.folder} lies in a store",
        "export XDG_CACHE_HOME=/a/folder/that/is/no/store",
    )


def test_a_folder_in_the_store_is_not_used_by_another_way_to_it(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")
    folder = CacheFolder(tmp_path / "link" / "escalate" / "policies", tmp_path / "real")
    fill(folder, 1)
    assert names(tmp_path / "real") == []


@pytest.mark.parametrize("place", ["escalate", "escalate/policies"])
@pytest.mark.parametrize("name", ["tickets.json", "dead"], ids=["a file", "a dead link"])
def test_a_folder_of_another_store_is_not_used(tmp_path: Path, place: str, name: str) -> None:
    folder = CacheFolder(tmp_path / "escalate" / "policies", tmp_path / "store")
    (tmp_path / place).mkdir(parents=True, mode=0o700)
    tickets = tmp_path / place / "tickets.json"
    tickets.touch() if name == "tickets.json" else tickets.symlink_to(name)
    fill(folder, 60)
    assert not (folder.folder / NAME).exists()
    assert os.path.lexists(tickets)
    assert folder.lack() is not None


def test_nothing_to_keep_in_is_no_error(folder: CacheFolder, tmp_path: Path) -> None:
    (tmp_path / "cache").write_bytes(b"mine")
    folder.put(NAME, b"text")
    assert folder.get(NAME) == b""
    assert folder.lack() == (
        f"{folder.folder} cannot be opened: not a directory",
        f"ls -ld {folder.folder}",
    )


def test_a_full_disk_leaves_nothing(folder: CacheFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    folder.put(NAME, b"text")
    monkeypatch.setattr(os, "replace", fail)
    folder.put(name_of(1), b"text")
    assert kept(folder) == [NAME]


@pytest.mark.skipif(AS_ROOT, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written_is_a_lack(folder: CacheFolder) -> None:
    folder.put(NAME, b"text")
    folder.folder.chmod(0o500)
    folder.put(name_of(1), b"text")
    assert (folder.get(NAME), kept(folder)) == (b"text", [NAME])
    assert folder.lack() == (
        f"nothing can be written in {folder.folder}",
        f"ls -ld {folder.folder}",
    )
    folder.folder.chmod(0o700)
