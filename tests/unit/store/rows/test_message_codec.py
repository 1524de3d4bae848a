"""A message comes back; its row ends with a checksum, whoever writes it in whatever style."""

import json
from typing import Any

import msgspec
import pytest

from escalate_cli.domain.messages.outbox_message import Message
from escalate_cli.store.rows.message_codec import (
    decode_message,
    encode_message,
    is_as_summed,
    summed,
)
from tests.conftest import MONDAY_NINE, after

ROW = '{"key":"k","to":"Zoë","text":"a \\"b\\" ü 漢","change":3}'.encode()
KNOWN = ("key", "to", "text", "change")


class _Row(msgspec.Struct):
    key: str = ""
    to: str | int = ""
    text: str = ""
    change: int = 0


def is_as_written(row: bytes) -> bool:
    return is_as_summed(row, lambda raw: msgspec.json.decode(raw, type=_Row))


def test_a_row_is_as_it_was_written() -> None:
    row = summed(ROW, None, KNOWN)
    assert json.loads(row) == json.loads(ROW) | {"sum": json.loads(row)["sum"]}
    assert is_as_written(row)


def test_a_row_of_before_is_taken_as_it_is() -> None:
    assert is_as_written(ROW)


@pytest.mark.parametrize("style", [{"indent": 4}, {"ensure_ascii": False}, {"sort_keys": True}, {}])
def test_style_is_no_change(style: dict[str, Any]) -> None:
    assert is_as_written(json.dumps(json.loads(summed(ROW, None, KNOWN)), **style).encode())


@pytest.mark.parametrize("old", [b'"k"', b'"a ', b"3", b'"to"', b'"sum":"'])
def test_a_change_of_any_part_shows(old: bytes) -> None:
    row = summed(ROW, None, KNOWN)
    new = {b"3": b"4", b'"sum":"': b'"sum":"4'}.get(old, old[:1] + b"4" + old[1:])
    assert not is_as_written(row.replace(old, new, 1))


def test_what_another_version_knows_is_kept_and_the_old_checksum_is_not() -> None:
    old = summed(b'{"key":"k","mood": [1, 2.50]}', None, KNOWN)
    row = summed(ROW, old, KNOWN)
    assert b'"mood":[1, 2.50]' in row
    assert (row.count(b'"sum"'), is_as_written(row)) == (1, True)


def test_what_another_version_knows_stands_behind_what_is_sorted() -> None:
    row = summed(ROW, summed(b'{"a":"b","key":"k"}', None, KNOWN), KNOWN)
    in_order = json.dumps(json.loads(row), sort_keys=True).encode()
    assert in_order.startswith(b'{"a"')
    assert is_as_written(in_order)
    assert not is_as_written(in_order.replace(b'"b"', b'"c"'))


def test_a_message_comes_back_as_it_was() -> None:
    message = Message(
        key="k", ticket="T-1", kind="alert", to="bo", text="x", created_at=MONDAY_NINE
    ).failed("it is down", after("1h"))
    assert decode_message(encode_message(message)) == message
