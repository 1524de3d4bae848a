"""The bytes of a policy, whatever stands where it should be."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from escalate_cli.errors import PolicyError, UsageError
from escalate_cli.policyfile.policy_file import LONGEST, read_named, read_own


@pytest.mark.parametrize("read", [read_named, read_own])
def test_a_file_is_read_as_far_as_any_policy_reaches(
    read: Callable[[Path], bytes], tmp_path: Path
) -> None:
    path = tmp_path / "policy.yaml"
    path.write_bytes(b"#" * (LONGEST + 7))
    assert len(read(path)) == LONGEST


def test_what_was_named_may_be_a_pipe(tmp_path: Path) -> None:
    reading, writing = os.pipe()
    os.write(writing, b"version: 1\n")
    os.close(writing)
    assert read_named(Path(f"/proc/self/fd/{reading}")) == b"version: 1\n"
    os.close(reading)


def test_what_was_named_and_cannot_be_read_is_the_fault_of_who_named_it(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be read: no such file"):
        read_named(tmp_path / "none", "the tests")


def _link(path: Path) -> None:
    path.symlink_to("nowhere")


@pytest.mark.parametrize(
    ("plant", "said", "advice"),
    [
        (lambda _: None, "is gone", "escalate init"),
        (_link, "is a link that leads nowhere", "ls -l"),
        (Path.mkdir, "cannot be read: is a directory", "ls -l"),
        (os.mkfifo, "is no regular file", "ls -ld"),
        (lambda path: path.symlink_to(path), "cannot be read: too many levels", "ls -l"),
    ],
    ids=["nothing", "a link to nothing", "a folder", "a pipe", "a link to itself"],
)
def test_the_policy_of_a_store_is_a_regular_file(
    tmp_path: Path, plant: Callable[[Path], object], said: str, advice: str
) -> None:
    path = tmp_path / "policy.yaml"
    plant(path)
    with pytest.raises(PolicyError, match=said) as caught:
        read_own(path)
    assert advice in (caught.value.help or "")
