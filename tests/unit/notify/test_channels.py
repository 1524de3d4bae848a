"""A channel is one file and its test."""

from pathlib import Path

import pytest

from escalate_cli.notify.channels import channel_of, kinds
from escalate_cli.plugins import module_names
from tests.unit.notify.parcels import means

TESTS = Path(__file__).parent / "channels"
NAMES = [name.rpartition(".")[2] for name in module_names("escalate_cli.notify.channels")]


@pytest.mark.parametrize("name", NAMES)
def test_every_channel_has_a_test(name: str) -> None:
    assert (TESTS / f"test_{name}.py").is_file()


def test_every_file_registers_a_channel() -> None:
    assert list(kinds()) == NAMES
    assert [channel_of(name) for name in NAMES] == list(kinds().values())


@pytest.mark.parametrize("name", NAMES)
def test_every_channel_says_what_it_does(name: str) -> None:
    assert channel_of(name).__doc__


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    """Make the folder of a policy and that of a store, with a file in each and one in both."""
    rules, store = tmp_path / "rules", tmp_path / "store"
    for folder, names in ((rules, ("page", "both")), (store, ("both", "log"))):
        folder.mkdir()
        for name in names:
            (folder / name).touch()
    return rules, store


@pytest.mark.parametrize(
    ("names", "chosen"),
    [
        (("page", "log"), "rules"),
        (("sh", "both"), "rules"),
        (("sh", "./log"), "store"),
        (("new.jsonl",), "store"),
        (("x" * 300, "a\0b", "."), "store"),
        ((), "store"),
    ],
    ids=["the policy's", "in both", "the store's", "new", "no names of files", "none"],
)
def test_relative_paths_begin_beside_the_policy_where_there_is_such_a_file(
    folders: tuple[Path, Path], names: tuple[str, ...], chosen: str
) -> None:
    assert means(folders[1], roots=folders).root_of(*names).name == chosen


def test_an_absolute_path_begins_nowhere(folders: tuple[Path, Path]) -> None:
    rules, store = folders
    assert means(store, roots=folders).root_of(str(rules / "page")) == store


def test_where_only_the_policys_folder_is_trusted_paths_begin_there(
    folders: tuple[Path, Path],
) -> None:
    rules, store = folders
    assert means(store, roots=(rules,)).root_of("log") == rules
    assert means(store).root_of("log") == store
