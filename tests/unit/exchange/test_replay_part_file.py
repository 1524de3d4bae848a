"""A part of a replay is written as it was counted, and read only where it is one."""

from pathlib import Path

import pytest

from escalate_cli.errors import UsageError
from escalate_cli.exchange.replay_part_file import (
    BEGINNING,
    is_there_as_part,
    part_line,
    parts_in,
)
from tests.unit.usecases.insight.test_replay import at_work
from tests.unit.usecases.insight.test_replay_parts import parts


def test_what_was_written_is_read_again(tmp_path: Path) -> None:
    made = {str(tmp_path / name): part for name, part in parts(at_work(), 2).items()}
    for name, part in made.items():
        Path(name).write_text(part_line(part), encoding="utf-8")
    assert parts_in(made) == made


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"version: 1\n", "is no part of a replay"),
        (b"", "is no part of a replay"),
        (BEGINNING, "is damaged: Input data was truncated"),
        (BEGINNING + b'"share":{}}', "is damaged: Object missing required field"),
        (BEGINNING + b'"share":"\xff"}', "is damaged: "),
    ],
    ids=["policy", "empty", "torn", "other fields", "no UTF-8"],
)
def test_what_is_no_part_is_refused(tmp_path: Path, content: bytes, said: str) -> None:
    file = tmp_path / "1.part"
    file.write_bytes(content)
    with pytest.raises(UsageError, match=f"{file} {said}"):
        parts_in([str(file)])


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be read: no such file"):
        parts_in([str(tmp_path / "1.part")])
    with pytest.raises(UsageError, match="no part is named"):
        parts_in([])


def test_only_a_part_is_written_over(tmp_path: Path) -> None:
    file = tmp_path / "1.part"
    assert not is_there_as_part(file)
    file.write_bytes(BEGINNING)
    assert is_there_as_part(file)
    file.write_text("version: 1\n", encoding="utf-8")
    with pytest.raises(UsageError, match="is there, and no part of a replay"):
        is_there_as_part(file)
    with pytest.raises(UsageError, match="cannot be written: is a directory"):
        is_there_as_part(tmp_path)
