"""What was said for the team in another store, and is missing here."""

from collections.abc import Iterator, Mapping, Sequence

from msgspec.structs import replace

from escalate_cli.domain.policy.standing import (
    AuthorityLent,
    Standing,
    StandingUndone,
    StoreMerged,
)
from escalate_cli.domain.policy.standing.gauges import last_beats
from escalate_cli.usecases.ports import Transaction, View


def new_standing(view: View, other: View) -> list[Standing]:
    """Return the entries of another store that this one has not; receipts of merges stay there.

    What takes back an entry that both have names it by its number here, which is below zero.
    """
    known = {_bare(entry): entry.change for entry in _said(view)}
    changes: dict[int, int] = {}
    new = []
    for entry in _said(other):
        if isinstance(entry, StoreMerged):
            continue
        named: Standing = entry
        if isinstance(entry, StandingUndone) and entry.undone in changes:
            named = replace(entry, undone=changes[entry.undone])
            entry = replace(entry, undone=-changes[entry.undone])  # noqa: PLW2901 - for `bring_standing`
        if _bare(named) in known:
            changes[entry.change] = known[_bare(named)]
        else:
            new.append(entry)
    return new


def bring_standing(
    tx: Transaction, entries: Sequence[Standing], changes: Mapping[int, int]
) -> None:
    """Enter what is missing, under the numbers that its changes have here."""
    for entry in entries:
        own = changes[entry.change]
        if isinstance(entry, StandingUndone):
            undone = -entry.undone if entry.undone < 0 else changes[entry.undone]
            tx.enter(replace(entry, change=own, undone=undone))
        else:
            tx.enter(replace(entry, change=own))


def _said(view: View) -> Iterator[Standing]:
    """Yield all entries, those first that would be of authority lent when there were none."""
    for lent in view.delegations():
        if lent.change is None:
            yield AuthorityLent(
                person=lent.person,
                to=lent.to,
                from_at=lent.since,
                until_at=lent.until,
                message=lent.reason,
                at=lent.since,
                by=lent.by,
            )
    yield from view.standing()


def bring_beats(tx: Transaction, other: View) -> None:
    """Let the later beat of each heartbeat be the last one; whose turn it is stays as here."""
    here = last_beats(tx.gauges())
    for key, beat in last_beats(other.gauges()).items():
        if key not in here or here[key].at < beat.at:
            tx.set_gauge(beat)


def _bare(entry: Standing) -> Standing:
    return replace(entry, seq=0, change=0, digest="")
