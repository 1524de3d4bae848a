"""What the policy does next about a ticket if nobody acts, as the engine says itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import groupby, islice
from operator import itemgetter
from typing import TYPE_CHECKING, Final

import msgspec

from escalate_cli.domain.engine.decision import Decision
from escalate_cli.domain.ticket.action import Action
from escalate_cli.domain.ticket.history import History
from escalate_cli.usecases.context import Context

if TYPE_CHECKING:  # types alone: start-up time
    from escalate_cli.domain.ticket.ticket import Outlined
    from escalate_cli.usecases.ports import View

MOST_COMING: Final = 5
"""Of so many tickets it is told what the policy does next."""
_LOUDEST: Final = (Action.ESCALATED, Action.APPROVED, Action.PRIORITISED, Action.NOTIFIED)


class Coming(msgspec.Struct, frozen=True):
    """The loudest decision of the next run that decides anything, and when that is."""

    at: datetime
    decision: Decision


def coming_of(context: Context, history: History) -> Coming | None:
    """Return what is decided next; the history goes on to that instant, in memory."""
    engine = context.engine(history)
    acts_at = engine.next_at(context.now)
    if acts_at is None:
        return None
    until = max(acts_at, context.now)
    outcomes = islice(engine.forecast(context.now, until, silent=True), 1)
    loudest = [min(outcome.decisions, key=_softness) for outcome in outcomes]
    return Coming(loudest[0].noticed_at, loudest[0]) if loudest else None


def soonest(
    context: Context, view: View, acts: Iterable[tuple[datetime, Outlined]]
) -> tuple[Coming, ...]:
    """Return what the policy does next about the first few of tickets with when it acts."""
    histories = (context.history(view, number) for number in _in_order(acts))
    coming = (coming_of(context, history) for history in histories)
    return tuple(islice((each for each in coming if each is not None), MOST_COMING))


def _in_order(acts: Iterable[tuple[datetime, Outlined]]) -> Iterator[int]:
    """Yield numbers by instant; those of one instant are looked for when it is their turn."""
    for _, same in groupby(sorted(acts, key=itemgetter(0)), itemgetter(0)):
        yield from sorted(each.number for _, each in same)


def _softness(decision: Decision) -> int:
    return _LOUDEST.index(decision.action) if decision.action in _LOUDEST else len(_LOUDEST)
