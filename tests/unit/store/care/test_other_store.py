"""Another store is read from a folder, the folder above it, a backup, or one of its files."""

from pathlib import Path

import pytest

from escalate_cli.errors import UsageError
from escalate_cli.store.care.backup import back_up
from escalate_cli.store.care.other_store import open_other
from escalate_cli.store.json_store import JsonStore
from escalate_cli.usecases.automation.archive import archive
from escalate_cli.usecases.verbs.log import NewTicket, log
from tests.conftest import DAY, MONDAY_NINE
from tests.unit.store.contexts import a_context, finished


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Make a store with a ticket in use and one in the archive."""
    store = JsonStore(tmp_path / ".escalate")
    log(a_context(store), [NewTicket(title="put away")])
    finished(store, "1")
    archive(a_context(store, MONDAY_NINE + 400 * DAY))
    log(a_context(store, MONDAY_NINE + 400 * DAY), [NewTicket(title="in use")])
    return store.folder


@pytest.mark.parametrize("form", ["folder", "above", "file", "backup"])
def test_the_archive_is_read_too(folder: Path, form: str) -> None:
    back_up(folder, MONDAY_NINE, folder.parent / "b.tar")
    files = {"folder": folder, "above": folder.parent, "backup": folder.parent / "b.tar"}
    view = open_other(files.get(form, folder / "tickets.json"))
    expected = JsonStore(folder).read()
    assert list(view.numbers()) == list(expected.numbers())
    assert view.uids() == expected.uids()
    assert view.is_as_written()


def test_what_is_not_there_is_no_store(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="there is no store in"):
        open_other(tmp_path / "none")
