"""A channel is one file and its test."""

from pathlib import Path

import pytest

from escalate_cli.notify.channels import channel_of, kinds
from escalate_cli.plugins import module_names

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
