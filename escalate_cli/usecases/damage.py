"""Damage: what in a store is neither as it was written nor an edit that may be taken over."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

import msgspec

from escalate_cli.errors import DamagedStoreError

_MOST_NAMED = 10


class Damage(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that is damaged.

    Attributes:
        file: the path of the file that it is in.
        place: where in it: `line:column`, or a path such as `/tickets/12`.
        what: what is wrong there.
        number: the ticket that it is about, where that is known.
        hides: whether something that was there cannot be shown.
        missing: how many tickets of the file are known to be hidden, whichever they are.
    """

    file: str
    place: str
    what: str
    number: int | None = None
    hides: bool = False
    missing: int = 0

    @property
    def said(self) -> str:
        """Say what is wrong, with its ticket, which an error may name itself."""
        from escalate_cli.domain.ticket.ticket import id_of  # noqa: PLC0415 - start-up time

        name = "" if self.number is None else id_of(self.number)
        is_named = self.what.startswith(f"{name} ")
        return self.what if not name or is_named else f"{name}: {self.what}"


def hidden_tickets(damage: Iterable[Damage]) -> int:
    """Count the tickets that nobody can show: those that are named, or more that are missing."""
    named, missing = defaultdict[str, set[int]](set), Counter[str]()
    for each in damage:
        if each.hides and each.number is not None:
            named[each.file].add(each.number)
        missing[each.file] = max(missing[each.file], each.missing)
    return sum(max(missing[file], len(named[file])) for file in missing)


def error_of(damage: Sequence[Damage]) -> DamagedStoreError:
    """Return the error that names the first thing that is damaged in full, and others by ticket."""
    from escalate_cli.domain.ticket.ticket import id_of  # noqa: PLC0415 - start-up time

    first, *others = damage
    named = dict.fromkeys(id_of(each.number) for each in others if each.number is not None)
    named.pop(id_of(first.number or 0), None)
    said = ", ".join([*named][:_MOST_NAMED])
    more = f"; damaged too: {said}" if said else ""
    left = max(len(named) - _MOST_NAMED, 0)
    return DamagedStoreError(
        first.file, first.place, f"{first.said}{more}{f' and {left} more' if left else ''}"
    )
