"""Undo of what was said for the team: an entry that takes back those of one change."""

from collections.abc import Sequence

import msgspec

from escalate_cli.domain.policy.standing import Standing, StandingUndone
from escalate_cli.usecases.ports import Transaction, View
from escalate_cli.usecases.unit_of_work import Context


class StandingChange(msgspec.Struct, frozen=True):
    """What one change said for the team, and whether that has been taken back."""

    entries: Sequence[Standing] = ()
    taken_back: bool = False

    @property
    def counts(self) -> Sequence[Standing]:
        """Return what is in effect of it."""
        return () if self.taken_back else self.entries


def said_in(view: View, change: int) -> StandingChange:
    """Return what a change said for the team."""
    entries = view.standing()
    undone = {entry.undone for entry in entries if isinstance(entry, StandingUndone)}
    return StandingChange([entry for entry in entries if entry.change == change], change in undone)


def take_back(context: Context, tx: Transaction, change: int, message: str) -> None:
    """Enter that what a change said for the team counts no more, if it said anything."""
    if said_in(tx, change).counts:
        tx.enter(StandingUndone(undone=change, message=message, **context.stamp))
