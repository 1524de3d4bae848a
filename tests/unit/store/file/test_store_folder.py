"""A store's folder begins with a policy once, and keeps what is there."""

from pathlib import Path

import pytest

from escalate_cli.paths import POLICY_FILE, SCHEMA_FILE, TESTS_FILE
from escalate_cli.store.file.store_folder import begin, put_policy


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Name a folder that is not there yet."""
    return tmp_path / "store"


def test_a_store_begins_with_a_policy_its_tests_and_its_schema_and_only_once(folder: Path) -> None:
    assert begin(folder, b"version: 1\n", b"tests: []\n", lambda: "{}")
    assert not begin(folder, b"version: 2\n", b"other\n", lambda: "[]")
    assert (folder / POLICY_FILE).read_bytes() == b"version: 1\n"
    assert (folder / TESTS_FILE).read_bytes() == b"tests: []\n"
    assert (folder / SCHEMA_FILE).read_bytes() == b"{}"


def test_tests_that_are_there_already_stay(folder: Path) -> None:
    folder.mkdir()
    (folder / TESTS_FILE).write_bytes(b"mine\n")
    assert begin(folder, b"version: 1\n", b"tests: []\n", lambda: "{}")
    assert (folder / TESTS_FILE).read_bytes() == b"mine\n"


def test_a_policy_is_put_with_its_tests_and_what_was_there_is_kept(folder: Path) -> None:
    begin(folder, b"version: 1\n", b"tests: []\n", lambda: "{}")
    assert put_policy(folder, folder / POLICY_FILE, b"version: 2\n", b"tests: [a]\n", no_schema)
    assert (folder / POLICY_FILE).read_bytes() == b"version: 2\n"
    assert (folder / TESTS_FILE).read_bytes() == b"tests: [a]\n"
    assert (folder / f"{POLICY_FILE}.bak").read_bytes() == b"version: 1\n"
    put_policy(folder, folder / POLICY_FILE, b"version: 3\n", None, no_schema)
    assert (folder / TESTS_FILE).read_bytes() == b"tests: [a]\n"


def test_where_no_policy_was_one_is_put_with_its_schema_and_nothing_is_kept(folder: Path) -> None:
    assert not put_policy(folder, folder / POLICY_FILE, b"version: 1\n", None, lambda: "{}")
    assert (folder / SCHEMA_FILE).read_bytes() == b"{}"
    assert not (folder / f"{POLICY_FILE}.bak").exists()


def no_schema() -> str:
    raise AssertionError("the schema is there already")
