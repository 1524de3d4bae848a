"""Messages as the rows of a store, and back, each with a checksum.

They are in no chain of digests: by the checksum an edit by hand shows. A row ends with one over all
that stands before it. A row of before has none, and is taken as it is.
"""

from collections.abc import Callable, Collection
from functools import cache
from typing import TYPE_CHECKING
from zlib import crc32

import msgspec

from escalate_cli.store.rows.decoders import LateDecoder
from escalate_cli.store.rows.unknown_fields import carried, fields_of

if TYPE_CHECKING:  # an idle `check` decodes no message
    from escalate_cli.domain.messages.outbox_message import Message

SUM = "sum"


class _Keyed(msgspec.Struct):
    key: str


_to_json = msgspec.json.Encoder()
_to_keyed = LateDecoder(_Keyed)


@cache
def _to_message() -> "msgspec.json.Decoder[Message]":
    from escalate_cli.domain.messages.outbox_message import Message  # noqa: PLC0415 - start-up time

    return msgspec.json.Decoder(Message)


def encode_message(message: "Message", old: bytes | None = None) -> bytes:
    """Make the row of a message; what only another version knows of its old row is kept."""
    return summed(_to_json.encode(message), old, message.__struct_encode_fields__)


def decode_message(row: bytes) -> "Message":
    """Return the message that a row keeps."""
    return _to_message().decode(row)


def key_of_message(row: bytes) -> str:
    """Read the key alone, which takes a tenth of the time of the whole message."""
    return _to_keyed.decode(row).key


def summed(row: bytes, old: bytes | None, known: Collection[str]) -> bytes:
    """Return a row with its checksum, and with what only another version knows of its old row."""
    whole = row if old is None else carried(fields_of(old), row, {*known, SUM})
    plain = row if whole is row else msgspec.json.encode(msgspec.json.decode(whole))
    return b'%s,"%s":"%08x"}' % (whole[:-1], SUM.encode(), crc32(plain))


def is_as_summed(row: bytes, read: Callable[[bytes], msgspec.Struct] = decode_message) -> bool:
    """Tell whether a row is as it was written, in whatever style and order somebody writes JSON.

    Args:
        row: what lies there.
        read: reads it, to put it in our order, only where the sum of the order as it lies fails.
    """
    written = msgspec.json.decode(row, type=dict[str, object])
    kept = written.pop(SUM, None)
    if kept is None or kept == _sum_of(written):
        return True
    known = _to_json.encode(read(row))
    in_order = carried(fields_of(row), known, {*fields_of(known), SUM})
    return kept == _sum_of(msgspec.json.decode(in_order))


def _sum_of(written: object) -> str:
    return f"{crc32(_to_json.encode(written)):08x}"
