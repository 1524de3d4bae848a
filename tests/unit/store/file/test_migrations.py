"""A file in an older format is read, and written anew with a copy kept; a newer one is not."""

import json
from pathlib import Path

import pytest

from escalate_cli.errors import NewerFormatError
from escalate_cli.store.file.file_format import FORMAT, Image
from escalate_cli.store.file.migrations import FORMATS, Formats
from escalate_cli.store.file.table_file import TableFile
from tests.unit.store import names


def _name_to_title(image: Image) -> None:
    """Do what a second format might want: another name for a field."""
    for number, row in list(image.rows("rows")):
        image.put("rows", number, row.replace(b'"name":', b'"title":'))


def _count(image: Image) -> None:
    image.meta["counted"] = image.count("rows")


FIRST = Formats(1, {})
LATER = Formats(3, {1: _name_to_title, 2: _count})


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Write a file in the first format."""
    path = tmp_path / "t.json"
    with TableFile(path, "rows", formats=FIRST).transaction() as image:
        image.put("rows", 1, b'{"name":"one"}')
    return path


def put(path: Path, formats: Formats) -> None:
    with TableFile(path, formats=formats).transaction() as image:
        image.put("rows", 2, b'{"title":"two"}')


def test_there_is_a_step_from_every_older_format() -> None:
    assert FORMATS.present == FORMAT
    assert sorted(FORMATS.steps) == list(range(1, FORMAT))


def test_an_older_file_is_read_step_by_step_and_left_as_it_is(path: Path) -> None:
    before = path.read_bytes()
    image = TableFile(path, formats=LATER).read()
    assert image is not None
    assert (image.format, image.meta["counted"]) == (3, 1)
    assert dict(image.rows("rows")) == {1: b'{"title":"one"}'}
    assert path.read_bytes() == before


def test_the_first_change_writes_the_new_format_and_keeps_the_old_file(path: Path) -> None:
    before = path.read_bytes()
    put(path, LATER)
    assert json.loads(path.read_bytes())["meta"]["1"]["format"] == 3
    image = TableFile(path, formats=LATER).read()
    assert image is not None
    assert not image.edited
    assert dict(image.rows("rows")) == {1: b'{"title":"one"}', 2: b'{"title":"two"}'}
    assert path.with_name("t.json.format-1.bak").read_bytes() == before


def test_later_changes_leave_that_copy_alone(path: Path) -> None:
    before = path.read_bytes()
    for _ in range(3):
        put(path, LATER)
    assert path.with_name("t.json.format-1.bak").read_bytes() == before
    assert names(path.parent) == ["lock", "t.json", "t.json.bak", "t.json.format-1.bak"]


def test_an_older_file_that_was_edited_by_hand_is_lifted_too(path: Path) -> None:
    path.write_text(json.dumps(json.loads(path.read_bytes()), indent=2), encoding="utf-8")
    put(path, LATER)
    image = TableFile(path, formats=LATER).read()
    assert image is not None
    assert image.get("rows", 1) == b'{"title":"one"}'


def test_a_new_file_has_the_present_format(tmp_path: Path) -> None:
    put(tmp_path / "new.json", LATER)
    assert json.loads((tmp_path / "new.json").read_bytes())["meta"]["1"]["format"] == 3
    assert names(tmp_path) == ["lock", "new.json"]


def test_what_was_written_by_a_later_version_is_read_and_not_written(path: Path) -> None:
    put(path, Formats(FORMAT + 1, {**LATER.steps, FORMAT: _count}))
    written = path.read_bytes()
    image = TableFile(path).read()
    assert image is not None
    assert image.get("rows", 2) == b'{"title":"two"}'
    with pytest.raises(NewerFormatError, match=f"has format {FORMAT + 1}, and this version"):
        put(path, FORMATS)
    assert path.read_bytes() == written
