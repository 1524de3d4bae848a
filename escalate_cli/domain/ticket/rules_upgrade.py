"""Upgrade of rules: a ticket that is not over goes on by the newest way to count time."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import chain

from msgspec.structs import replace

from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.actor import THE_POLICY
from escalate_cli.domain.ticket.clock.sla_clock import Clock
from escalate_cli.domain.ticket.counting import RULES
from escalate_cli.domain.ticket.history import History

Run = tuple[str, int]
"""A clock and its instance in the present cycle."""


def follow_rules(history: History, now: datetime) -> None:
    """Let the present cycle count by newer rules, and record which verdicts that changes.

    Earlier cycles, and a cycle that is over, keep the runs that were recorded.
    """
    ticket = history.ticket
    if not ticket.is_active or ticket.rules >= RULES:
        return
    at = max(now, history.latest_at)
    changed = e.RulesChanged(rules=RULES, cycle=ticket.cycle, **THE_POLICY.stamp(at))
    after = History([*history.events, changed], history.rules_of)
    clocks = tuple(_recounted(_runs(history, at), _runs(after, at)))
    history.add(replace(changed, clocks=clocks))


def _runs(history: History, now: datetime) -> Mapping[Run, Clock]:
    """Return every run of a clock in the present cycle, as it ended or is now."""
    cycle = history.ticket.cycle
    return {
        (clock.name, clock.instance): clock
        for clock in chain(history.replaced_runs, history.seen(now).clocks.values())
        if clock.cycle == cycle
    }


def _recounted(before: Mapping[Run, Clock], after: Mapping[Run, Clock]) -> "Iterator[e.Recounted]":
    """Yield each run whose verdict or due instant differs; one that is owed no more has stopped."""
    for run, was in before.items():
        clock = after.get(run) or replace(was, ended_at=was.started_at, breached_at=None)
        stood, stands = ((c.state, c.breached_at, c.due_at) for c in (was, clock))
        if stood != stands and (was.target or clock.target):
            yield e.Recounted(
                clock=clock.name,
                instance=clock.instance,
                state_before=was.state,
                state=clock.state,
                due_before=was.due_at,
                due_at=clock.due_at,
            )
