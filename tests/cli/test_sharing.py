"""Who may read and write what the program makes: its owner alone, or a team."""

import os
import stat
from pathlib import Path

import pytest

from escalate_cli.store.json_store import JsonStore
from tests.cli.shell import Shell
from tests.unit.store.contexts import a_context, logged

LONG_AFTER = "2027-02-01T09:00:00Z"
AS_ROOT = os.geteuid() == 0
YESTERDAY = 1_763_802_000
TEAM = 4343


def modes(store: Path) -> dict[str, set[str]]:
    """Return which modes files and folders have, but for what the tests put there."""
    found: dict[str, set[str]] = {"folders": set(), "files": set()}
    for path in (store, *store.rglob("*")):
        kind = "folders" if path.is_dir() else "files"
        found[kind].add(f"{stat.S_IMODE(path.stat().st_mode):o}")
    return found


def use_everything(escalate: Shell) -> None:
    """Let every command that makes a file or folder make it."""
    escalate.done("init")
    for title in ("one", "two"):
        escalate.log(title)
    os.utime(escalate.store / "tickets.json", (YESTERDAY, YESTERDAY))
    escalate.done("note", "1", "a secret")
    escalate.done("redact", "1", "--event", "3", "-m", "a password")
    escalate.done("resolve", "1")
    escalate.done("close", "1")
    escalate.done("check", now=LONG_AFTER)
    escalate.done("note", "1", "brought back")
    escalate.done("archive", "--closed-for", "0s", now=LONG_AFTER)
    made = escalate.done("backup", "--json").data["file"]
    escalate.done("restore", made)
    (escalate.store / "tickets.json").write_bytes(b"{")
    escalate.done("doctor", "--restore")
    names = {path.name for path in escalate.store.rglob("*")}
    assert {"archive", "0001.json.bak", "last_check", "lock", "tickets.json.damaged-1"} <= names
    assert len([name for name in names if name.endswith(".tar")]) == 2
    assert any(name.startswith("tickets-20") for name in names)


@pytest.mark.parametrize("mask", [0o000, 0o022, 0o077], ids=oct)
def test_all_of_it_is_its_owners_alone_whatever_the_umask(escalate: Shell, mask: int) -> None:
    before = os.umask(mask)
    try:
        use_everything(escalate)
    finally:
        os.umask(before)
    assert modes(escalate.store) == {"folders": {"700"}, "files": {"600"}}


@pytest.mark.parametrize("mask", [0o000, 0o022, 0o077], ids=oct)
def test_in_a_teams_folder_all_of_it_is_the_teams(escalate: Shell, mask: int) -> None:
    before = os.umask(mask)
    try:
        escalate.store.mkdir()
        escalate.store.chmod(0o2770)
        use_everything(escalate)
    finally:
        os.umask(before)
    assert modes(escalate.store) == {"folders": {"2770"}, "files": {"660"}}


def test_a_folder_below_a_teams_folder_is_the_teams_too(escalate: Shell) -> None:
    escalate.store.parent.chmod(0o2770)
    escalate.log("one")
    assert stat.S_IMODE(escalate.store.stat().st_mode) == 0o2770
    assert stat.S_IMODE((escalate.store / "tickets.json").stat().st_mode) == 0o660


def test_a_hundred_commits_keep_mode_and_group(tmp_path: Path) -> None:
    store = JsonStore(tmp_path / "store")
    logged(a_context(store), "one")
    file = store.folder / "tickets.json"
    file.chmod(0o664)
    if AS_ROOT:
        os.chown(file, -1, TEAM)
    group = file.stat().st_gid
    for number in range(100):
        logged(a_context(store), f"more {number}")
    assert (stat.S_IMODE(file.stat().st_mode), file.stat().st_gid) == (0o664, group)


TAR = "backups/store-2026-11-23T080000Z.tar"
PLACES = {
    "the file": ("tickets.json.escalate-new", "tickets.json.bak", "tickets.json.bak.escalate-new"),
    "the note of the last run": ("last_check", "last_check.escalate-new"),
    "a bucket": ("archive/0001.json",),
    "beside a bucket": ("archive/0001.json.escalate-new", "archive/0001.json.bak.escalate-new"),
    "a backup": (TAR, f"{TAR}.escalate-new"),
    "the lock": ("lock",),
}


@pytest.mark.parametrize("hard", [False, True], ids=["symbolic", "hard"])
@pytest.mark.parametrize("places", PLACES.values(), ids=PLACES)
def test_planted_links_lead_nowhere(escalate: Shell, places: tuple[str, ...], hard: bool) -> None:
    for title in ("one", "two"):
        escalate.log(title)
    escalate.done("resolve", "1")
    escalate.done("close", "1")
    victim, missing = escalate.store.parent / "victim", escalate.store.parent / "missing"
    victim.write_bytes(b"mine")
    for place in places:
        path = escalate.store / place
        path.parent.mkdir(exist_ok=True)
        path.unlink(missing_ok=True)
        if hard:
            path.hardlink_to(victim)
        else:
            path.symlink_to(victim if place == places[0] else missing)
    for argv in (["note", "2", "more"], ["check"], ["archive", "--closed-for", "0s"], ["backup"]):
        result = escalate(*argv)
        assert result.code in {0, 2}, result.stderr
        assert result.stderr.count("error: ") == (result.code == 2)
        assert "unexpected" not in result.stderr
    assert (victim.read_bytes(), missing.exists()) == (b"mine", False)
