"""The hash chain over all events of a store, walked without holding the events."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

import msgspec

from escalate_cli.store.rows.codec import link

_SIZE = 32


class _Seal(msgspec.Struct):
    seq: int = 0
    digest: str = ""


class _Seals(_Seal):
    """The seals of the events of a ticket, or that of the one entry which a row is."""

    events: list[_Seal] = []


_to_seals = msgspec.json.Decoder(_Seals)
_PART = 4096
"""So many digests are held together, so that a number out of range asks for no more."""


def head_of_chain(
    rows: Iterable[bytes], last: int, *, or_later: bool = False, gaps: bool = False
) -> str | None:
    """Return the head that the events make; nothing if one is missing, twice or too many.

    Args:
        rows: the rows of all tickets, and of what stands for the team.
        last: the number of the last event; 32 bytes are held for each.
        or_later: whether there may be later events, which do not count.
        gaps: whether numbers may be missing, as in a store that came from a server.
    """
    parts: defaultdict[int, bytearray] = defaultdict(lambda: bytearray(_PART * _SIZE))
    missing = last
    for seal in _seals(rows):
        if or_later and seal.seq > last:
            continue
        part, at = divmod(seal.seq - 1, _PART)
        digest, at = _raw(seal.digest), at * _SIZE
        if digest is None or not 0 < seal.seq <= last or any(parts[part][at : at + _SIZE]):
            return None
        parts[part][at : at + _SIZE] = digest
        missing -= 1
    if missing and not gaps:
        return None
    head = ""
    for seq in range(last):
        part, at = divmod(seq, _PART)
        kept = parts[part][at * _SIZE : (at + 1) * _SIZE]
        if any(kept):
            head = link(head, kept.hex())
    return head


def highest_seq(rows: Iterable[bytes]) -> int:
    """Return the number of the last event of all; 0 where there is none."""
    return max((seal.seq for seal in _seals(rows)), default=0)


def _seals(rows: Iterable[bytes]) -> Iterator[_Seal]:
    """Yield number and digest of each event or entry; a row that is no such yields an empty one."""
    for row in rows:
        try:
            found = _to_seals.decode(row)
        except (msgspec.DecodeError, UnicodeDecodeError):
            yield _Seal()
        else:
            yield from found.events
            if found.seq:
                yield found


def _raw(digest: str) -> bytes | None:
    try:
        raw = bytes.fromhex(digest)
    except ValueError:
        return None
    return raw if len(raw) == _SIZE and raw.hex() == digest else None
