"""Breaches: clocks that used up their target, recorded or not yet, and when others will.

A breach is dated at the instant when the clock was due, by `Clock.settled`, whenever it is seen.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import chain

import msgspec

from escalate_cli.domain.policy.rules import Rules
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.clock.sla_clock import Clock
from escalate_cli.domain.ticket.history import History


class Breach(msgspec.Struct, frozen=True, kw_only=True):
    """A clock that used up its target, and the policy version that set it."""

    clock: str
    cycle: int
    instance: int
    breached_at: datetime
    target: timedelta
    policy: str


def breached_clocks(history: History, now: datetime) -> dict[tuple[int, str, int], Clock]:
    """Return each run of a clock that used up its target, stopped ones too."""
    return {
        (clock.cycle, clock.name, clock.instance): clock
        for clock in every_run(history, now)
        if clock.breaches
    }


def every_run(history: History, now: datetime) -> Iterator[Clock]:
    """Yield each run of each clock that was owed, as it ended or is at an instant."""
    return chain(history.replaced_runs, history.seen(now).clocks.values())


def not_excused(history: History, runs: Iterable[Clock]) -> Iterator[Clock]:
    """Yield the runs of which nobody has said why their breach counts no longer."""
    unexcused = [run for run in runs if not run.excused]
    if not unexcused:  # as of most tickets: no kind of event is loaded for them
        return iter(())
    excuses = history.effective_of(e.BreachExcused)
    return (run for run in unexcused if not any(excuse.covers(run) for excuse in excuses))


def breaches(history: History, now: datetime) -> Iterator[Breach]:
    """Yield each used-up target that nobody has noticed yet; of a withdrawn ticket none counts."""
    if history.is_withdrawn:
        return
    used_up = breached_clocks(history, now)
    imported_at = history.ticket.imported_at
    for key, clock in used_up.items():
        ended_before_import = imported_at and clock.ended_at and clock.ended_at <= imported_at
        if key not in history.noticed and clock.breached_at and not ended_before_import:
            yield Breach(
                clock=clock.name,
                cycle=clock.cycle,
                instance=clock.instance,
                breached_at=clock.breached_at,
                target=clock.breached_target or timedelta(0),
                policy=_policy_at(history, clock.breached_at),
            )


def breaks_at(clock: Clock, rules: Rules) -> datetime | None:
    """Return the instant after which a clock has spent more than its target, if nothing changes.

    That is when it is due, or where that is the end of a day, when its calendar opens next.
    """
    if clock.target is None or clock.due_at is None or clock.breached_at or clock.ended_at:
        return None
    if clock.spent > clock.target.within:
        return clock.due_at
    return rules.calendar(clock.calendar).next_opening(max(clock.due_at, clock.counted_to))


def may_break(clock: Clock, by: datetime) -> bool:
    """Tell whether a clock may use up its target by an instant, if it ran around the clock."""
    return clock.target is not None and clock.may_spend(clock.target.within, by)


def _policy_at(history: History, at: datetime) -> str:
    """Return the policy version that the ticket followed at an instant."""
    return next(step.rules.id for step in reversed(history.steps) if step.at <= at)


def breaking(history: History, by: datetime | None = None) -> Iterator[datetime]:
    """Yield when a target breaks, unless its breach is on record; perhaps only those up to one."""
    found = [
        (clock, at)
        for clock in history.ticket.clocks.values()
        if (by is None or may_break(clock, by))
        and (at := breaks_at(clock, history.rules)) is not None
    ]
    for clock, at in found:
        if (clock.cycle, clock.name, clock.instance) not in history.noticed:
            yield at
