"""Nowhere to write: a full disk, a limit, a place that can only be read."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.victim import Victim, is_clean

LIMIT = 60_000


@pytest.fixture
def disk(tmp_path: Path, home: Path) -> Iterator[Victim]:
    """Make a victim on a disk of its own, of 256 KiB."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(place)]
    try:
        done = subprocess.run(mount, capture_output=True, check=False)
    except FileNotFoundError:
        pytest.skip("there is no mount here")
    if done.returncode:
        pytest.skip(f"a disk cannot be mounted: {done.stderr.decode().strip()}")
    try:
        yield Victim(place / "store", home)
    finally:
        subprocess.run(["umount", str(place)], check=True)


def _remount(victim: Victim, how: str) -> None:
    subprocess.run(["mount", "-o", f"remount,{how}", str(victim.folder.parent)], check=True)


def test_a_limit_of_file_size_keeps_the_last_version(victim: Victim) -> None:
    victim.fill(40)
    results = [victim.log(f"after {n}", most=LIMIT) for n in range(3)]
    assert {result.code for result in results} == {2}
    assert all(is_clean(result) for result in results)
    assert all("file too large; nothing was changed" in result.stderr for result in results)
    victim.assert_nothing_is_lost()
    assert victim.log("without a limit").code == 0
    assert victim.left_over() == []


def test_a_full_disk_keeps_what_was_acknowledged(disk: Victim) -> None:
    disk.fill(45)
    for number in range(12):
        result = disk.log(f"more {number} {'y' * 400}")
        assert result.code in {0, 2}
        assert is_clean(result)
        if result.code:
            break
    else:
        pytest.fail("the disk never filled up")
    assert "no space left on device; nothing was changed" in result.stderr
    disk.assert_nothing_is_lost()
    assert disk.left_over() == []
    _remount(disk, "size=8m")
    assert disk.log("with room again").code == 0
    disk.assert_nothing_is_lost()


def test_a_read_only_disk_is_read(disk: Victim) -> None:
    disk.fill(3)
    disk.run("check")
    _remount(disk, "ro")
    disk.assert_nothing_is_lost()
    assert disk.run("check").code == 0
    result = disk.log("refused")
    assert (result.code, is_clean(result)) == (2, True)
    assert "read-only file system; nothing was changed" in result.stderr


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_of_others_is_read(victim: Victim) -> None:
    victim.fill(3)
    victim.folder.chmod(0o500)
    try:
        victim.assert_nothing_is_lost()
        result = victim.log("refused")
    finally:
        victim.folder.chmod(0o700)
    assert (result.code, is_clean(result)) == (2, True)
