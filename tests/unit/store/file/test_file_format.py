"""Bytes to rows and back: trusted while the checksum fits, refused or told apart otherwise."""

import json
import zlib
from collections.abc import Callable

import pytest

from escalate_cli.errors import DamagedStoreError, NewerFormatError
from escalate_cli.store.file.file_format import FORMAT, Image, parse

Edit = Callable[[bytes], bytes]

HAND_MADE = b"""\
{
  "outbox": {},
  "tickets": {
    "7": {"status": "closed", "title": "caf\\u00e9"},
    "2": {"status": "open", "n": 1.50}
  },
  "meta": {"1": {"format": 1, "seq": 5, "rows": {"tickets": 3, "outbox": 0}, "colour": "red"}}
}
"""


def an_image() -> Image:
    image = Image.empty("tickets", "outbox", "policies")
    image.meta.update(store="a1", seq=3, next=12)
    image.put("tickets", 1, b'{"status":"open","title":"caf\xc3\xa9 \\"crc\\":\\"0\\""}')
    image.put("tickets", 2, b'{"status":"closed"}')
    image.put("tickets", 11, b'{"status":"open","note":"a\\nb","n":1.50}')
    image.put("policies", 1, b'{"text":"version: 1"}')
    return image


def contents(image: Image) -> dict[str, dict[int, bytes]]:
    return {name: dict(image.rows(name)) for name in image.tables}


def raw_of(image: Image) -> bytes:
    return b"".join(image.parts())


def lines(image: Image) -> list[str]:
    return raw_of(image).decode().splitlines()


def test_the_file_is_json_with_one_row_a_line() -> None:
    first, *rest = lines(an_image())
    assert first.startswith('{"meta": {"1": {"format":3,"store":"a1","seq":3,"next":12,"rows":')
    assert rest[0] == '"tickets": {'
    assert rest[2:] == [
        '"2": {"status":"closed"},',
        '"11": {"status":"open","note":"a\\nb","n":1.50}',
        "},",
        '"outbox": {',
        "},",
        '"policies": {',
        '"1": {"text":"version: 1"}',
        "}}",
    ]
    assert json.loads(raw_of(an_image()))["meta"]["1"]["rows"] == {
        "tickets": 3,
        "outbox": 0,
        "policies": 1,
    }


@pytest.mark.parametrize(
    "image",
    [an_image(), Image.empty(), Image.empty("tickets"), Image.empty('a"b\n', "12", "}")],
    ids=["rows", "no tables", "an empty table", "odd names"],
)
def test_what_was_written_is_read_back(image: Image) -> None:
    raw = raw_of(image)
    again = parse(raw, "x")
    assert (again.meta, contents(again)) == (image.meta, contents(image))
    assert not again.edited
    assert not again.is_changed
    assert raw_of(again) == raw
    json.loads(raw)


def test_what_was_asked_of_an_image_follows_its_changes() -> None:
    image = parse(raw_of(an_image()), "x")
    image.put("tickets", 12, b'{"new":1}')
    image.put("tickets", 2, b'{"status":"open"}')
    image.delete("tickets", 1)
    image.put("notes", 4, b"{}")
    image.meta["seq"] = 4
    assert image.is_changed
    assert image.get("tickets", 1) is None
    assert image.get("nowhere", 1) is None
    assert (image.count("tickets"), image.count("nowhere")) == (3, 0)
    assert (image.highest("tickets"), image.highest("nowhere")) == (12, 0)
    again = parse(raw_of(image), "x")
    assert contents(again) == contents(image)
    assert list(dict(again.rows("tickets"))) == [2, 11, 12]
    assert again.tables == ["tickets", "outbox", "policies", "notes"]
    assert (again.meta["seq"], again.edited) == (4, False)


@pytest.mark.parametrize(
    "change",
    [
        lambda image: image.meta.update(seq=9),
        lambda image: image.put("tickets", 3, b"{}"),
        lambda image: image.delete("tickets", 1),
        lambda image: image.add_table("new"),
    ],
    ids=["a value", "a row put", "a row deleted", "a new table"],
)
def test_every_change_is_noticed(change: Callable[[Image], object]) -> None:
    image = parse(raw_of(an_image()), "x")
    assert not image.is_changed
    change(image)
    assert image.is_changed


def test_the_layout_keeps_its_own_values() -> None:
    image = an_image()
    image.meta.update(rows={}, crc="zzz", format=7)
    assert "crc" not in parse(raw_of(image), "x").meta


@pytest.mark.parametrize(
    ("table", "row_id", "row"),
    [
        ("tickets", 0, b"{}"),
        ("tickets", -1, b"{}"),
        ("meta", 1, b"{}"),
        ("tickets", 1, b'{"a":\n1}'),
        ("tickets", 1, b"[]"),
        ("tickets", 1, b""),
    ],
    ids=["id 0", "id below 0", "meta", "a line break", "a list", "nothing"],
)
def test_what_is_no_row_is_not_stored(table: str, row_id: int, row: bytes) -> None:
    with pytest.raises(ValueError, match="not a row"):
        an_image().put(table, row_id, row)


def test_a_row_that_is_not_there_cannot_be_deleted() -> None:
    with pytest.raises(KeyError):
        an_image().delete("outbox", 1)


def test_a_file_edited_by_hand_is_read_and_told_apart() -> None:
    image = parse(HAND_MADE, "x")
    assert image.edited
    assert image.meta == {"seq": 5, "colour": "red"}
    assert contents(image) == {
        "outbox": {},
        "tickets": {
            2: b'{"status":"open","n":1.5}',
            7: '{"status":"closed","title":"café"}'.encode(),
        },
    }


