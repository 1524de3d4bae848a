"""A commit puts a file in place whole, or leaves the old one whole."""

import errno
import os
import re
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

import pytest

from escalate_cli.errors import StoreUncertainError, StoreUnreadableError, StoreUnwritableError
from escalate_cli.store.file import atomic_file
from escalate_cli.store.file.atomic_file import (
    NEW,
    expect_ours,
    is_there,
    prepare_folder,
    read_file,
    read_note,
    remove_file,
    replace_file,
    replace_note,
    replacing,
)
from tests.strange import STRANGE
from tests.unit.store import names
from tests.unit.store.processes import script

AS_ROOT = os.geteuid() == 0
OVER_THE_LIMIT = """
import json, resource, sys
from pathlib import Path
from escalate_cli.errors import StoreUnwritableError
from escalate_cli.store.file.atomic_file import replace_file

resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
try:
    replace_file(Path(sys.argv[1]), [b"x" * 600, b"y" * 600])
except StoreUnwritableError as error:
    print(json.dumps({"error": str(error)}))
"""


BESIDE = (f"t.json{NEW}", "t.json.bak", f"t.json.bak{NEW}")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "store" / "t.json"


@pytest.fixture(autouse=True)
def folder(file: Path) -> None:
    prepare_folder(file.parent)


def _write_half(file: BinaryIO) -> None:
    file.write(b"half")
    raise OSError(errno.EIO, os.strerror(errno.EIO))


def broken_pieces() -> Iterator[bytes]:
    yield b"half"
    raise KeyboardInterrupt


def test_a_first_version_has_none_before_it(file: Path) -> None:
    replace_file(file, [b"one", memoryview(b" two")])
    assert (file.read_bytes(), names(file.parent)) == (b"one two", ["t.json"])


def test_the_version_before_is_kept(file: Path) -> None:
    for version in (b"1", b"2", b"3"):
        replace_file(file, [version])
    assert (file.read_bytes(), names(file.parent)) == (b"3", ["t.json", "t.json.bak"])
    assert file.with_name("t.json.bak").read_bytes() == b"2"


def test_what_a_kill_left_behind_is_cleared_away(file: Path) -> None:
    replace_file(file, [b"1"])
    file.with_name("t.json.escalate-new").write_bytes(b"half")
    file.with_name("t.json.bak").hardlink_to(file)
    file.with_name("t.json.bak.escalate-new").hardlink_to(file)
    replace_file(file, [b"2"])
    assert names(file.parent) == ["t.json", "t.json.bak"]
    assert file.with_name("t.json.bak").read_bytes() == b"1"


def test_an_interrupted_commit_leaves_the_old_version_and_nothing_else(file: Path) -> None:
    replace_file(file, [b"1"])
    with pytest.raises(KeyboardInterrupt):
        replace_file(file, broken_pieces())
    assert (file.read_bytes(), names(file.parent)) == (b"1", ["t.json"])


def test_a_full_disk_leaves_the_old_version_and_nothing_else(file: Path) -> None:
    replace_file(file, [b"1"])
    said = script(OVER_THE_LIMIT, file)
    assert said["error"] == f"cannot write {file}: file too large; nothing was changed"
    assert (file.read_bytes(), names(file.parent)) == (b"1", ["t.json"])


