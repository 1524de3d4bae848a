"""How many rows each part of a page gets where the terminal has not room for all."""

from collections.abc import Sequence

import msgspec


class Share(msgspec.Struct, frozen=True):
    """What one part of a page asks for.

    Attributes:
        wanted: as many rows as it has.
        least: as many as it gets before others get more than theirs.
        grows: whether it takes part where more rows than that are left.
    """

    wanted: int
    least: int
    grows: bool = True


def dealt(room: int | None, shares: Sequence[Share]) -> list[int]:
    """Deal rows to parts: to each its least in turn, then one each round; without end to all."""
    if room is None:
        return [share.wanted for share in shares]
    given = []
    for share in shares:
        given.append(max(min(share.wanted, share.least, room), 0))
        room -= given[-1]
    hungry = [n for n, share in enumerate(shares) if share.grows and given[n] < share.wanted]
    while room > 0 and hungry:
        for place in hungry[:room]:
            given[place] += 1
        room -= len(hungry[:room])
        hungry = [place for place in hungry if given[place] < shares[place].wanted]
    return given
