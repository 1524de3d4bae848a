"""The hash chain over all events of a store, walked without holding the events."""

from collections.abc import Iterable

import msgspec

from escalate_cli.store.rows.codec import link

_SIZE = 32


class _Seal(msgspec.Struct):
    seq: int = 0
    digest: str = ""


class _Seals(msgspec.Struct):
    events: list[_Seal] = []


_to_seals = msgspec.json.Decoder(_Seals)


def head_of_chain(rows: Iterable[bytes], last: int, *, or_later: bool = False) -> str | None:
    """Return the head that the events make; nothing if one is missing, twice or too many.

    Args:
        rows: the rows of all tickets.
        last: the number of the last event; 32 bytes are held for each.
        or_later: whether there may be later events, which do not count.
    """
    digests = bytearray(last * _SIZE)
    missing = last
    for row in rows:
        for seal in _to_seals.decode(row).events:
            if or_later and seal.seq > last:
                continue
            at = (seal.seq - 1) * _SIZE
            digest = _raw(seal.digest)
            if digest is None or not 0 <= at < len(digests) or any(digests[at : at + _SIZE]):
                return None
            digests[at : at + _SIZE] = digest
            missing -= 1
    if missing:
        return None
    head = ""
    for at in range(0, len(digests), _SIZE):
        head = link(head, digests[at : at + _SIZE].hex())
    return head


def _raw(digest: str) -> bytes | None:
    try:
        raw = bytes.fromhex(digest)
    except ValueError:
        return None
    return raw if len(raw) == _SIZE and raw.hex() == digest else None
