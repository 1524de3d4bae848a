"""How severe reports under a key are: one that is worse than all before raises the priority."""

from collections.abc import Iterable, Iterator, Sequence
from typing import cast

from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.verbs.edit import Edits, edit
from escalate_cli.domain.verbs.outcome import Done, Refused
from escalate_cli.domain.verbs.priority import Said, Triage, triage_of
from escalate_cli.domain.verbs.situation import Situation


def named(at: Situation, said: Said) -> Triage | None:
    """Return how severe a report says that a ticket is, in words of the ticket's own policy."""
    triage = None if said == Said() else triage_of(at, said)
    return None if isinstance(triage, Refused) else triage


def raised(at: Situation, triages: Iterable[Triage], *, anew: bool) -> tuple[e.Event, ...]:
    """Return the change of priority that a worse report makes.

    Args:
        at: where the reports meet the ticket.
        triages: what they say, in their order.
        anew: they begin a cycle, so that none came before.
    """
    before = [] if anew else list(_before(at.history.effective))
    order = at.rules.priorities
    worst = min((order.index(x) for x in (at.ticket.priority, *before) if x in order), default=0)
    worse = [x for x in triages if x.priority in order and order.index(x.priority) < worst]
    if not worse:
        return ()
    most = min(worse, key=lambda each: order.index(each.priority))
    edits = Edits(priority=most.priority, impact=most.impact, urgency=most.urgency)
    return cast("Done", edit(at, edits)).events


def _before(events: Sequence[e.Event]) -> Iterator[str]:
    """Yield how severe each report of the present cycle was, with the one that began it."""
    begin = max(place for place, event in enumerate(events) if event.begins_cycle)
    reopens = begin > 0 and events[begin - 1].at == events[begin].at
    for event in events[begin - reopens :]:
        if event.reports and event.severity is not None:
            yield event.severity
