"""Acts on a ticket as it was seen: tried before they are done, refused if somebody was faster."""

from collections.abc import Callable
from typing import NoReturn, TypeVar

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

    def must_be_so(self, view: View) -> None:
        """Refuse to go on where it was changed since; raises ConflictError."""
        if view.revision(self.number) != self.revision:
            raise ConflictError(
                f"{id_of(self.number)} was changed since you looked: nothing was done",
                "look at it again",
            )


class _TriedError(Exception):
    """Ends a change of which nothing is kept, with what came of it."""

    def __init__(self, done: object, coming: Coming | None) -> None:
        super().__init__()
        self.done, self.coming = done, coming


def do_on_seen(context: Context, sight: Sight, act: Act[T]) -> T:
    """Carry out an act if the ticket is as it was seen; raises ConflictError."""

    def around(tx: Transaction, work: Callable[[Transaction], object]) -> object:
        sight.must_be_so(tx)
        return work(tx)

    return act(replace(context, around=around))


def tried(context: Context, sight: Sight, act: Act[T]) -> tuple[T, Coming | None]:
    """Return what comes of an act, and what the policy would do next; nothing is kept.

    Raises:
        EscalateError: the act would be refused.
    """

    def around(tx: Transaction, work: Callable[[Transaction], object]) -> NoReturn:
        sight.must_be_so(tx)
        done = work(tx)
        raise _TriedError(done, coming_of(context, context.history(tx, sight.number)))

    try:
        return act(replace(context, around=around)), None
    except _TriedError as end:
        return end.done, end.coming  # type: ignore[return-value]  # what the act's work returned
