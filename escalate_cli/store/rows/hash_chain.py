"""The hash chain over all events of a store, walked without holding the events."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import chain

import msgspec

from escalate_cli.store.rows.codec import link
from escalate_cli.usecases.records import Seals

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


class _Chain:
    """Digests by the numbers of their events, put there in any order.

    Args:
        last: the number of the last event; 32 bytes are held for each.
    """

    def __init__(self, last: int) -> None:
        self._parts: defaultdict[int, bytearray] = defaultdict(lambda: bytearray(_PART * _SIZE))
        self._last = self.missing = last

    def put(self, seq: int, digest: bytes | None) -> bool:
        """Put one there; tell whether there was none, and the number is one of these."""
        part, at = divmod(seq - 1, _PART)
        at *= _SIZE
        if digest is None or not 0 < seq <= self._last or any(self._parts[part][at : at + _SIZE]):
            return False
        self._parts[part][at : at + _SIZE] = digest
        self.missing -= 1
        return True

    def head(self) -> str:
        """Return the head that they make, in order."""
        head = ""
        for seq in range(self._last):
            part, at = divmod(seq, _PART)
            kept = self._parts[part][at * _SIZE : (at + 1) * _SIZE]
            if any(kept):
                head = link(head, kept.hex())
        return head


def head_of_chain(
    rows: Iterable[bytes],
    last: int,
    *,
    read: Iterable[Seals] = (),
    or_later: bool = False,
    gaps: bool = False,
) -> str | None:
    """Return the head that the events make; nothing if one is missing, twice or too many.

    Args:
        rows: the rows of tickets, and of what stands for the team.
        last: the number of the last event.
        read: what was read of other rows already.
        or_later: whether there may be later events, which do not count.
        gaps: whether numbers may be missing, as in a store that came from a server.
    """
    events = chain(*map(_each_of, read), ((seal.seq, _raw(seal.digest)) for seal in _seals(rows)))
    links = _Chain(last)
    for seq, digest in events:
        if not (or_later and seq > last) and not links.put(seq, digest):
            return None
    return None if links.missing and not gaps else links.head()


def _each_of(read: Seals) -> Iterator[tuple[int, bytes | None]]:
    """Yield each number with its digest; none of them has one where any is spoilt."""
    raw = _raw(read.digests, len(read.numbers)) or b""
    for n, seq in enumerate(read.numbers):
        yield seq, raw[n * _SIZE : (n + 1) * _SIZE] or None


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


def _raw(digest: str, count: int = 1) -> bytes | None:
    """Return digests, one after the other, as bytes; nothing if they are not so many."""
    try:
        raw = bytes.fromhex(digest)
    except ValueError:
        return None
    return raw if len(raw) == count * _SIZE and raw.hex() == digest else None
