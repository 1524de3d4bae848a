"""Every name in a store's folder replaced by a folder, a pipe, a link, a device: said in a line."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.cli.shell import Shell
from tests.faults.loops import each
from tests.strange import STRANGE

NAMES = (
    "tickets.json",
    "tickets.json.bak",
    "tickets.json.escalate-new",
    "archive",
    "archive/0001.json",
    "archive/0001.json.bak",
    "policy.yaml",
    "lock",
    "last_check",
    "backups",
)
COMMANDS = ("list --all", "verify", "doctor", "log after", "check", "backup", "archive", "undo")
Plant = Callable[[Path], object]


def link_to_a_device(path: Path) -> None:
    """Plant a link to what never ends."""
    path.symlink_to("/dev/zero")


KINDS: dict[str, Plant] = {**STRANGE, "a link to a device": link_to_a_device}
CASES = [(name, kind) for name in NAMES for kind in KINDS]


@pytest.fixture
def lived(shell: Shell) -> Shell:
    """Make a store with a policy, an archive and a version before."""
    shell.done("init", "--sample", "it-support")
    for title in ("one", "two", "three"):
        shell.log(title)
    for argv in (["resolve", "3", "-m", "done"], ["close", "3"], ["archive", "--closed-for", "0s"]):
        shell.done(*argv)
    return shell


def wrongs(shell: Shell, name: str, kind: str) -> Iterator[str]:
    """Yield what is wrong with what commands make of a planted name."""
    path = shell.store / name
    if path.is_dir():
        shutil.rmtree(path)
    path.unlink(missing_ok=True)
    path.with_name("victim").write_bytes(b"precious")
    KINDS[kind](path)
    for command in COMMANDS:
        result = shell(*command.split())
        if "unexpected" in result.stderr or result.code not in {0, 1, 2}:
            yield f"{command}: {result.stderr[:300]}"
        if command.startswith("log") and result.stdout.strip() in {"T-1", "T-2", "T-3"}:
            yield f"{result.stdout.strip()} was given twice"
    if path.with_name("victim").read_bytes() != b"precious":
        yield "somebody's file was written over"


@pytest.mark.parametrize("step", [3, each()], ids=["short", "long"])
def test_what_lies_under_a_name_of_ours_makes_nobody_crash_and_nothing_begin_anew(
    lived: Shell, tmp_path: Path, step: int
) -> None:
    wrong = {}
    for number, (name, kind) in enumerate(CASES[::step]):
        home = tmp_path / f"{number}" / "store"
        shutil.copytree(lived.store, home)
        found = list(wrongs(Shell(home, lived.env), name, kind))
        if found:
            wrong[name, kind] = found
    assert "\n".join(f"{at}: {found}" for at, found in wrong.items()) == ""
