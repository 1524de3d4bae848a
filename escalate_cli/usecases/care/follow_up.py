"""Follow up a ticket that came from another system, by what that system tells later.

Verdicts that the policy drew meanwhile from not knowing are withdrawn, and whoever was told of one
is told so. Where people here went another way than people there, nothing is appended.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

import msgspec
from msgspec.structs import replace

from escalate_cli.domain.messages.outbox_message import Message
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.actor import Stamp
from escalate_cli.domain.ticket.history import History, undone_in
from escalate_cli.usecases.care.withdrawal import messages_of, withdrawal_of
from escalate_cli.usecases.context import Context
from escalate_cli.usecases.ports import View


class FollowUp(msgspec.Struct, frozen=True, kw_only=True):
    """A ticket with what happened later, whom that tells, and which messages it makes void."""

    history: History
    told: tuple[Message, ...] = ()
    dropped: tuple[str, ...] = ()


def later_events(events: Sequence[e.Event], told: Iterable[e.Event]) -> list[e.Event]:
    """Return the events of another system that are later than all it told before."""
    imports = _imports(events)
    before = [event for event in _acts(events) if event.change in imports]
    latest = max(event.at for event in before)
    known = [_as_told(event) for event in before if event.at == latest]
    return [
        event
        for event in told
        if event.at > latest or (event.at == latest and _as_told(event) not in known)
    ]


def follow_up(
    context: Context, view: View, number: int, source: str, news: Sequence[e.Event]
) -> FollowUp | None:
    """Append what happened there to a ticket; nothing where it contradicts what was done here."""
    history = context.history(view, number)
    begin, imports = news[0].at, _imports(history.events)
    acts = _acts(history.events)
    if any(event.at > begin for event in acts if event.change not in imports):
        return None
    told: tuple[Message, ...] = ()
    dropped: tuple[str, ...] = ()
    if verdicts := _verdicts_since(history, begin):
        withdrawal = withdrawal_of(context, view, history, verdicts)
        stamp = Stamp(**context.actor.stamp(begin), clock_at=context.now)
        history.add(withdrawal.undone(stamp, f"{source} tells more"))
        told, dropped = tuple(messages_of(context, withdrawal)), tuple(withdrawal.dropped)
    for event in news:
        if history.ticket.status not in event.happens_in:
            return None
        history.add(event)
    history.add(
        e.HistoryImported(
            **context.actor.stamp(news[-1].at),
            source=source,
            imported_at=context.now,
            count=len(news),
        )
    )
    return FollowUp(history=history, told=told, dropped=dropped)


def _imports(events: Sequence[e.Event]) -> set[int]:
    """Return the numbers of the changes that brought the ticket in."""
    later = (event for event in events if isinstance(event, e.HistoryImported))
    return {events[0].change, *(event.change for event in later)}


def _acts(events: Sequence[e.Event]) -> list[e.Event]:
    """Return what people did about the ticket, here and there, and did not undo."""
    undone = undone_in(events)
    return [event for event in events if event.is_act and event.change not in undone]


def _verdicts_since(history: History, begin: datetime) -> list[int]:
    """Return the changes by which the policy went on from an instant, not knowing what came."""
    return [x.change for x in history.effective if x.is_verdict and x.at >= begin]


def _as_told(event: e.Event) -> e.Event:
    """Return an event without what this store added."""
    return replace(event, seq=0, change=0, digest="", party=None, clock_at=None, redacted=False)
