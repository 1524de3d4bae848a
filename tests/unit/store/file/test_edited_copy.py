"""A file that somebody edited is kept as it was; only what is ours ever goes."""

import os
from pathlib import Path

import pytest

from escalate_cli.errors import StoreUnwritableError
from escalate_cli.store.file.edited_copy import KEPT, keep_edited
from escalate_cli.store.json_store import JsonStore
from tests.unit.store import names
from tests.unit.store.contexts import a_context, logged


def test_it_is_kept_before_the_first_write_and_not_after_others(tmp_path: Path) -> None:
    store = JsonStore(tmp_path / "store")
    logged(a_context(store), "one")
    path = store.folder / "tickets.json"
    edited = path.read_bytes().replace(b'"title":"one"', b'"title":"uno"', 1)
    path.write_bytes(edited)
    list(store.read().numbers())
    assert not (store.folder / "backups").exists()
    for title in ("two", "three"):
        logged(a_context(store), title)
    [copy] = (store.folder / "backups").iterdir()
    assert (copy.name[:15], copy.read_bytes()) == ("tickets-edited-", edited)
    assert copy.stat().st_mode & 0o777 == 0o600


def test_the_same_is_kept_once_and_the_last_ten_stay(tmp_path: Path) -> None:
    copies = []
    for number in range(KEPT + 2):
        copy = keep_edited(b"%d" % number, "tickets", tmp_path)
        os.utime(copy, ns=(number, number))
        copies.append(copy.name)
    (tmp_path / "mine-edited-1.json").touch()
    assert keep_edited(b"5", "tickets", tmp_path).name == copies[5]
    assert names(tmp_path) == sorted([*copies[2:], "mine-edited-1.json"])


def test_what_is_not_ours_stays(tmp_path: Path) -> None:
    link = tmp_path / "tickets-edited-0.json"
    link.symlink_to("nowhere")
    for number in range(KEPT + 2):
        keep_edited(b"%d" % number, "tickets", tmp_path)
    assert link.is_symlink()


def test_where_it_cannot_be_kept_nothing_is_written_over(tmp_path: Path) -> None:
    (tmp_path / "backups").touch()
    with pytest.raises(StoreUnwritableError):
        keep_edited(b"{}", "tickets", tmp_path / "backups")
