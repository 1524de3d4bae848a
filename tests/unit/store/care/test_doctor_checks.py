"""What doctor says of files, each with what to type."""

import json
import os
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest

from escalate_cli.store.care.doctor_checks import examine_files, has_store
from escalate_cli.store.file.table_file import TableFile
from escalate_cli.store.json_store import JsonStore
from tests.strange import STRANGE
from tests.unit.store.contexts import a_context, logged
from tests.unit.store.processes import holding


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Make a store of two changes."""
    folder = tmp_path / "store"
    for title in ("one", "two"):
        logged(a_context(JsonStore(folder)), title)
    return folder


def checks(folder: Path) -> list[str]:
    """Name what was found."""
    return [symptom.check for symptom in examine_files(folder).symptoms]


def damage(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-9])


def edit(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b'"title":"one"', b'"title":"won"', 1))


def break_a_row(path: Path) -> None:
    """Vouch for a line that is no JSON, as no edit could."""
    with TableFile(path).transaction() as image:
        image.put("tickets", 2, b"{oops}")


def renumber(path: Path) -> None:
    document = json.loads(path.read_bytes())
    document["meta"]["1"]["format"] = 99
    path.write_text(json.dumps(document), encoding="utf-8")


def test_a_sound_store_has_no_symptoms(folder: Path) -> None:
    assert checks(folder) == []


@pytest.mark.parametrize(
    ("name", "spoil", "found"),
    [
        ("tickets.json", damage, "file"),
        ("tickets.json", Path.unlink, "file"),
        ("tickets.json", edit, "checksum"),
        ("tickets.json", renumber, "format"),
        ("tickets.json", break_a_row, "tinydb"),
        ("tickets.json.bak", damage, "backup"),
        ("tickets.json.escalate-new", Path.touch, "left over"),
        ("tickets.json.bak.escalate-new", Path.touch, "left over"),
        ("policy.yaml.escalate-new", Path.touch, "left over"),
        ("last_check.escalate-new", Path.touch, "left over"),
        ("tickets.json.new", Path.touch, "left over"),
        ("tickets.json.bak.new", Path.touch, "left over"),
        ("tickets.json.bak.escalate-new", Path.mkdir, "left over"),
        ("tickets.json.escalate-new", os.mkfifo, "left over"),
        ("tickets (conflicted copy 2026-11-23).json", Path.touch, "copies"),
        ("tickets.sync-conflict-20261123-090000-ABC.json", Path.touch, "copies"),
        ("tickets-laptop.json", Path.touch, "copies"),
        ("policy (1).yaml", Path.touch, "copies"),
        ("tickets.json", lambda path: path.chmod(0o644), "modes"),
        (".", lambda path: path.chmod(0o777), "modes"),
        ("policy.yaml", lambda path: (path.touch(), path.chmod(0o666)), "modes"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_each_symptom_is_found(folder: Path, name: str, spoil: object, found: str) -> None:
    assert callable(spoil)
    spoil(folder / name)
    assert checks(folder) == [found]


@pytest.mark.parametrize(
    "name",
    [
        "tickets.json.damaged-1",
        "tickets.json.format-1.bak",
        "policy.yaml",
        "policy.yaml.new",
        "notes.txt",
        "notes.new",
        "tickets",
        "last_check",
    ],
)
def test_what_is_ours_or_theirs_is_no_symptom(folder: Path, name: str) -> None:
    (folder / name).touch(mode=0o600)
    assert checks(folder) == []


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_cannot_be_read_is_found(folder: Path) -> None:
    (folder / "tickets.json").chmod(0)
    assert "file" in checks(folder)


def test_a_lock_that_is_held_for_long_is_named_with_its_holder(folder: Path) -> None:
    with holding(folder / "lock") as process:
        (folder / "tickets.json.escalate-new").touch()
        [symptom] = examine_files(folder).symptoms
    assert symptom.check == "lock"
    assert f"process {process.pid}" in symptom.found


def test_the_buckets_are_examined_too(folder: Path) -> None:
    (folder / "archive").mkdir()
    (folder / "archive" / "0001.json").write_bytes(b"{")
    (folder / "archive" / "0001 (copy).json").touch()
    assert checks(folder) == ["file", "copies", "modes"]


def test_every_symptom_says_what_to_type(folder: Path) -> None:
    damage(folder / "tickets.json")
    [symptom] = examine_files(folder).symptoms
    assert symptom.remedy == "escalate doctor --restore"


def test_what_is_to_be_typed_is_one_word_of_a_shell(folder: Path) -> None:
    copy = folder / "tickets (x';touch pwned;' conflicted copy).json"
    copy.touch()
    remedy = examine_files(folder).symptoms[0].remedy
    merge = ["escalate", "import", "--from", "escalate", str(copy) + ","]
    assert shlex.split(remedy) == [*merge, "then", "rm", str(copy)]


def test_a_folder_without_tickets_has_no_store(tmp_path: Path, folder: Path) -> None:
    assert (has_store(tmp_path), has_store(tmp_path / "none"), has_store(folder)) == (
        False,
        False,
        True,
    )


def test_a_lock_that_nobody_can_take_is_found(folder: Path) -> None:
    (folder / "lock").unlink()
    (folder / "lock").mkdir()
    assert checks(folder) == ["lock"]
    (folder / "lock").rmdir()
    (folder / "lock").symlink_to("tickets.json")
    assert "lock" in checks(folder)


def heartbeat(folder: Path) -> tuple[str, str]:
    """Return what is found of the note of the last run, and its remedy."""
    [symptom] = examine_files(folder).symptoms
    assert symptom.check == "heartbeat"
    return symptom.found, symptom.remedy


@pytest.mark.parametrize("plant", STRANGE.values(), ids=STRANGE)
def test_a_note_of_the_last_run_that_is_none_is_found(
    folder: Path, plant: Callable[[Path], object]
) -> None:
    note = folder / "last_check"
    plant(note)
    found, remedy = heartbeat(folder)
    assert found.startswith(f"{note} is a")
    assert found.endswith(", which is left alone, so that nobody can tell when check last ran")
    assert remedy == f"look at it, then: mv {note} {note}.aside"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_note_of_the_last_run_that_cannot_be_read_is_found(folder: Path) -> None:
    (folder / "last_check").touch(mode=0)
    found, remedy = heartbeat(folder)
    assert "cannot be read, so that nobody can tell when check last ran" in found
    assert remedy == f"rm {folder / 'last_check'}, then escalate check"


@pytest.mark.parametrize("plant", STRANGE.values(), ids=STRANGE)
def test_a_version_before_that_is_no_file_is_not_to_be_removed(
    folder: Path, plant: Callable[[Path], object]
) -> None:
    before = folder / "tickets.json.bak"
    before.unlink()
    plant(before)
    [symptom] = [symptom for symptom in examine_files(folder).symptoms if symptom.check == "backup"]
    assert symptom.remedy == f"look at it, then: mv {before} {before}.aside"


@pytest.mark.parametrize("plant", STRANGE.values(), ids=STRANGE)
def test_what_stands_for_the_folder_of_versions_is_found(
    folder: Path, plant: Callable[[Path], object]
) -> None:
    home = folder / "backups"
    plant(home)
    if home.is_dir() and not home.is_symlink():
        assert checks(folder) == []
        return
    [symptom] = examine_files(folder).symptoms
    assert symptom.check == "backup"
    assert symptom.found.endswith("which is left alone, so that no version of the day is kept")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
@pytest.mark.parametrize("mode", [0o500, 0o300, 0o400, 0])
def test_a_folder_of_versions_that_cannot_be_used_is_found(folder: Path, mode: int) -> None:
    (folder / "backups").mkdir(mode=mode)
    [symptom] = examine_files(folder).symptoms
    assert symptom.found == (
        f"{folder / 'backups'} cannot be read or written, so that no version of the day is kept"
    )


@pytest.mark.parametrize("name", ["tickets.json.bak", "backups/tickets-2026-03-02.json"])
def test_nobody_is_told_to_change_the_mode_of_what_a_link_leads_to(
    folder: Path, tmp_path: Path, name: str
) -> None:
    (folder / "backups").mkdir(mode=0o700)
    (tmp_path / "victim").touch()
    (tmp_path / "victim").chmod(0o644)
    (folder / name).unlink(missing_ok=True)
    (folder / name).symlink_to(tmp_path / "victim")
    assert checks(folder) == ["backup"]


def test_what_people_put_among_the_backups_is_no_symptom(folder: Path) -> None:
    (folder / "backups").mkdir()
    for name in ("notes.new", "tickets (copy).json", "other"):
        (folder / "backups" / name).touch()
    (folder / "backups" / "store-2026-11-23T080000Z.tar.escalate-new").touch()
    assert checks(folder) == ["left over"]
