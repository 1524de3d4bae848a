"""What was said for the team in another store, and is missing here."""

from collections.abc import Iterator, Mapping, Sequence

from msgspec.structs import replace

from escalate_cli.domain.policy.standing import (
    AuthorityLent,
    Standing,
    StandingRedacted,
    StandingUndone,
    StoreMerged,
)
from escalate_cli.domain.policy.standing.gauges import last_beats
from escalate_cli.domain.ticket.redaction import TOMBSTONE
from escalate_cli.usecases.ports import Transaction, View


def new_standing(view: View, other: View) -> list[Standing]:
    """Return the entries of another store that this one has not; receipts of merges stay there.

    What takes back an entry that both have, or its words, names it by its number here, which is
    below zero.
    """
    known = {_bare(entry): entry for entry in _said(view)}
    changes: dict[int, int] = {}
    places: dict[int, int] = {}
    new = []
    for entry in _said(other):
        if isinstance(entry, StoreMerged):
            continue
        named: Standing = entry
        if isinstance(entry, StandingUndone) and entry.undone in changes:
            named = replace(entry, undone=changes[entry.undone])
            entry = replace(entry, undone=-changes[entry.undone])  # noqa: PLW2901 - for `bring_standing`
        if isinstance(entry, StandingRedacted) and entry.entry in places:
            named = replace(entry, entry=places[entry.entry])
            entry = replace(entry, entry=-places[entry.entry])  # noqa: PLW2901 - for `bring_standing`
        mine = known.get(_bare(named))
        if mine is not None:
            changes[entry.change], places[entry.seq] = mine.change, mine.seq
        else:
            new.append(entry)
    return new


def bring_standing(
    tx: Transaction, entries: Sequence[Standing], changes: Mapping[int, int]
) -> None:
    """Enter what is missing, under the numbers that its changes have here."""
    places: dict[int, int] = {}
    for entry in entries:
        own = changes[entry.change]
        if isinstance(entry, StandingRedacted):
            place = -entry.entry if entry.entry < 0 else places[entry.entry]
            seal = without_words(tx, place)
            tx.enter(replace(entry, change=own, entry=place, seal=seal))
        elif isinstance(entry, StandingUndone):
            undone = -entry.undone if entry.undone < 0 else changes[entry.undone]
            tx.enter(replace(entry, change=own, undone=undone))
        else:
            tx.enter(replace(entry, change=own))
            places[entry.seq] = tx.standing()[-1].seq


def without_words(tx: Transaction, place: int) -> str:
    """Take the words out of an entry, by its number; return the seal that vouches for the rest."""
    [entry] = (each for each in tx.standing() if each.seq == place)
    return tx.blacken(replace(entry, message=TOMBSTONE, redacted=True))


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
    """Return what an entry does; one without its words does the same."""
    if isinstance(entry, StandingRedacted):
        entry = replace(entry, seal="")
    return replace(entry, seq=0, change=0, digest="", message="", redacted=False)
