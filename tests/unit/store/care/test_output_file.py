"""A file that a person asked for is there whole or not at all, and nothing of the store's."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from escalate_cli.errors import EscalateError, UsageError
from escalate_cli.store.care.output_file import write_output


def test_it_holds_the_lines_and_their_size_is_told(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    assert write_output(tmp_path / "store", file, ["ä", "b\r"], force=False) == 6
    assert file.read_bytes() == b"\xc3\xa4\nb\r\n"


def test_a_file_that_is_there_is_replaced_only_where_that_was_asked_for(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("mine")
    with pytest.raises(UsageError, match="is there already"):
        write_output(tmp_path / "store", file, ["x"], force=False)
    assert file.read_text() == "mine"
    write_output(tmp_path / "store", file, ["x"], force=True)
    assert file.read_text() == "x\n"


def failing() -> Iterator[str]:
    """Yield a line, and fail at the next one."""
    yield "half"
    raise EscalateError("it is damaged")


@pytest.mark.parametrize("before", [None, "mine"])
def test_nothing_of_it_is_left_where_it_could_not_be_finished(
    tmp_path: Path, before: str | None
) -> None:
    file = tmp_path / "a.csv"
    if before:
        file.write_text(before)
    with pytest.raises(EscalateError, match="damaged"):
        write_output(tmp_path / "store", file, failing(), force=True)
    assert [each.read_text() for each in tmp_path.iterdir()] == ([before] if before else [])


@pytest.mark.parametrize("name", ["store/tickets.json", "store/archive/0001.json", "."])
def test_nothing_of_the_store_and_no_folder_is_written_over(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError, match=r"belongs to the store|is no regular file"):
        write_output(tmp_path / "store", tmp_path / name, ["x"], force=True)
