"""Strict JSON: what is no plain value is named with its place."""

import pytest

from escalate_cli.errors import DamagedStoreError
from escalate_cli.store.file.strict_json import encode, load

DEEP = 200_000


def in_a_row(value: bytes) -> bytes:
    return b'{"t": {\n"1": {"a": [0, ' + value + b"]}}}"


@pytest.mark.parametrize(
    ("raw", "place", "what"),
    [
        (b"", "1:1", "empty"),
        (b"null", "/", "an object is missing here"),
        (b"[1, 2]", "/", "an object is missing here"),
        (b"\xef\xbb\xbf{}", "1:1", "not JSON: a byte order mark (BOM) stands here"),
        (b'{\n "t": {"1": {"a": "\xff"}}}', "2:20", "not UTF-8"),
        (b"{}\0\0", "1:3", "not JSON"),
        (b"{}{}", "1:3", "not JSON: something stands behind the end"),
        (b'{"t": {},}', "1:10", "not JSON: a comma too many stands before this"),
        (b'{"t":\n{,}}', "2:2", "not JSON: a key in quotation marks or } is missing here"),
        (b"{}\n<<<<<<< HEAD\n{}", "2:1", "merge conflict"),
        (b"<<<<<<< HEAD\n{}", "1:1", "merge conflict"),
        (b"[" * DEEP, "1:101", "nested too deep"),
        (in_a_row(b"[" * 150 + b"]" * 150), "/t/1/a/1" + "/0" * 46, "nested too deep"),
        (in_a_row(b"1" * 5000), "1:1", "too many digits"),
        (in_a_row(b"NaN"), "/t/1/a/1", "not a finite number"),
        (in_a_row(b"-Infinity"), "/t/1/a/1", "not a finite number"),
        (in_a_row(b"1e999"), "/t/1/a/1", "not a finite number"),
        (in_a_row(b'"\\ud800"'), "/t/1/a/1", "half a surrogate pair"),
        (in_a_row(b'{"\\udc00": 1}'), "/t/1/a/1/<U+DC00>", "half a surrogate pair"),
        (in_a_row(b'{"x": 1, "y": 2, "x": 3}'), "/t/1/a/1/x", "the key is there twice"),
        (b'{"t": {"1": {}, "1": {}}}', "/t/1", "the key is there twice"),
        (b'{"t": {}, "t": {}}', "/t", "the key is there twice"),
    ],
    ids=[
        "empty", "null", "a list", "BOM", "not UTF-8", "NULs behind",
        "twice", "a comma too many", "second line", "merge conflict", "merge conflict at once",
        "deep", "too deep for a row", "digits", "NaN", "infinity", "overflow", "surrogate",
        "surrogate in a key", "key twice", "row twice", "table twice",
    ],
)  # fmt: skip
def test_it_is_refused_with_its_place(raw: bytes, place: str, what: str) -> None:
    with pytest.raises(DamagedStoreError) as caught:
        load(raw, "f")
    assert caught.value.place == place
    assert what in str(caught.value)


def test_sound_values_come_through() -> None:
    row = {"a": [1, 1.5, None, True, "é\U0001f600", {"b": {}}], "n": 2**70}
    raw = b'{"t": {"1": %b}}' % encode(row)
    assert load(raw, "f") == {"t": {"1": row}}


@pytest.mark.parametrize(
    ("value", "what"),
    [
        (float("nan"), "/a: not a finite number"),
        (["\ud800"], "/a/0: half a surrogate pair"),
    ],
    ids=["nan", "surrogate"],
)
def test_a_row_that_json_cannot_say_is_not_written(value: object, what: str) -> None:
    with pytest.raises(ValueError, match=what):
        encode({"a": value})
