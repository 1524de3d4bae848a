"""What one command sees of the store: read once, then as its own changes leave it."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from escalate_cli.usecases.context import Context
    from escalate_cli.usecases.ports import Transaction, View

T = TypeVar("T")


class Session:
    """A command that looks, changes and looks again, without reading the store anew.

    Attributes:
        view: the store as it was read, or as the last change of this session left it.
    """

    def __init__(self, context: Context, view: View) -> None:
        self.context, self.view = context, view

    def change(self, work: Callable[[Transaction], T], *, shares: bool = False) -> T:
        """Change the store as `Context.change` does; from then on `view` is what that left."""
        done, self.view = self.context.change(lambda tx: (work(tx), tx), shares=shares)
        return done


@contextmanager
def session_of(context: Context) -> Iterator[Session]:
    """Read the store once, for all that one command asks of it."""
    with context.store.read() as view:
        context.standing.meet(view)
        yield Session(context, view)
