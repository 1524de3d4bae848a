"""Counts of some tickets and of those after them add up to the counts of all."""

from array import array
from collections import Counter
from datetime import timedelta

from escalate_cli.domain.figures.addable import Addable, summed


class Tally(Addable):
    """Counts of every kind."""

    def __init__(self, name: str, n: int) -> None:
        self.name = name
        self.counts = Counter({name: n})
        self.n, self.spent = n, timedelta(hours=n)
        self.names = {name}
        self.listed, self.lengths = [name], array("q", [n])
        self.inner: dict[str, Addable] = {name: Inner(n), "all": Inner(n)}
        self.each = (Inner(n), Inner(2 * n))


class Inner(Addable):
    """A tally within a tally."""

    def __init__(self, n: int) -> None:
        self.n = n

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Inner) and self.n == other.n

    def __hash__(self) -> int:
        return self.n


def test_counts_of_every_kind_are_added() -> None:
    both = summed([Tally("a", 1), Tally("b", 2)])
    assert both.counts == {"a": 1, "b": 2}
    assert (both.n, both.spent, both.names) == (3, timedelta(hours=3), {"a", "b"})
    assert (both.listed, both.lengths) == (["a", "b"], array("q", [1, 2]))
    assert both.inner == {"a": Inner(1), "b": Inner(2), "all": Inner(3)}
    assert both.each == (Inner(3), Inner(6))


def test_what_came_first_stays_first() -> None:
    both = summed([Tally("b", 1), Tally("a", 2), Tally("b", 3)])
    assert list(both.counts) == ["b", "a"]
    assert list(both.inner) == ["b", "all", "a"]
    assert both.name == "b"


def test_several_sums_are_made_at_once() -> None:
    first, second = summed([(Inner(1), Inner(10)), (Inner(2), Inner(20)), (Inner(3), Inner(30))])
    assert (first.n, second.n) == (6, 60)
