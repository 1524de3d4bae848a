"""Excuse: somebody who is no party to it says that a breach counts no longer, and why."""

from collections.abc import Callable, Iterable
from itertools import pairwise
from typing import TYPE_CHECKING

from escalate_cli.domain.engine.breaches import breached_clocks, not_excused
from escalate_cli.domain.policy.sections.clock_name import CLOCKS
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.clock.sla_clock import Clock
from escalate_cli.domain.ticket.people.team import managers_of, some_of, staff_of
from escalate_cli.domain.verbs.outcome import Cause, Done, Refused
from escalate_cli.domain.verbs.refusals import not_of_team, word_among
from escalate_cli.domain.verbs.situation import Situation

if TYPE_CHECKING:  # types alone: start-up time
    from escalate_cli.domain.ticket.people.approvers import Delegation


def excuse(
    at: Situation,
    clock: str,
    cycle: int | None,
    message: str,
    lent: "Callable[[], Iterable[Delegation]]" = tuple,
) -> Done | Refused:
    """Excuse what a clock has missed in a cycle; the one that it shows now, if none is named.

    Args:
        at: where it meets the ticket.
        clock: its name.
        cycle: its number.
        message: why.
        lent: finds the authority that was lent.
    """
    if not message.strip():
        return Refused("an excuse says why", "add -m WHY", Cause.REASON)
    runs = _breached(at, clock, cycle)
    if isinstance(runs, Refused):
        return runs
    refused = not_entitled(at, runs, lent)
    if refused is not None:
        return refused
    if not any(not_excused(at.history, runs)):
        return Done()
    run = runs[0]
    excused = e.BreachExcused(clock=run.name, cycle=run.cycle, message=message, **at.stamp)
    return Done((excused,))


def _breached(at: Situation, clock: str, cycle: int | None) -> list[Clock] | Refused:
    """Return the runs of a clock in a cycle that were breached, at least one."""
    name, ticket = word_among(clock, CLOCKS, "clock"), at.ticket
    if isinstance(name, Refused):
        return name
    if cycle is not None and cycle > ticket.cycle:
        its = f"its cycle is {ticket.cycle}"
        return Refused(f"{ticket.id} has no cycle {cycle}", its, Cause.WORDING)
    breached = breached_clocks(at.history, at.now).values()
    cycle = cycle or _shown_cycle(at, name, breached)
    missed = dict.fromkeys(f"--clock {run.name} --cycle {run.cycle}" for run in breached)
    return [run for run in breached if (run.name, run.cycle) == (name, cycle)] or Refused(
        f"{ticket.id} has not breached {name} in cycle {cycle}",
        f"what it has: {some_of(missed)}" if missed else "there is nothing to excuse",
    )


def _shown_cycle(at: Situation, name: str, breached: Iterable[Clock]) -> int:
    """Return the cycle in which was missed what a clock shows as missed; else the present one.

    A question, and under `reopening: continue` more, goes on in the next cycle with its breach.
    """
    shown = at.history.seen(at.now).clocks.get(name)
    missed_at = shown.breached_at if shown is not None else None
    cycles = (run.cycle for run in breached if run.name == name and run.breached_at == missed_at)
    return next(cycles, at.ticket.cycle)


def not_entitled(
    at: Situation, runs: Iterable[Clock], lent: "Callable[[], Iterable[Delegation]]" = tuple
) -> Refused | None:
    """Refuse whoever had the ticket then, and who is not of the management, if there is one."""
    if at.is_on_record:
        return None
    ticket, rules, people = at.ticket, at.policy.rules, at.people
    managers = managers_of(rules, people)
    entitled = managers or staff_of(rules, people)
    owners = {owner for run in runs for owner in _owners(at, run)}
    others = [name for name in entitled if people.identity(name) not in owners]
    who = "the management ladder" if managers else "the team"
    if entitled and not others:
        return Refused(
            f"nobody can excuse it: all of {who} had {ticket.id} then",
            "a second person, named in the policy, could",
        )
    if people.identity(at.by) in owners:
        someone = some_of(others) or "somebody else"
        return Refused(f"{at.by} had {ticket.id} then", f"{someone} can excuse it")
    if not managers:
        return not_of_team(at.by, at, "excused by")
    speaks_for = {each.person for each in lent() if each.is_in_force_for(at.by, at.now)}
    if people.identity(at.by) in map(people.identity, managers) or speaks_for & {*others}:
        return None
    return Refused(f"{at.by} is not of {who}", f"{some_of(others)} can excuse it")


def _owners(at: Situation, run: Clock) -> set[str]:
    """Return who had the ticket, or was to take it, at some time of a run."""
    steps, end = at.history.steps, run.ended_at or at.now
    until = [*(after.at for _, after in pairwise(steps)), end]
    had = (
        step.ticket.owner
        for step, over in zip(steps, until, strict=True)
        if over > run.started_at and step.at < end
    )
    return {at.people.identity(owner) for owner in had if owner is not None}
