"""A text may lie in a file: read whole, and only if it is one."""

from pathlib import Path

import pytest

from escalate_cli.cli.typed.text_input import text_meant
from escalate_cli.errors import UsageError


@pytest.mark.parametrize("typed", ["as it is", "", "@", "a@b", "@bo please look", "--"])
def test_what_names_no_file_is_itself(typed: str) -> None:
    assert text_meant(typed) == typed


def test_two_of_them_begin_with_one() -> None:
    assert text_meant("@@bo") == "@bo"


@pytest.mark.parametrize(
    ("kept", "text"),
    [
        (b"one\r\ntwo\n\n", "one\ntwo"),
        (b"\xef\xbb\xbfgr\xc3\xbcn", "grün"),
        (b"  - indented\n", "  - indented"),
        (b"x" * 262_144, "x" * 262_144),
    ],
    ids=["lines", "with a mark of its encoding", "with blanks", "as long as may be"],
)
def test_a_file_is_read(tmp_path: Path, kept: bytes, text: str) -> None:
    file = tmp_path / "a note.txt"
    file.write_bytes(kept)
    assert text_meant(f"@{file}") == text


@pytest.mark.parametrize(
    ("kept", "error"),
    [
        (b"\x89PNG\r\n\x00\x01", "is no text: it is binary"),
        (b"gr\xfcn", "is no text"),
        (b"x" * 262_145, "is too long for a text: more than 256 KiB"),
        (b"\n \n", "is empty"),
    ],
    ids=["binary", "in another encoding", "too long", "of blanks"],
)
def test_what_is_no_text_is_refused(tmp_path: Path, kept: bytes, error: str) -> None:
    file = tmp_path / "note"
    file.write_bytes(kept)
    with pytest.raises(UsageError, match=error):
        text_meant(f"@{file}")


@pytest.mark.parametrize("name", ["/dev/zero", "."], ids=["without end", "a folder"])
def test_what_is_no_file_is_refused(name: str) -> None:
    with pytest.raises(UsageError):
        text_meant(f"@{name}")


def test_a_file_that_is_missing_is_refused_and_says_how_to_mean_the_word() -> None:
    with pytest.raises(UsageError, match="nobody cannot be read: no such file") as refused:
        text_meant("@nobody")
    assert refused.value.help == "@@nobody is the text @nobody itself"
