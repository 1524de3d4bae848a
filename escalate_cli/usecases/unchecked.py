"""Who watches the watcher: decisions that are long due, as no `check` runs."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

import msgspec

from escalate_cli.errors import DamagedHistoryError, EscalateError
from escalate_cli.usecases.context import Context

if TYPE_CHECKING:  # types alone: start-up time
    from escalate_cli.usecases.ports import View

PATIENCE: Final = timedelta(minutes=15)
"""So long a decision may be due before it says that no `check` runs: cron misses a run or two."""


class Unchecked(msgspec.Struct, frozen=True):
    """Tickets that wait for a `check`, the first of them since an instant.

    One that it would log, as a heartbeat is missing, is one of them.
    """

    tickets: int
    since: datetime


def unchecked(context: Context, view: View) -> Unchecked | None:
    """Tell of decisions that still hold and have been due for longer than `PATIENCE`.

    There are none where `check` ran since, whatever it left, and none at an instant of the past. A
    run long ago alone says nothing: where nothing was due, nothing was missed.
    """
    late, last = context.now - PATIENCE, context.store.last_check_at()
    if context.present.is_typed or (last is not None and late <= last <= context.now):
        return None
    dues = {number: view.next_at(number) for number in view.due_by(late)}
    order = sorted((at, number) for number, at in dues.items() if at is not None)
    unsaid = silent_since(context, view, late)
    for place, (at, number) in enumerate(order):
        if _holds(context, view, number):
            return Unchecked(len(order) - place + len(unsaid), min((at, *unsaid)))
    return Unchecked(len(unsaid), min(unsaid)) if unsaid else None


def silent_since(context: Context, view: View, by: datetime) -> list[datetime]:
    """Return since when each heartbeat that is missing at an instant was not reported."""
    heartbeats = context.people.heartbeats
    if not heartbeats:
        return []
    from escalate_cli.domain.policy.standing.gauges import missing  # noqa: PLC0415 - few have one

    try:
        return [since for _, since in missing(heartbeats, view.gauges(), by)]
    except DamagedHistoryError:  # `check` says it
        return []


def _holds(context: Context, view: View, number: int) -> bool:
    """Tell whether a `check` would do what a row says is due; what cannot be read, it reports."""
    try:
        history = context.opened(view, number)
        context.engine(history).advance(context.now, silent=True)
    except EscalateError:
        return True
    return history.events[-1].is_new
