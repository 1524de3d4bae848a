"""What was removed from a ticket is in no older version that is kept by itself."""

import errno
import os
from pathlib import Path

import pytest

from escalate_cli.store.json_store import JsonStore
from escalate_cli.usecases.automation.archive import archive
from escalate_cli.usecases.care.redact import redact
from escalate_cli.usecases.verbs.note import note
from tests.conftest import DAY, HOUR, MONDAY_NINE
from tests.unit.store import names
from tests.unit.store.contexts import a_context, finished, logged

SECRET = b"correct horse"
LATER = MONDAY_NINE + 31 * DAY


@pytest.fixture
def store(tmp_path: Path) -> JsonStore:
    """Make a store of which T-1 holds a secret, here and in the archive."""
    store = JsonStore(tmp_path / "store")
    logged(a_context(store), "one", "two")
    note(a_context(store), ["T-1"], SECRET.decode())
    finished(store, ["T-1", "T-2"])
    archive(a_context(store, LATER))
    note(a_context(store, LATER + HOUR), ["T-1", "T-2"], "brought back")
    logged(a_context(store, LATER + HOUR), "three")
    return store


def holding(store: JsonStore) -> list[str]:
    """Name the files that hold the secret."""
    files = (path for path in store.folder.rglob("*") if path.is_file())
    return sorted(path.name for path in files if SECRET in path.read_bytes())


def test_no_file_that_is_written_by_itself_holds_it(store: JsonStore) -> None:
    assert holding(store) == ["0001.json", "tickets.json", "tickets.json.bak"]
    assert redact(a_context(store, LATER + HOUR), "T-1", 3, "a password").kept == ()
    assert holding(store) == []
    assert names(store.folder / "archive") == ["0001.json", "0001.json.bak"]


def test_what_is_kept_on_purpose_is_named(store: JsonStore) -> None:
    kept = store.folder / "backups"
    kept.mkdir()
    for place in ("tickets.json.damaged-1", "tickets.json.format-1.bak", "backups/mine.tar"):
        (store.folder / place).write_bytes(SECRET)
    done = redact(a_context(store, LATER + HOUR), "T-1", 3, "a password")
    assert sorted(Path(file).name for file in done.kept) == sorted(holding(store))


def test_where_hard_links_have_stopped_working_the_version_before_goes(
    store: JsonStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_paths: object, **_how: object) -> None:
        raise OSError(errno.EPERM, os.strerror(errno.EPERM))

    monkeypatch.setattr(os, "link", refuse)
    redact(a_context(store, LATER + HOUR), "T-1", 3, "a password")
    assert holding(store) == []
    assert "tickets.json.bak" not in names(store.folder)
