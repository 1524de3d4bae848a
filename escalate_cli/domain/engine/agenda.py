"""What is waiting to be decided on a ticket, now and later."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import chain
from typing import cast

import msgspec

from escalate_cli.domain.engine.episodes import Case, cases
from escalate_cli.domain.policy.people import People
from escalate_cli.domain.policy.rules import Repeat, Rules
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.action import Action
from escalate_cli.domain.ticket.history import History
from escalate_cli.domain.ticket.sla_clock import Clock
from escalate_cli.domain.ticket.ticket import Status


class Due(msgspec.Struct, frozen=True, kw_only=True):
    """A case that has not been decided.

    Attributes:
        since: when its condition became, or will become, true, or when a reminder falls due.
        first: the same, or where reminders were missed, when the first of them fell due.
        repeat: 0 for the finding itself, k for the k-th reminder.
        holds: whether it is still true.
    """

    key: str
    case: Case
    since: datetime
    first: datetime
    repeat: int
    holds: bool


class Breach(msgspec.Struct, frozen=True, kw_only=True):
    """A clock that used up its target, and the policy version that set it."""

    clock: str
    cycle: int
    instance: int
    breached_at: datetime
    target: timedelta
    policy: str


def undecided(history: History, now: datetime, people: People) -> Sequence[Due]:
    """Return what is not decided yet, past and to come, in the order it falls due.

    It is asked for more than once at an instant, and costs more than all else.
    """
    if now not in history.found:
        found = _undecided(history, now, people)
        in_order = sorted(found, key=lambda due: (due.since, due.case.order, due.repeat))
        history.found[now] = in_order
    return cast("Sequence[Due]", history.found[now])


def _undecided(history: History, now: datetime, people: People) -> Iterator[Due]:
    imported_at = history.ticket.imported_at
    for case in cases(history, now, people):
        until = case.finding.until
        if imported_at is not None and until is not None and until <= imported_at:
            continue
        due = _next(case, history.fired, now)
        if due is not None:
            yield due


def _next(case: Case, fired: dict[str, e.TriggerFired], now: datetime) -> Due | None:
    """Return the finding itself, or else its next reminder."""
    key = str(case.key)
    first = fired.get(key)
    holds = case.finding.holds_at(now) or case.finding.since > now
    if first is None:
        since = case.finding.since
        return Due(key=key, case=case, since=since, first=since, repeat=0, holds=holds)
    repeat = case.rule.repeat
    if repeat is None or not holds or first.action == Action.LAPSED:
        return None
    stem = case.key.stem
    last = next(fired[key].at for key in reversed(fired) if key.startswith(stem))
    k, following = repeat_numbers(repeat, case.finding.since, last, now)
    since = case.finding.since + k * repeat.every
    missed_since = case.finding.since + following * repeat.every
    until = case.finding.until
    if (repeat.times is not None and k > repeat.times) or (until is not None and since >= until):
        return None
    key = str(case.key.reminder(k))
    return Due(key=key, case=case, since=since, first=missed_since, repeat=k, holds=holds)


def repeat_numbers(
    repeat: Repeat, since: datetime, last: datetime, now: datetime
) -> tuple[int, int]:
    """Return which reminder on the fixed grid is the next, and which was after the last decision.

    The next is the latest one that is due, when several were missed.
    """
    latest = max((now - since) // repeat.every, 0)
    if repeat.times is not None:
        latest = min(latest, repeat.times)
    following = max((last - since) // repeat.every + 1, 1)
    return max(latest, following), following


def breached_clocks(history: History, now: datetime) -> dict[tuple[int, str, int], Clock]:
    """Return each run of a clock that used up its target, stopped ones too."""
    ended = (clock for step in history.steps for clock in step.replaced)
    return {
        (clock.cycle, clock.name, clock.instance): clock
        for clock in chain(ended, history.seen(now).clocks.values())
        if clock.breached_at is not None
    }


def breaches(history: History, now: datetime) -> Iterator[Breach]:
    """Yield each used-up target that nobody has noticed yet."""
    noticed = _noticed(history)
    imported_at = history.ticket.imported_at
    for key, clock in breached_clocks(history, now).items():
        ended_before_import = imported_at and clock.ended_at and clock.ended_at <= imported_at
        if key not in noticed and clock.breached_at and not ended_before_import:
            yield Breach(
                clock=clock.name,
                cycle=clock.cycle,
                instance=clock.instance,
                breached_at=clock.breached_at,
                target=clock.breached_target or timedelta(0),
                policy=_policy_at(history, clock.breached_at),
            )


def _noticed(history: History) -> set[tuple[int, str, int]]:
    """Return the runs of clocks whose breach is on record, by whatever rules it was one."""
    return {
        (event.cycle, event.clock, event.instance)
        for event in history.events
        if isinstance(event, e.TargetBreached) and history.counts(event)
    }


def breaks_at(clock: Clock, rules: Rules) -> datetime | None:
    """Return the instant after which a clock has spent more than its target, if nothing changes.

    That is when it is due, or where that is the end of a day, when its calendar opens next.
    """
    if clock.target is None or clock.due_at is None or clock.breached_at or clock.ended_at:
        return None
    if clock.spent > clock.target.within:
        return clock.due_at
    return rules.calendar(clock.calendar).next_opening(max(clock.due_at, clock.counted_to))


def _policy_at(history: History, at: datetime) -> str:
    """Return the policy version that the ticket followed at an instant."""
    return next(step.rules.id for step in reversed(history.steps) if step.at <= at)


def closes_at(history: History) -> datetime | None:
    """Return when a resolved ticket closes by itself."""
    ticket = history.ticket
    after = history.rules.close_after
    if ticket.status is not Status.RESOLVED or ticket.resolved_at is None or after is None:
        return None
    return ticket.resolved_at + after


def instants(history: History, after: datetime, people: People) -> Iterator[datetime]:
    """Yield the instants at which the policy has something to do, if nobody acts.

    One that is earlier than `after` is due already. Those that are found easily come first.
    """
    ticket = history.ticket
    pending = ticket.pending_approval
    others = (ticket.waiting_until, closes_at(history), pending.auto_at if pending else None)
    yield from _breaking(history)
    yield from (at for at in others if at is not None)
    yield from (breach.breached_at for breach in breaches(history, ticket.updated_at))
    yield from (due.first for due in undecided(history, after, people))


def _breaking(history: History) -> Iterator[datetime]:
    """Yield when a target breaks, unless its breach is on record."""
    found = [
        (clock, at)
        for clock in history.ticket.clocks.values()
        if (at := breaks_at(clock, history.rules)) is not None
    ]
    noticed = _noticed(history) if found else set()
    for clock, at in found:
        if (clock.cycle, clock.name, clock.instance) not in noticed:
            yield at
