"""Acts on a ticket as it was seen: tried before they are done, refused if somebody was faster."""

from collections.abc import Callable, Sequence
from typing import NoReturn, Self, TypeVar

import msgspec
from msgspec.structs import replace

from escalate_cli.domain.ticket.ticket import id_of
from escalate_cli.errors import ConflictError
from escalate_cli.usecases.context import Context
from escalate_cli.usecases.insight.coming import Coming, coming_of
from escalate_cli.usecases.ports import Transaction, View

T = TypeVar("T")

Act = Callable[[Context], T]


class Sight(msgspec.Struct, frozen=True):
    """A ticket as somebody saw it.

    Attributes:
        revision: which the store had of it then.
    """

    number: int
    revision: str

    @classmethod
    def of(cls, view: View, number: int) -> Self:
        """Look at a ticket."""
        return cls(number, view.revision(number))

    def must_be_so(self, view: View) -> None:
        """Refuse to go on where it was changed since; raises ConflictError."""
        if view.revision(self.number) != self.revision:
            raise ConflictError(
                f"{id_of(self.number)} was changed since you looked: nothing was done",
                "look at it again",
            )


class _TriedError(Exception):
    """Ends a change of which nothing is kept, with what came of it."""

    def __init__(self, done: object, coming: list[Coming | None]) -> None:
        super().__init__()
        self.done, self.coming = done, coming


def do_on_seen(context: Context, sights: Sequence[Sight], act: Act[T]) -> T:
    """Carry out an act if all its tickets are as they were seen; raises ConflictError."""

    def around(tx: Transaction, work: Callable[[Transaction], object]) -> object:
        _must_be_so(sights, tx)
        return work(tx)

    return act(replace(context, around=around))


def tried(context: Context, sights: Sequence[Sight], act: Act[T]) -> tuple[T, list[Coming | None]]:
    """Return what comes of an act, and what the policy would do next about each ticket.

    Nothing is kept.

    Raises:
        EscalateError: the act would be refused.
    """

    def around(tx: Transaction, work: Callable[[Transaction], object]) -> NoReturn:
        _must_be_so(sights, tx)
        done = work(tx)
        coming = [coming_of(context, context.history(tx, sight.number)) for sight in sights]
        raise _TriedError(done, coming)

    try:
        return act(replace(context, around=around)), [None] * len(sights)
    except _TriedError as end:
        return end.done, end.coming  # type: ignore[return-value]  # what the act's work returned


def _must_be_so(sights: Sequence[Sight], view: View) -> None:
    for sight in sights:
        sight.must_be_so(view)
