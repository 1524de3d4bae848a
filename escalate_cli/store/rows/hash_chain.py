"""The hash chain over all events of a store, walked without holding the events."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import chain

import msgspec

from escalate_cli.store.rows.codec import link
from escalate_cli.usecases.records import SIZE, Seals


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

    They are linked as far as none is missing, so that only those before their turn are held.

    Args:
        last: the number of the last event; 32 bytes are held for each at most.
    """

    def __init__(self, last: int) -> None:
        self._early: defaultdict[int, bytearray] = defaultdict(lambda: bytearray(_PART * SIZE))
        self._last = self.missing = last
        self._linked, self._head = 0, ""

    def put(self, seq: int, digest: bytes | None) -> bool:
        """Put one there; tell whether there was none, and the number is one of these."""
        if digest is None or not any(digest) or not self._linked < seq <= self._last:
            return False
        if seq == self._linked + 1:
            self._link(digest)
            self._catch_up()
        else:
            part, at = _cell_of(seq)
            held = self._early[part]
            if any(held[at : at + SIZE]):
                return False
            held[at : at + SIZE] = digest
        self.missing -= 1
        return True

    def _link(self, digest: bytes) -> None:
        """Link the next one, and let go of a part when its last one is linked."""
        self._head = link(self._head, digest.hex())
        self._linked += 1
        if not self._linked % _PART:
            self._early.pop(self._linked // _PART - 1, None)

    def _catch_up(self) -> None:
        """Link those whose turn has come."""
        while self._early:
            part, at = _cell_of(self._linked + 1)
            held = self._early[part][at : at + SIZE] if part in self._early else ()
            if not any(held):
                return
            self._link(bytes(held))

    def head(self) -> str:
        """Return the head that all make in order, as if none of them were missing."""
        head = self._head
        for part, held in sorted(self._early.items()):
            for at in range(max(self._linked - part * _PART, 0) * SIZE, len(held), SIZE):
                if any(digest := held[at : at + SIZE]):
                    head = link(head, digest.hex())
        return head


def _cell_of(seq: int) -> tuple[int, int]:
    """Return in which part a digest is held, and where it begins there."""
    part, at = divmod(seq - 1, _PART)
    return part, at * SIZE


def head_of_chain(
    rows: Iterable[bytes],
    last: int,
    read: Iterable[Seals] = (),
    *,
    or_later: bool = False,
    gaps: bool = False,
) -> str | None:
    """Return the head that the events make; nothing if one is missing, twice or too many.

    Args:
        rows: the rows of tickets, and of what stands for the team.
        last: the number of the last event.
        read: what is read of other rows; it is taken as it comes.
        or_later: whether there may be later events, which do not count.
        gaps: whether numbers may be missing, as in a store that came from a server.
    """
    links, seals = _Chain(last), ((seal.seq, _raw(seal.digest)) for seal in _seals(rows))
    events = chain(seals, chain.from_iterable(map(_each_of, read)))
    for seq, digest in events:
        if not (or_later and seq > last) and not links.put(seq, digest):
            return None
    return None if links.missing and not gaps else links.head()


def _each_of(read: Seals) -> Iterator[tuple[int, bytes]]:
    """Yield each number with its digest."""
    digests = bytes(read.digests)
    for n, seq in enumerate(read.numbers):
        yield seq, digests[n * SIZE : (n + 1) * SIZE]


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
    """Return a digest as bytes; nothing if it is none."""
    try:
        raw = bytes.fromhex(digest)
    except ValueError:
        return None
    return raw if len(raw) == SIZE and raw.hex() == digest else None
