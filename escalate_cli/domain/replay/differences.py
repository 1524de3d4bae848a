"""Differences of a replay: decisions, breaches and moves of two tellings of one ticket."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import cast

import msgspec
from msgspec.structs import replace

from escalate_cli.domain.engine.breaches import breached_clocks
from escalate_cli.domain.engine.decision import Decision, decision_on
from escalate_cli.domain.engine.rule_evaluation import decision_of
from escalate_cli.domain.replay.simulate import ReplayedTicket
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.action import Action, Mode
from escalate_cli.domain.ticket.history import History
from escalate_cli.domain.ticket.key import Key
from escalate_cli.domain.time.instant_parsing import format_instant

NEW, GONE, EARLIER, LATER, OTHER, MOOT = "new", "gone", "earlier", "later", "other", "moot"
PERSON = "person"
"""The type of what somebody did, beside those of triggers and `breach` and `close`."""

_IDLE = frozenset({Action.SATISFIED, Action.UNANSWERED, Action.SUPERSEDED, Action.LAPSED})


class ReplayDifference(msgspec.Struct, frozen=True):
    """One thing that went one way and goes another, or happens in one telling only.

    Attributes:
        change: new, gone, earlier or later; other where it leads elsewhere or tells others; moot
            where somebody did it, and it leaves nothing to do.
    """

    change: str
    before: Decision | None
    after: Decision | None

    @property
    def decision(self) -> Decision:
        """Return it as it goes, or else as it went."""
        return cast("Decision", self.after or self.before)


def differences(replayed: ReplayedTicket, now: datetime) -> list[ReplayDifference]:
    """Return what differs up to an instant, in the order of time."""
    before, after = (_deeds(history, now) for history in (replayed.before, replayed.after))
    found = [*_compared(before, after, replayed.moot), *_moot(replayed)]
    return sorted(found, key=lambda d: (d.decision.noticed_at, d.decision.key))


def _compared(
    before: Mapping[str, Decision], after: Mapping[str, Decision], moot: Sequence[e.Event]
) -> Iterator[ReplayDifference]:
    dropped = {(x.by, x.at, x.to) for x in moot if isinstance(x, e.TicketEscalated)}
    for key in before.keys() | after.keys():
        one, other = before.get(key), after.get(key)
        change = _change(one, other)
        if one and change == GONE and (one.trigger, one.noticed_at, one.to) in dropped:
            change = MOOT
        if change and (_matters(one) or _matters(other)):
            yield ReplayDifference(change, one, other)


def _change(before: Decision | None, after: Decision | None) -> str | None:
    """Say in one word how a thing differs, or nothing where it does not."""
    if before is None:
        return NEW
    if after is None:
        return GONE
    if (_outcome(before), before.to) != (_outcome(after), after.to):
        return OTHER
    if before.noticed_at != after.noticed_at:
        return EARLIER if after.noticed_at < before.noticed_at else LATER
    return None if set(before.notified) == set(after.notified) else OTHER


def _outcome(decision: Decision) -> str:
    """Name what came of it; records of before call `satisfied` what was unanswered."""
    return Action.SATISFIED if decision.action == Action.UNANSWERED else decision.action


def _matters(decision: Decision | None) -> bool:
    """Tell whether anything came of it."""
    return decision is not None and (decision.action not in _IDLE or bool(decision.notified))


def _deeds(history: History, now: datetime) -> dict[str, Decision]:
    """Return what happened to a ticket that another policy might do otherwise, by its key."""
    found = (*_decided(history), *_breached(history, now), *_moved(history))
    return {decision.key: decision for decision in found}


def _decided(history: History) -> list[Decision]:
    """Return each decision; of attempts at one finding the last is what came of it."""
    found = [decision_of(history.ticket.id, fired) for fired in history.fired.values()]
    if all(decision.action != Action.UNANSWERED for decision in found):
        return found
    return [replace(each, key=str(Key.parse(each.key).first_attempt)) for each in found]


def _breached(history: History, now: datetime) -> Iterator[Decision]:
    """Yield each used-up target, at the instant it was."""
    ticket_id = history.ticket.id
    for (cycle, name, instance), clock in breached_clocks(history, now).items():
        at = clock.breached_at or now
        yield decision_on(Key.of_breach(ticket_id, cycle, name, instance), at, at, Action.RECORDED)


def _moved(history: History) -> Iterator[Decision]:
    """Yield moves of people, each known by when it was asked for, and what ends by itself."""
    ticket_id, number = history.ticket.id, 0
    for step in history.steps:
        event, cycle = step.event, step.ticket.cycle
        if isinstance(event, e.TicketEscalated) and event.mode == Mode.MANUAL:
            asked_at = format_instant(event.since or event.at)
            key = Key(ticket_id, cycle, f"{PERSON}.{event.to}", asked_at)
            moved = _of_person(key, event, Action.ESCALATED)
            yield replace(moved, origin=event.origin, to=event.to)
        elif isinstance(event, e.TicketReleased) and event.is_of_policy:
            number += 1
            key = Key.of_release(ticket_id, cycle, number)
            yield decision_on(key, event.since or event.at, event.at, Action.RELEASED)
        elif isinstance(event, e.TicketClosed) and event.is_of_policy:
            yield decision_on(Key.of_closing(ticket_id, cycle), event.at, event.at, Action.CLOSED)
        elif event is not None and event.begins_cycle and event.is_decided:
            key = Key.of_reopening(ticket_id, cycle)
            yield decision_on(key, event.at, event.at, Action.REOPENED)


def _moot(replayed: ReplayedTicket) -> Iterator[ReplayDifference]:
    """Yield what people did to no effect, but for the moves, which are compared."""
    ticket_id = replayed.before.ticket.id
    for number, event in enumerate(replayed.moot, 1):
        if not isinstance(event, e.TicketEscalated):
            kind = e.kind_of(event)
            key = Key(ticket_id, None, f"{MOOT}.{kind}", str(number))
            yield ReplayDifference(MOOT, _of_person(key, event, kind), None)


def _of_person(key: Key, event: e.Event, action: str) -> Decision:
    found = decision_on(key, event.at, event.at, action)
    return replace(found, trigger=event.by, type=PERSON)