@pytest.mark.parametrize("code", [errno.EIO, errno.ENOSPC, errno.EDQUOT])
def test_a_disk_that_fails_to_sync_leaves_the_old_version(
    file: Path, code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(fd: int) -> None:
        raise OSError(code, os.strerror(code))

    replace_file(file, [b"1"])
    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(StoreUnwritableError, match=re.escape(os.strerror(code).lower())):
        replace_file(file, [b"2"])
    assert (file.read_bytes(), names(file.parent)) == (b"1", ["t.json"])


@pytest.mark.parametrize(
    ("code", "is_said"), [(errno.EIO, True), (errno.EINVAL, False)], ids=["EIO", "EINVAL"]
)
def test_a_folder_that_fails_to_sync_is_said_unless_it_never_can(
    file: Path, code: int, is_said: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail_on_folders(fd: int) -> None:
        if stat.S_ISDIR(os.fstat(fd).st_mode):
            raise OSError(code, os.strerror(code))

    said = ""
    monkeypatch.setattr(os, "fsync", fail_on_folders)
    try:
        replace_file(file, [b"2"])
    except StoreUncertainError as error:
        said = str(error)
    assert ("may be stored, but the disk did not confirm it: input/output error" in said) == is_said
    assert file.read_bytes() == b"2"


def test_every_version_is_synced_before_it_is_in_place_and_its_folder_after(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[tuple[str, bytes]] = []

    def note(fd: int) -> None:
        kind = "folder" if stat.S_ISDIR(os.fstat(fd).st_mode) else "file"
        seen.append((kind, file.read_bytes()))

    replace_file(file, [b"1"])
    monkeypatch.setattr(os, "fsync", note)
    replace_file(file, [b"2"])
    assert seen == [("file", b"1"), ("folder", b"2")]


def test_without_hard_links_it_goes_on_without_the_version_before(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError(errno.EPERM, os.strerror(errno.EPERM))

    replace_file(file, [b"1"])
    monkeypatch.setattr(os, "link", fail)
    replace_file(file, [b"2"])
    assert (file.read_bytes(), names(file.parent)) == (b"2", ["t.json"])


@pytest.mark.parametrize("place", BESIDE)
def test_planted_hard_links_lead_nowhere(file: Path, place: str) -> None:
    replace_file(file, [b"1"])
    victim = file.parent / "victim"
    victim.write_bytes(b"mine")
    file.with_name(place).hardlink_to(victim)
    replace_file(file, [b"2"])
    assert victim.read_bytes() == b"mine"
    assert names(file.parent) == ["t.json", "t.json.bak", "victim"]


@pytest.mark.parametrize("place", ["t.json", *BESIDE])
@pytest.mark.parametrize("plant", STRANGE.values(), ids=STRANGE)
def test_what_is_not_ours_is_left_alone_and_said(
    file: Path, place: str, plant: Callable[[Path], object]
) -> None:
    victim = file.with_name("victim")
    victim.write_bytes(b"mine")
    if place != "t.json":
        replace_file(file, [b"1"])
    planted = file.with_name(place)
    plant(planted)
    before = planted.lstat()
    with pytest.raises(StoreUnwritableError) as caught:
        replace_file(file, [b"2"])
    assert str(caught.value).startswith(f"cannot write {file}: {planted} is a")
    assert caught.value.help == f"look at it, then: mv {planted} {planted}.aside"
    assert planted.lstat() == before
    assert victim.read_bytes() == b"mine"
    assert names(file.parent) == sorted({"t.json", "victim", place})
    assert place == "t.json" or file.read_bytes() == b"1"


def test_what_people_call_new_is_theirs(file: Path) -> None:
    draft = file.with_name("t.json.new")
    draft.write_bytes(b"a draft")
    replace_file(file, [b"1"])
    replace_note(file, b"2")
    assert (file.read_bytes(), draft.read_bytes()) == (b"2", b"a draft")


@pytest.mark.skipif(not AS_ROOT, reason="only root gives files to others")
@pytest.mark.parametrize(("mode", "is_refused"), [(0o700, True), (0o770, False)], ids=oct)
def test_in_a_folder_of_ones_own_the_files_of_others_are_theirs(
    file: Path, mode: int, is_refused: bool
) -> None:
    replace_file(file, [b"1"])
    left = file.with_name(f"t.json{NEW}")
    left.write_bytes(b"theirs")
    os.chown(left, 4242, -1)
    file.parent.chmod(mode)
    said = ""
    try:
        replace_file(file, [b"2"])
    except StoreUnwritableError as error:
        said = str(error)
    assert ("is somebody else's file, which is left alone" in said) == is_refused
    assert left.exists() == is_refused


@pytest.mark.parametrize("plant", STRANGE.values(), ids=STRANGE)
def test_a_note_is_written_and_read_through_nothing_strange(
    file: Path, plant: Callable[[Path], object]
) -> None:
    victim = file.with_name("victim")
    victim.write_bytes(b"mine")
    plant(file)
    before = file.lstat()
    assert read_note(file) is None
    with pytest.raises(StoreUnwritableError, match="left alone"):
        replace_note(file, b"1")
    assert (victim.read_bytes(), file.lstat()) == (b"mine", before)


def test_of_a_note_only_the_beginning_is_read(file: Path) -> None:
    with file.open("wb") as stream:
        stream.truncate(1 << 40)
    assert read_note(file) == bytes(100)
    file.write_bytes(b"short")
    assert read_note(file) == b"short"


@pytest.mark.parametrize("plant", STRANGE.values(), ids=STRANGE)
def test_nothing_is_removed_that_is_not_ours(file: Path, plant: Callable[[Path], object]) -> None:
    victim = file.with_name("victim")
    victim.write_bytes(b"mine")
    plant(file)
    with pytest.raises(StoreUnwritableError, match="left alone"):
        remove_file(file)
    with pytest.raises(StoreUnwritableError, match="left alone"):
        expect_ours([file.with_name("none"), victim, file])
    assert names(file.parent) == ["t.json", "victim"]


@pytest.mark.parametrize("mask", [0o000, 0o022, 0o077], ids=oct)
def test_a_new_file_is_its_owners_alone(file: Path, mask: int) -> None:
    before = os.umask(mask)
    try:
        replace_file(file, [b"1"])
        prepare_folder(file.parent / "archive")
    finally:
        os.umask(before)
    assert file.stat().st_mode & 0o777 == 0o600
    assert (file.parent / "archive").stat().st_mode & 0o777 == 0o700


def test_a_new_file_in_a_teams_folder_is_the_teams(file: Path) -> None:
    file.parent.chmod(0o2770)
    replace_file(file, [b"1"])
    assert file.stat().st_mode & 0o777 == 0o660


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664, 0o660], ids=oct)
def test_the_mode_that_somebody_gave_is_kept(file: Path, mode: int) -> None:
    replace_file(file, [b"1"])
    file.chmod(mode)
    for _ in range(3):
        replace_file(file, [b"2"])
    assert file.stat().st_mode & 0o777 == mode


@pytest.mark.skipif(not AS_ROOT, reason="only root gives files to others")
def test_the_owner_and_group_are_kept(file: Path) -> None:
    replace_file(file, [b"1"])
    os.chown(file, 4242, 4343)
    file.chmod(0o660)
    replace_file(file, [b"2"])
    assert (file.stat().st_uid, file.stat().st_gid) == (4242, 4343)
    assert file.stat().st_mode & 0o777 == 0o660


@pytest.mark.skipif(not AS_ROOT, reason="only root works in the folders of others")
def test_roots_commit_gives_a_new_file_to_the_folders_owner(file: Path) -> None:
    os.chown(file.parent, 4242, 4343)
    replace_file(file, [b"1"])
    assert (file.stat().st_uid, file.stat().st_gid) == (4242, 4343)


def test_a_group_that_we_may_not_give_gets_nothing(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise PermissionError(errno.EPERM, os.strerror(errno.EPERM))

    replace_file(file, [b"1"])
    file.chmod(0o664)
    monkeypatch.setattr(os, "fchown", fail)
    real = os.fstat
    monkeypatch.setattr(os, "fstat", lambda fd: _of_another_group(real(fd)))
    replace_file(file, [b"2"])
    assert file.stat().st_mode & 0o777 == 0o604


def _of_another_group(status: os.stat_result) -> os.stat_result:
    values = list(status)
    values[stat.ST_GID] += 1
    return os.stat_result(values)


def test_folders_are_made_down_to_the_last(tmp_path: Path) -> None:
    prepare_folder(tmp_path / "a" / "b" / "c")
    prepare_folder(tmp_path / "a" / "b" / "c")
    assert (tmp_path / "a" / "b" / "c").stat().st_mode & 0o777 == 0o700


def test_a_new_folder_in_a_teams_folder_is_the_teams(tmp_path: Path) -> None:
    tmp_path.chmod(0o2770)
    prepare_folder(tmp_path / "a" / "b")
    assert stat.S_IMODE((tmp_path / "a" / "b").stat().st_mode) == 0o2770


def test_a_folder_that_is_there_keeps_its_mode(tmp_path: Path) -> None:
    tmp_path.chmod(0o2770)
    (tmp_path / "a").mkdir(mode=0o755)
    (tmp_path / "a").chmod(0o755)
    prepare_folder(tmp_path / "a")
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o755


def test_a_file_is_removed_once(file: Path) -> None:
    replace_file(file, [b"1"])
    remove_file(file)
    remove_file(file)
    assert names(file.parent) == []
    with pytest.raises(StoreUnwritableError, match="no such file"):
        remove_file(file.parent / "none" / "t.json")


def test_what_a_block_cannot_write_leaves_the_old_version(file: Path) -> None:
    replace_file(file, [b"1"])
    with pytest.raises(StoreUnwritableError, match="input/output"), replacing(file) as new:
        _write_half(new)
    assert (file.read_bytes(), names(file.parent)) == (b"1", ["t.json"])


def test_what_cannot_be_looked_at_is_not_called_missing(file: Path) -> None:
    assert not is_there(file)
    assert not is_there(file / "below")
    file.symlink_to(file)
    assert is_there(file, follow_symlinks=False)
    with pytest.raises(StoreUnreadableError, match="symbolic links"):
        is_there(file)


def test_a_folder_below_a_file_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    with pytest.raises(StoreUnwritableError, match="not a directory"):
        prepare_folder(tmp_path / "file" / "store")
    with pytest.raises(StoreUnwritableError, match="not a directory"):
        replace_file(tmp_path / "file" / "t.json", [b"1"])


@pytest.mark.skipif(AS_ROOT, reason="root may write anywhere")
def test_a_folder_that_is_not_ours_to_write_is_said(file: Path) -> None:
    replace_file(file, [b"1"])
    file.parent.chmod(0o500)
    with pytest.raises(StoreUnwritableError, match="permission denied; nothing was changed"):
        replace_file(file, [b"2"])
    file.parent.chmod(0o700)
    assert file.read_bytes() == b"1"


def test_a_note_is_in_place_whole_without_a_version_before(file: Path) -> None:
    replace_note(file, b"1")
    replace_note(file, b"2")
    assert (file.read_bytes(), names(file.parent)) == (b"2", ["t.json"])
    assert file.stat().st_mode & 0o777 == 0o600


def test_a_note_that_cannot_be_written_is_said(file: Path) -> None:
    file.mkdir()
    with pytest.raises(StoreUnwritableError):
        replace_note(file, b"1")
    assert names(file.parent) == ["t.json"]


def test_reading_returns_the_bytes_or_nothing(file: Path) -> None:
    assert read_file(file) is None
    assert read_file(file.parent / "none" / "t.json") is None
    replace_file(file, [b"x" * 200_000])
    assert read_file(file) == b"x" * 200_000
    file.write_bytes(b"")
    assert read_file(file) == b""


@pytest.mark.parametrize("make", [Path.mkdir, os.mkfifo], ids=["a folder", "a pipe"])
def test_what_is_no_file_is_not_read(file: Path, make: Callable[[Path], None]) -> None:
    make(file)
    with pytest.raises(StoreUnreadableError, match="not a regular file"):
        read_file(file)


def test_links_in_a_circle_are_not_read(file: Path) -> None:
    file.symlink_to(file)
    with pytest.raises(StoreUnreadableError, match="symbolic links"):
        read_file(file)


def test_a_signal_that_strikes_as_the_new_file_opens_leaves_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def struck(name: str, _flags: int) -> int:
        os.close(os.open(name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        raise KeyboardInterrupt

    monkeypatch.setattr(atomic_file, "_create", struck)
    with pytest.raises(KeyboardInterrupt):
        replace_file(tmp_path / "f.json", [b"new"])
    assert list(tmp_path.glob("f.json*")) == []
