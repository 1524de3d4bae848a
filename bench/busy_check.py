"""A `check` that finds many tickets due: after a long weekend, or a long outage."""

import shutil
from collections.abc import Sequence

from bench import Row
from bench._program import floor, on
from bench._room import room
from bench._stores import DAY, context_of, filled
from bench._timing import least

TICKETS = 1_000
TURNS = 5
MOST = 12
"""Times the floor more than a check of as many tickets of which none is due."""


def measure() -> list[Row]:
    """Compare checks of tickets that were left alone for five days, and of new ones."""
    quiet, late = filled(room() / "quiet", TICKETS), filled(room() / "late", TICKETS, age=5 * DAY)
    due = context_of(late).store.read().due_by(context_of(late).now)
    assert len(due) == TICKETS  # noqa: S101 - else it would measure something else

    def again(_turn: int) -> Sequence[str]:
        """Forget what was decided in the turn before."""
        copy = room() / "late again"
        shutil.rmtree(copy, ignore_errors=True)
        return on(shutil.copytree(late, copy), "check")

    seconds = least(
        {"floor": lambda _turn: floor(), "quiet": lambda _turn: on(quiet, "check"), "late": again},
        TURNS,
    )
    more = (seconds["late"] - seconds["quiet"]) / seconds["floor"]
    return [
        Row(
            f"check that decides {TICKETS:,} due tickets",
            f"{more:.1f} x floor more than with none due",
            f"{MOST} x floor",
            ok=more <= MOST,
        )
    ]
