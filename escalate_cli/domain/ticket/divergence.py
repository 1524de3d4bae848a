"""Divergence: what two copies of one ticket have in common, and whether one of them went on.

What was sent or dropped of its messages counts for neither: each copy may have told somebody.
"""

from collections.abc import Callable, Sequence

import msgspec
from msgspec.structs import replace

from escalate_cli.domain.ticket.events import Event, EventRedacted, OfMessage
from escalate_cli.domain.ticket.redaction import redacted
from escalate_cli.domain.ticket.renumbering import Numbers, renumbered

Naming = Callable[[str], str]
"""Gives a ticket of one store, by its id there, the name that it has in all stores."""


class Continuation(msgspec.Struct, frozen=True, kw_only=True):
    """What another copy of a ticket knows and this one does not.

    Attributes:
        tail: those events, as they are there.
        events: the numbers that the events have here which both know, by those there.
        changes: the same of changes.
    """

    tail: Sequence[Event]
    events: dict[int, int]
    changes: dict[int, int]


def continuation(
    here: Sequence[Event], there: Sequence[Event], name_here: Naming, name_there: Naming
) -> Continuation | None:
    """Return what there is to add here; nothing where each of the two went its own way."""
    ours, theirs = (_split(each) for each in (here, there))
    both = list(zip(ours.steps, theirs.steps, strict=False))
    pairs = zip(_portable(ours, name_here), _portable(theirs, name_there), strict=False)
    if not all(_is_same(*pair) for pair in pairs):
        return None
    sent = dict(zip(_bare(ours, name_here), ours.deliveries, strict=True))
    delivered = zip(_bare(theirs, name_there), theirs.deliveries, strict=True)
    unknown = [event.seq for bare, event in delivered if bare not in sent]
    later = [event.seq for event in theirs.steps[len(both) :]]
    wanted = {*unknown, *later}
    return Continuation(
        tail=[event for event in there if event.seq in wanted],
        events={their.seq: our.seq for our, their in both},
        changes={their.change: our.change for our, their in both},
    )


class _Split(msgspec.Struct, frozen=True):
    steps: Sequence[Event]
    deliveries: Sequence[Event]


def _split(events: Sequence[Event]) -> _Split:
    return _Split(
        [event for event in events if not isinstance(event, OfMessage)],
        [event for event in events if isinstance(event, OfMessage)],
    )


def _numbers(split: _Split, name: Naming) -> Numbers:
    """Number events and changes by their places, which are the same in both copies."""
    seqs = {event.seq: place for place, event in enumerate(split.steps, 1)}
    changes = {change: n for n, change in enumerate(dict.fromkeys(x.change for x in split.steps))}
    return Numbers(
        ticket=name, event=lambda seq: seqs.get(seq, 0), change=lambda each: changes.get(each, -1)
    )


def _portable(split: _Split, name: Naming) -> list[Event]:
    numbers = _numbers(split, name)
    steps = [renumbered(event, numbers) for event in split.steps]
    return [replace(x, seal="") if isinstance(x, EventRedacted) else x for x in steps]


def _bare(split: _Split, name: Naming) -> list[Event]:
    """Return what was sent and dropped, without the texts that may have been redacted."""
    numbers = _numbers(split, name)
    return [redacted(renumbered(event, numbers)) for event in split.deliveries]


def _is_same(ours: Event, theirs: Event) -> bool:
    """Tell whether both are one event, whose text may be gone from one copy."""
    if ours.redacted or theirs.redacted:
        return redacted(ours) == redacted(theirs)
    return ours == theirs
