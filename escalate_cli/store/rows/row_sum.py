"""Checksums of messages, which are in no chain of digests: an edit by hand shows.

A row ends with one over all that stands before it. A row of before has none, and is taken as it is.
"""

from collections.abc import Collection
from zlib import crc32

import msgspec

from escalate_cli.store.rows.unknown_fields import carried, fields_of

SUM = "sum"


def summed(row: bytes, old: bytes | None, known: Collection[str]) -> bytes:
    """Return a row with its checksum, and with what only another version knows of its old row."""
    whole = row if old is None else carried(fields_of(old), row, {*known, SUM})
    plain = row if whole is row else msgspec.json.encode(msgspec.json.decode(whole))
    return b'%s,"%s":"%08x"}' % (whole[:-1], SUM.encode(), crc32(plain))


def is_as_summed(row: bytes) -> bool:
    """Tell whether a row is as it was written, in whatever style somebody writes JSON."""
    written = msgspec.json.decode(row, type=dict[str, object])
    kept = written.pop(SUM, None)
    return kept is None or kept == f"{crc32(msgspec.json.encode(written)):08x}"