def test_an_edited_file_gets_its_lines_back() -> None:
    image = parse(raw_of(parse(HAND_MADE, "x")), "x")
    assert not image.edited
    assert image.meta["colour"] == "red"


@pytest.mark.parametrize(
    "edit",
    [
        lambda raw: raw.replace(b"\n", b"\r\n"),
        lambda raw: raw.replace(b'"status":"open"', b'"status":"done"', 1),
        lambda raw: raw.replace(b'"2": {"status":"closed"},\n', b""),
        lambda raw: raw.replace(b'"crc":', b'"old":'),
        lambda raw: json.dumps(json.loads(raw)).encode(),
    ],
    ids=["line ends", "a value", "a row gone", "no checksum", "all on one line"],
)
def test_an_edit_that_leaves_sound_json_is_accepted(edit: Edit) -> None:
    image = parse(edit(raw_of(an_image())), "x")
    assert image.edited
    assert image.get("policies", 1) == b'{"text":"version: 1"}'


@pytest.mark.parametrize(
    ("edit", "place"),
    [
        (lambda raw: raw[:0], "1:1"),
        (lambda raw: raw[:-12], "10:14"),
        (lambda raw: raw.replace(b'"1": {"text"', b'"01": {"text"'), "/policies/01"),
        (lambda raw: raw.replace(b'"1": {"text"', b'"x": {"text"'), "/policies/x"),
        (lambda raw: raw.replace(b'"11": ', b'"2": '), "/tickets/2"),
        (lambda raw: raw.replace(b'"outbox": {', b'"outbax": {'), "/outbox"),
        (lambda raw: raw.replace(b'{"text":"version: 1"}', b"[]"), "/policies/1"),
        (lambda raw: raw.replace(b'"outbox": {\n}', b'"outbox": []'), "/outbox"),
        (lambda raw: raw.replace(b'{"meta": {"1"', b'{"meta": {"2"'), "/meta/1"),
        (lambda raw: raw.replace(b'{"meta": {', b'{"meta": {"2": {}, '), "/meta"),
        (lambda raw: raw.replace(b'"format":3', b'"format":0'), "/meta/1"),
        (lambda raw: raw.replace(b'"format":3', b'"format":true'), "/meta/1"),
        (lambda raw: raw.replace(b'"rows":', b'"raws":'), "/meta/1"),
    ],
    ids=[
        "empty",
        "cut",
        "a key with a nought before",
        "a key that is no number",
        "a row twice",
        "a table renamed",
        "a row that is a list",
        "a table that is a list",
        "meta without its row",
        "meta with two rows",
        "format 0",
        "format true",
        "no row counts",
    ],
)
def test_anything_else_is_refused_with_its_place(edit: Edit, place: str) -> None:
    with pytest.raises(DamagedStoreError) as caught:
        parse(edit(raw_of(an_image())), "t.json")
    assert caught.value.place == place
    assert str(caught.value).startswith(f"t.json:{place}: the store is damaged: ")


def test_no_flipped_bit_goes_unnoticed_or_loses_a_row() -> None:
    raw = raw_of(an_image())
    refused = 0
    for position in range(len(raw)):
        for bit in range(8):
            flipped = bytearray(raw)
            flipped[position] ^= 1 << bit
            try:
                image = parse(bytes(flipped), "x")
            except (DamagedStoreError, NewerFormatError):
                refused += 1
                continue
            assert image.edited
            assert {name: image.count(name) for name in image.tables} == {
                "tickets": 3,
                "outbox": 0,
                "policies": 1,
            }
    assert refused > len(raw)


def test_no_cut_file_is_taken_for_a_smaller_one() -> None:
    raw = raw_of(an_image())
    for length in range(len(raw) - 1):
        with pytest.raises(DamagedStoreError):
            parse(raw[:length], "x")


def test_a_newer_format_is_read() -> None:
    newer = an_image()
    newer.format = FORMAT + 1
    image = parse(raw_of(newer), "x")
    assert (image.is_newer, image.edited) == (True, False)
    assert contents(image) == contents(an_image())


def test_a_newer_format_that_we_cannot_read_is_not_called_damaged() -> None:
    raw = b'{"meta": {"1": {"format": 9}}, "tickets": [1]}'
    with pytest.raises(NewerFormatError, match="has format 9, and this version writes format 3"):
        parse(raw, "x")


@pytest.mark.parametrize(
    "edit",
    [
        lambda raw: raw.replace(b'"2": ', b' "2": '),
        lambda raw: raw.replace(b'"outbox": {\n', b'"outbox":{ \n'),
        lambda raw: raw + b" \n",
    ],
    ids=["a blank", "a moved blank", "more behind"],
)
def test_a_fitting_checksum_over_other_lines_is_not_enough(edit: Edit) -> None:
    raw = edit(raw_of(an_image()))
    at = raw.index(b'"crc":"', raw.index(b'"bytes"')) + 7
    crc = zlib.crc32(raw[at + 8 :], zlib.crc32(raw[:at]))
    image = parse(raw[:at] + b"%08x" % crc + raw[at + 8 :], "x")
    assert image.edited
    assert contents(image) == {**contents(an_image()), "tickets": contents(image)["tickets"]}
    assert image.get("tickets", 2) == b'{"status":"closed"}'
    assert image.count("tickets") == 3
