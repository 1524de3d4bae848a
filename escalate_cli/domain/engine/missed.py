"""Missed targets: what is on record against a ticket, and what an act would take away of that."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import groupby, zip_longest

import msgspec

from escalate_cli.domain.engine.breaches import breached_clocks, every_run, not_excused
from escalate_cli.domain.ticket.clock.latched_breach import MissedTarget
from escalate_cli.domain.ticket.clock.sla_clock import Clock
from escalate_cli.domain.ticket.cycles import TicketCycle, cycles
from escalate_cli.domain.ticket.history import History


class Missed(msgspec.Struct, frozen=True):
    """A target that was missed, and that nobody has excused.

    Attributes:
        counts: its cycle is in the figures.
    """

    run: Clock
    at: datetime
    counts: bool

    @property
    def duty(self) -> tuple[str, int]:
        """Return which clock has missed it, in which cycle."""
        return self.run.name, self.run.cycle

    @property
    def target(self) -> MissedTarget:
        """Return it as an event keeps it."""
        return MissedTarget(clock=self.run.name, cycle=self.run.cycle, missed_at=self.at)

    @property
    def within(self) -> timedelta | None:
        """Return the target that presses still; nothing where none does."""
        return self.run.target.within if self.run.target else None


class Account(msgspec.Struct, frozen=True):
    """What a ticket has missed by an instant, in order, and how urgent it is.

    Attributes:
        rank: of its priority, from the most urgent; nothing where its policy lacks that.
        uncounted: the last number of each cycle that is in no figure.
    """

    missed: tuple[Missed, ...]
    priority: str
    rank: int | None
    uncounted: frozenset[int]


def account_of(history: History, now: datetime) -> Account:
    """Return what is on record against a ticket; against one that is withdrawn nothing."""
    ticket, order = history.ticket, history.rules.priorities
    rank = order.index(ticket.priority) if ticket.priority in order else None
    found = cycles(history)
    return Account(
        missed=() if history.is_withdrawn else tuple(_missed(history, now, found)),
        priority=ticket.priority,
        rank=rank,
        uncounted=frozenset(each.last for each in found if not each.counts),
    )


def _missed(history: History, now: datetime, found: Sequence[TicketCycle]) -> Iterator[Missed]:
    """Yield what was missed; what goes on in a later cycle counts if any of them does."""
    going_on = [run for run in every_run(history, now) if run.was_breached]

    def counts(cycle: int) -> bool:
        return next(each.counts for each in found if cycle <= each.last)

    for run in not_excused(history, breached_clocks(history, now).values()):
        at = run.breached_at
        if at is not None and at <= now:
            later = (each for each in going_on if (each.name, each.cycle) > (run.name, run.cycle))
            told = (counts(each.cycle) for each in later if each.name == run.name)
            yield Missed(run, at, counts(run.cycle) or any(told))


def gone(before: Account, after: Account) -> Iterator[Missed]:
    """Yield what is on record no more: of a duty less was missed, or later than it was."""
    stand = _by_duty(after)
    for duty, missed in _by_duty(before).items():
        for was, still in zip_longest(missed, stand.get(duty, [])):
            if was is not None and (still is None or still.at > was.at):
                yield was


def left_out(before: Account, after: Account, now: datetime) -> Iterator[Missed]:
    """Yield what is in the figures no more: on record still, or missed only after the act."""
    out = {each.duty for each in after.missed if not each.counts}
    for each in before.missed:
        is_later = each.at > now and each.run.cycle in after.uncounted
        if each.counts and (each.duty in out or is_later):
            yield each


def eased(before: Account, after: Account) -> Iterator[Missed]:
    """Yield what presses no more, or less, because it was given more time."""
    runs = {each.run.run: each for each in after.missed}
    for was in before.missed:
        now = runs.get(was.run.run)
        if now is not None and _has_more_time(was.within, now.within):
            yield was


def _has_more_time(was: timedelta | None, now: timedelta | None) -> bool:
    return was is not None and (now is None or now > was)


def is_less_urgent(before: Account, after: Account) -> bool:
    """Tell whether a ticket that has missed something has a lower priority now."""
    if not before.missed or before.rank is None or after.rank is None:
        return False
    return after.rank > before.rank


def _by_duty(account: Account) -> Mapping[tuple[str, int], list[Missed]]:
    ordered = sorted(account.missed, key=lambda each: (each.duty, each.at))
    return {duty: list(each) for duty, each in groupby(ordered, key=lambda each: each.duty)}
