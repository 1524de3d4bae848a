"""What a monitoring system is told of a store, while nothing is changed."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import msgspec

from escalate_cli.usecases.automation.check import Pressing, pressing
from escalate_cli.usecases.automation.clock_doubt import must_be_right
from escalate_cli.usecases.context import Context
from escalate_cli.usecases.outbox.outbox_counts import Counts, counts
from escalate_cli.usecases.unchecked import Unchecked, unchecked

if TYPE_CHECKING:  # types alone: start-up time
    from escalate_cli.usecases.ports import View


class Vitals(msgspec.Struct, frozen=True, kw_only=True):
    """How tickets and messages stand, and whether `check` runs.

    Attributes:
        active: how many tickets somebody still has to work on.
        left: what is in the outbox.
        unchecked: the decisions that say that no check runs.
    """

    now: datetime
    pressing: Pressing
    active: int
    left: Counts
    last_check_at: datetime | None
    unchecked: Unchecked | None


def vitals(context: Context, view: View) -> Vitals:
    """Look at a store for a monitoring system; raises ClockDoubtedError."""
    must_be_right(context, view)
    return Vitals(
        now=context.now,
        pressing=pressing(context, view),
        active=view.active_count(),
        left=counts(context, view),
        last_check_at=context.store.last_check_at(),
        unchecked=unchecked(context, view),
    )
