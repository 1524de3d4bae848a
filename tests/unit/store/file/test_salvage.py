"""Of a file that is no JSON any more, the lines that are sound can still be read."""

from pathlib import Path

import pytest

from escalate_cli.errors import DamagedStoreError
from escalate_cli.store.file.file_format import parse
from escalate_cli.store.file.salvage import salvaged
from escalate_cli.store.json_store import JsonStore
from tests.unit.store.contexts import a_context, logged


@pytest.fixture
def sound(tmp_path: Path) -> bytes:
    """Return the file of a store of three tickets."""
    store = JsonStore(tmp_path)
    logged(a_context(store), "one", "two", "three")
    return (tmp_path / "tickets.json").read_bytes()


def rest_of(raw: bytes) -> tuple[list[int], list[int | None]]:
    """Return the tickets that can be read, and those that are damaged."""
    with pytest.raises(DamagedStoreError) as caught:
        parse(raw, "tickets.json")
    image, damage = salvaged(raw, caught.value, "tickets.json")
    assert image.edited
    assert damage[0].hides
    assert image.count("policies") == 1
    return [number for number, _ in image.rows("tickets")], [each.number for each in damage]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"title":"two"', b'"title":two'),
        (b'"title":"two"', b'"title":"t\xffo"'),
        (b'"title":"two"', b'"title":"two","title":"2"'),
        (b'"title":"two"', b'"title":"\\ud800"'),
        (b'"title":"two"', b'"title":"t\nwo"'),
        (b'"2": {', b'"2": ['),
        (b'"2": {', b'"2": {' + b'"x":[' * 200_000),
    ],
    ids=["no text", "no UTF-8", "twice", "half a letter", "two lines", "no object", "deep"],
)
def test_one_line_that_is_damaged_hides_one_ticket(sound: bytes, old: bytes, new: bytes) -> None:
    assert rest_of(sound.replace(old, new, 1)) == ([1, 3], [None, 2])


def test_a_file_that_was_cut_short_has_what_comes_before(sound: bytes) -> None:
    raw = sound[: sound.index(b'"title":"three"')]
    with pytest.raises(DamagedStoreError) as caught:
        parse(raw, "tickets.json")
    image, damage = salvaged(raw, caught.value, "tickets.json")
    assert [number for number, _ in image.rows("tickets")] == [1, 2]
    assert [each.number for each in damage] == [None, 3]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'{"meta": {"1": {', b'{"meta": {"1": ['),
        (b'"format":3', b'"format":"two"'),
        (b'"tickets": {', b'"tickets": ['),
        (b'"tickets": {', b'"tickdts": {'),
    ],
    ids=["the first line", "the format", "a table", "the name of a table"],
)
def test_a_line_that_is_no_row_hides_none(sound: bytes, old: bytes, new: bytes) -> None:
    assert rest_of(sound.replace(old, new, 1)) == ([1, 2, 3], [None])


def test_a_row_of_a_later_version_is_nobodys_damage(sound: bytes) -> None:
    raw = sound[:-2] + b',\n"tomorrow": {\n"1": {"x": 1}\n}}}\n'
    assert rest_of(raw) == ([1, 2, 3], [None])


@pytest.mark.parametrize("raw", [b"", b"\0" * 900, b"[1,2,3]", b"null", b'{"meta": {}}'], ids=repr)
def test_where_no_ticket_can_be_read_it_is_damaged_as_a_whole(raw: bytes) -> None:
    error = DamagedStoreError("tickets.json", "1:1", "odd")
    with pytest.raises(DamagedStoreError, match="odd"):
        salvaged(raw, error, "tickets.json")
