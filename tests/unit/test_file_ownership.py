"""What is ours is told from what is not, by looking at the thing itself."""

import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from escalate_cli.file_ownership import NotOursError, private_folder, refuse_others, strangeness
from tests.strange import STRANGE

ME = os.geteuid()
STRANGER = ME + 4242


def seen(mode: int, owner: int) -> os.stat_result:
    """Return what looking at something of this mode and owner would say."""
    return os.stat_result((mode, 1, 1, 1, owner, 0, 0, 0, 0, 0))


@pytest.mark.parametrize(
    ("owner", "folder", "what"),
    [
        (ME, seen(stat.S_IFDIR | 0o700, ME), None),
        (0, seen(stat.S_IFDIR | 0o700, ME), None),
        (STRANGER, seen(stat.S_IFDIR | 0o700, ME), "somebody else's file"),
        (STRANGER, seen(stat.S_IFDIR | 0o755, ME), "somebody else's file"),
        (STRANGER, seen(stat.S_IFDIR | 0o2770, ME), None),
        (STRANGER, seen(stat.S_IFDIR | 0o700, STRANGER), None),
    ],
    ids=["mine", "root's", "a stranger's", "the same", "in a team's folder", "in their folder"],
)
def test_a_file_is_ours_by_its_owner(owner: int, folder: os.stat_result, what: str | None) -> None:
    assert strangeness(seen(stat.S_IFREG | 0o600, owner), folder) == what


@pytest.mark.parametrize("owner", [ME, STRANGER])
def test_a_file_whose_version_before_was_the_same_persons_is_ours(owner: int) -> None:
    before = seen(stat.S_IFREG | 0o660, STRANGER)
    assert strangeness(seen(stat.S_IFREG | 0o600, owner), before) is None


@pytest.mark.parametrize(
    ("kind", "what"),
    [
        (stat.S_IFLNK, "a symbolic link"),
        (stat.S_IFDIR, "a folder"),
        (stat.S_IFIFO, "a pipe"),
        (stat.S_IFSOCK, "no regular file"),
        (stat.S_IFCHR, "no regular file"),
    ],
)
def test_nothing_but_a_regular_file_is_ours(kind: int, what: str) -> None:
    assert strangeness(seen(kind | 0o600, ME), seen(stat.S_IFDIR | 0o777, ME)) == what


def test_what_is_not_there_is_nobodys(tmp_path: Path) -> None:
    refuse_others(tmp_path / "none", tmp_path.stat())
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("plant", STRANGE.values(), ids=STRANGE)
def test_what_is_not_ours_is_said_with_what_to_type(
    tmp_path: Path, plant: Callable[[Path], object]
) -> None:
    path = tmp_path / "name"
    plant(path)
    with pytest.raises(NotOursError) as caught:
        refuse_others(path, tmp_path.stat())
    assert caught.value.found.startswith(f"{path} is a")
    assert caught.value.help == f"look at it, then: mv {path} {path}.aside"


def test_a_private_folder_is_made_down_from_what_is_not_there(tmp_path: Path) -> None:
    folder = tmp_path / "a" / "b" / "c" / "d"
    with pytest.raises(FileNotFoundError), private_folder(folder, 2):
        raise AssertionError
    with private_folder(folder, 2, create=True) as place:
        assert os.path.samestat(os.fstat(place), folder.stat())
    modes = [stat.S_IMODE(each.stat().st_mode) for each in (folder, folder.parent)]
    assert modes == [0o700, 0o700]


def test_links_above_ones_own_part_of_a_path_are_followed(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "base").symlink_to("real")
    with private_folder(tmp_path / "base" / "a" / "b", 2, create=True):
        pass
    assert (tmp_path / "real" / "a" / "b").is_dir()


def test_no_number_stays_open(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path)
    (tmp_path / "open").mkdir()
    (tmp_path / "open").chmod(0o777)
    before = sorted(os.listdir("/proc/self/fd"))  # noqa: PTH208 - numbers, not paths
    for name in ("link", "open", "none"):
        with pytest.raises(OSError, match=name), private_folder(tmp_path / name, 1):
            raise AssertionError
    with private_folder(tmp_path / "a" / "b", 2, create=True):
        pass
    assert sorted(os.listdir("/proc/self/fd")) == before  # noqa: PTH208 - the same
