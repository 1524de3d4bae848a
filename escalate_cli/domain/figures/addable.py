"""Counts that add up: what was counted of some tickets, and of those after them, is one."""

from array import array
from collections.abc import Iterable
from datetime import timedelta
from typing import Self, TypeVar, cast

C = TypeVar("C")


class Addable:
    """Counts tickets as they go by; what another counted of those after them can be added.

    What is neither counts nor made of them, such as a name, is the same in both.
    """

    __slots__ = ()

    def add_later(self, later: Self) -> None:
        """Count what another counted of the tickets that come after these."""
        for name, own in vars(self).items():
            setattr(self, name, _sum(own, getattr(later, name)))


def summed(counts: Iterable[C]) -> C:
    """Add up counts of one kind, of which the first ones come first."""
    each = iter(counts)
    total: object = next(each)
    for later in each:
        total = _sum(total, later)
    return cast("C", total)


def _sum(own: object, later: object) -> object:
    match own, later:
        case Addable(), Addable():
            own.add_later(later)
        case dict(), dict():
            for key, count in later.items():
                own[key] = _sum(own[key], count) if key in own else count
        case tuple(), tuple():
            return tuple(_sum(*each) for each in zip(own, later, strict=True))
        case _:
            return _joined(own, later)
    return own


def _joined(own: object, later: object) -> object:
    """Join what is not made of counts itself."""
    match own, later:
        case int(), int():
            return own + later
        case timedelta(), timedelta():
            return own + later
        case set(), set():
            return own | later
        case list(), list():
            own.extend(later)
        case array(), array():
            own.extend(later)
    return own
