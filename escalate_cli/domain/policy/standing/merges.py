"""The receipt of a merge: what came from another store in one change, so that it can be undone."""

from escalate_cli.domain.policy.standing.base import Standing


class StoreMerged(Standing, frozen=True):
    """Tickets of another store came in, with the changes that were made of them there.

    Attributes:
        source: what was read, as it was typed.
        first: the number that the first change from there has here; its own is the last.
        tickets: the ids of the tickets that it changed or brought.
    """

    source: str
    first: int
    tickets: tuple[str, ...] = ()

    @property
    def about(self) -> str:
        """Return what was read."""
        return self.source

    @property
    def text(self) -> str:
        """Return which tickets came in."""
        return ", ".join(self.tickets)
