"""A walk through all tickets, cut into stretches that several processes may take at once."""

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from itertools import chain
from typing import Generic, Protocol, TypeVar

import msgspec

from escalate_cli.domain.ticket.past import Kinds
from escalate_cli.domain.ticket.search import EVERY, Search
from escalate_cli.domain.ticket.ticket import Ticket
from escalate_cli.usecases.ports import View

S = TypeVar("S")
T = TypeVar("T")


class Walk(msgspec.Struct, Generic[S], frozen=True):
    """What is gone through, once.

    Attributes:
        stretches: each begins a piece of it; one after the other they are the whole.
        total: about how many things there are.
        found: tells how much of what was gone through is to be spoken of, as it is damaged.
        passed_over: how many things are left out, as it is known that they are not asked for.
    """

    stretches: Sequence[Callable[[], Iterable[S]]]
    total: int
    found: Callable[[], int] = lambda: 0
    passed_over: int = 0


class Workers(Protocol):
    """Who does a walk: this process, or several processes, each some stretches."""

    def __call__(self, walk: Walk[S], count: Callable[[Iterable[S]], T]) -> Iterable[T]:
        """Yield what is counted of each stretch, in order, as it comes.

        What `count` keeps besides what it returns is lost where another process runs it.
        """


def alone(walk: Walk[S], count: Callable[[Iterable[S]], T]) -> Iterable[T]:
    """Take a walk by its stretches, one after the other."""
    return (count(begin()) for begin in walk.stretches)


def past_tickets(view: View, asked: Search = EVERY, past: Kinds | None = None) -> Walk[Ticket]:
    """Go past the tickets in use, then past what is asked for of the archive, from its end.

    Of each archived one what is `kept` is read with it where `past` names what is asked for next.
    """
    cuts, passed_over = view.stretches(asked), view.passed_over(asked)
    if len(cuts) > 1:
        archive = (partial(view.archived, asked, cut, past) for cut in reversed(cuts))
        return _walk(view, (view.search, *archive), passed_over)
    return _walk(
        view, (lambda: chain(view.search(), view.archived(asked, None, past)),), passed_over
    )


def past_numbers(view: View) -> Walk[int]:
    """Go past the numbers of all tickets in order."""
    cuts = view.stretches()
    return _walk(view, [partial(view.numbers, cut) for cut in cuts] or (view.numbers,))


def _walk(
    view: View, stretches: Sequence[Callable[[], Iterable[S]]], passed_over: int = 0
) -> Walk[S]:
    total = view.highest() - passed_over
    return Walk(stretches, total, lambda: len(view.damage()), passed_over)
