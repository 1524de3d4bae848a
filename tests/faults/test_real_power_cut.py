"""A disk of its own is unplugged at every call of a commit: real file systems, real losses.

It needs Linux, root, and a kernel that unplugs a file system on request.
"""

import array
import fcntl
import os
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.shell import Shell
from tests.faults.calls import FOLDERS, STOP, Fault
from tests.faults.conftest import Figures
from tests.faults.program import Program
from tests.faults.scenes import titles
from tests.faults.server import Report

pytestmark = pytest.mark.faults
MORE = 50
"""So many cuts follow right after an acknowledgement."""

UNPLUG = 0x8004587D
WITHOUT_FLUSH = 2
TOOLS = f"{os.environ['PATH']}:/usr/sbin:/sbin"
KINDS = {
    "ext4": (["mkfs.ext4", "-q", "-F"], 16, ""),
    "ext4 writeback": (["mkfs.ext4", "-q", "-F"], 16, ",data=writeback,noauto_da_alloc"),
    "xfs": (["mkfs.xfs", "-q", "-f"], 320, ""),
}
"""How to make it, its MiB, and how it is mounted."""


class Disk:
    """A file that is mounted as a disk."""

    def __init__(self, folder: Path, kind: str) -> None:
        self.kind = kind
        self.image, self.place = folder / "image", folder / "disk"
        self.make, self.size, self.options = KINDS[kind]
        self.place.mkdir()

    def mount(self, *, new: bool = False) -> None:
        """Plug it in, if need be with nothing on it."""
        if new:
            self.image.unlink(missing_ok=True)
            with self.image.open("wb") as image:
                image.truncate(self.size << 20)
            self._do(*self.make, str(self.image))
        self._do("mount", "-o", f"loop{self.options}", str(self.image), str(self.place))

    def cut(self) -> None:
        """Take the power from it; what was not flushed is gone."""
        number = os.open(self.place, os.O_RDONLY)
        try:
            fcntl.ioctl(number, UNPLUG, array.array("I", [WITHOUT_FLUSH]))
        finally:
            os.close(number)

    def close(self) -> None:
        """Unmount it."""
        self._do("umount", str(self.place))

    def _do(self, *command: str) -> None:
        done = subprocess.run(
            command, env={"PATH": TOOLS}, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise OSError(done.returncode, done.stderr.strip())


@pytest.fixture(params=KINDS)
def disk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Disk]:
    """Make a disk of each kind, and plug it in."""
    if os.geteuid() != 0:
        pytest.skip("only root may mount a disk")
    made = Disk(tmp_path, request.param)
    try:
        made.mount(new=True)
        made.cut()
        made.close()
        made.mount()
    except OSError as error:
        pytest.skip(f"a disk cannot be made and unplugged here: {error}")
    with closing(made):
        yield made


class Trial:
    """Commands on a disk, and the titles that they have acknowledged."""

    def __init__(self, program: Program, disk: Disk, home: Path) -> None:
        self.program, self.disk = program, disk
        env = {
            "HOME": str(home),
            "PATH": os.environ["PATH"],
            "ESCALATE_NOW": "2026-11-23T08:00:00Z",
            "ESCALATE_ACTOR": "ana",
        }
        self.shell = Shell(disk.place / "store", env)
        self.acknowledged: set[str] = set()
        self.attempted: set[str] = set()

    def log(self, title: str, fault: Fault | None = None, lax: str | None = None) -> Report:
        """Log a ticket."""
        self.attempted.add(title)
        done = self.program.run(
            "log", title, env=self.shell.env, watch=self.disk.place, fault=fault, lax=lax
        )
        if done.stopped is None and done.code == 0:
            self.acknowledged.add(title)
        return done

    def unplug(self, stopped: Report | None = None) -> None:
        """Cut the power, and plug the disk in again."""
        try:
            self.disk.cut()
        finally:
            if stopped is not None:
                self.program.end(stopped)
        self.disk.close()
        self.disk.mount()

    def lost(self) -> set[str]:
        """Return what was acknowledged and is not there; nothing comes from nowhere."""
        found = titles(self.shell)
        assert set(found) <= self.attempted
        assert len(found) == len(set(found))
        assert self.shell("verify").code == 0
        return self.acknowledged - set(found)


def test_a_cut_at_any_call_loses_nothing_that_was_acknowledged(
    program: Program, disk: Disk, home: Path, figures: Figures
) -> None:
    trial = Trial(program, disk, home)
    for title in ("one", "two"):
        trial.log(title)
    calls = trial.log("three").calls
    for at in range(len(calls)):
        if at % 2:
            trial.log(f"just before {at}")
        stopped = trial.log(f"cut at {at}", Fault(at, STOP))
        trial.unplug(stopped if stopped.stopped else None)
        assert trial.lost() == set()
    for number in range(MORE):
        trial.log(f"and then the light went out {number}")
        trial.unplug()
        assert trial.lost() == set()
    figures.add(
        f"power cut on {disk.kind}",
        cuts=len(calls) + MORE,
        acknowledged=len(trial.acknowledged),
        lost=0,
    )


def test_a_commit_that_does_not_sync_its_folder_is_caught(
    program: Program, disk: Disk, home: Path
) -> None:
    trial = Trial(program, disk, home)
    trial.log("one")
    for number in range(10):
        trial.log(f"not synced {number}", lax=FOLDERS)
        trial.unplug()
    assert trial.acknowledged - set(titles(trial.shell)) != set()
