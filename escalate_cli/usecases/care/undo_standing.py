"""Undo of what was said for the team: an entry that takes back those of one change."""

from collections.abc import Sequence

import msgspec

from escalate_cli.domain.policy.standing import (
    Standing,
    StandingRedacted,
    StandingUndone,
    StoreMerged,
)
from escalate_cli.usecases.context import Context
from escalate_cli.usecases.ports import Transaction, View


class StandingChange(msgspec.Struct, frozen=True):
    """What one change said for the team, and whether that has been taken back.

    Attributes:
        changes: its number; those of a merge are the changes too that came in by it.
        merged: the receipt of a merge.
    """

    changes: Sequence[int]
    entries: Sequence[Standing] = ()
    taken_back: bool = False
    merged: StoreMerged | None = None

    @property
    def counts(self) -> Sequence[Standing]:
        """Return what is in effect of it."""
        return () if self.taken_back else self.entries


def said_in(view: View, change: int) -> StandingChange:
    """Return what a change said for the team."""
    entries = view.standing()
    undone = {entry.undone for entry in entries if isinstance(entry, StandingUndone)}
    merges = (entry for entry in entries if isinstance(entry, StoreMerged))
    merged = next((entry for entry in merges if entry.change == change), None)
    changes = range(merged.first if merged else change, change + 1)
    own = (entry for entry in entries if entry.change in changes)
    said = [entry for entry in own if not isinstance(entry, StandingRedacted)]
    return StandingChange(changes, said, change in undone, merged)


def take_back(context: Context, tx: Transaction, change: int, message: str) -> None:
    """Enter that what a change said for the team counts no more, if it said anything."""
    said = (entry for entry in said_in(tx, change).counts if entry.is_act)
    for each in dict.fromkeys(entry.change for entry in said):
        tx.enter(StandingUndone(undone=each, message=message, **context.stamp))
