"""Reasons of a clock: words that met its duty or did not, rows that gave it a target, its waits.

All is read off the steps that the fold made.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Literal

import msgspec

from escalate_cli.domain.policy.sections.clock_name import RESPONSE_CLOCKS, ClockName
from escalate_cli.domain.policy.sections.conditions import When
from escalate_cli.domain.policy.target import Target, row_among
from escalate_cli.domain.ticket.clock.sla_clock import Clock
from escalate_cli.domain.ticket.events import Event
from escalate_cli.domain.ticket.events.base import ByTheWay
from escalate_cli.domain.ticket.matching import matches
from escalate_cli.domain.ticket.party_kind import Party
from escalate_cli.domain.ticket.ticket import Status
from escalate_cli.domain.ticket.timeline import Step

_ANSWERS_NOBODY = {
    Party.REQUESTER: "the requester's side asks",
    Party.MACHINE: "a machine answers nobody",
    Party.OTHER: "nobody knows whose side they are on",
}


_TAKES_NOTHING = {
    Party.REQUESTER: "the requester's side takes nothing over",
    Party.MACHINE: "a machine takes nothing over",
    Party.OTHER: _ANSWERS_NOBODY[Party.OTHER],
}


class DutyWord(msgspec.Struct, frozen=True, kw_only=True):
    """What an act did to a run of a clock.

    Attributes:
        effect: it `begins` the run, `meets` its duty, does it `late`, `ends` it without a verdict,
            or is `nothing` to it.
        reason: why it is nothing; of what ends it, that it was breached by then.
    """

    event: Event
    effect: Literal["begins", "meets", "late", "ends", "nothing"]
    reason: str = ""


class TargetRow(msgspec.Struct, frozen=True, kw_only=True):
    """What gave a clock its target from an instant on.

    Attributes:
        row: its number among the policy's `targets`, from 1; nothing for a date that was agreed,
            or where no row gives a target any more.
        when: what the row is for.
    """

    since: datetime
    target: Target | None
    row: int | None = None
    when: When = When()


class WaitsOn(msgspec.Struct, frozen=True, kw_only=True):
    """What a clock waits on while it stands still.

    Attributes:
        kind: `wait`, or `own` while the requester has the ticket.
        waiting_for: whom a wait is for; `until` when it ends by itself.
        moved_to: the levels to which the ticket came while it waited on.
    """

    kind: Literal["wait", "own"]
    waiting_for: str | None = None
    until: datetime | None = None
    moved_to: tuple[str, ...] = ()


def words_on(clock: Clock, steps: Sequence[Step]) -> Iterator[DutyWord]:
    """Yield each act that began or ended a run of a clock, or might have and did not."""
    before: Step | None = None
    for step in steps:
        event, run, former = step.event, _run_after(clock, step), _run_after(clock, before)
        if event is not None and run is not None:
            if former is None or (former.ended_at is None and run.ended_at is not None):
                effect = _effect(run)
                was_breached = effect == "ends" and run.breached_at is not None
                reason = "it was breached by then" if was_breached else ""
                yield DutyWord(event=event, effect=effect, reason=reason)
            elif former.ended_at is None and before is not None:
                reason = _met_nothing(clock.name, event, before)
                if reason:
                    yield DutyWord(event=event, effect="nothing", reason=reason)
        before = step


def _run_after(clock: Clock, step: Step | None) -> Clock | None:
    """Return a run as a step left it, if it was there then."""
    runs = (*step.replaced, *step.ticket.clocks.values()) if step else ()
    return next((each for each in runs if each.run == clock.run), None)


def _runs(clock: Clock, step: Step) -> bool:
    found = step.ticket.clocks.get(clock.name)
    return found is not None and found.run == clock.run and found.ended_at is None


def _effect(run: Clock) -> Literal["begins", "meets", "late", "ends"]:
    if run.ended_at is None:
        return "begins"
    if not run.judged:
        return "ends"
    return "meets" if run.breached_at is None else "late"


def _met_nothing(name: str, event: Event, before: Step) -> str:
    """Say why an act that might have been taken for a duty is none; nothing for any other act."""
    if name == ClockName.ACKNOWLEDGE:
        if isinstance(event, ByTheWay) and event.in_passing:
            return f"it is not theirs to take at {before.ticket.level}"
        would_take = event.of(Party.TEAM).takes(before.ticket)
        return _TAKES_NOTHING.get(event.party or Party.TEAM, "") if would_take else ""
    takes = name == ClockName.FIRST_RESPONSE and event.responds(before.ticket)
    if not takes and not (event.is_word and name in {*RESPONSE_CLOCKS, ClockName.UPDATE}):
        return ""
    party = event.party
    if event.is_word_of_requester or (party is None and event.by == before.ticket.requester):
        party = Party.REQUESTER
    if party in _ANSWERS_NOBODY:
        return _ANSWERS_NOBODY[party]
    if takes or event.is_answer:
        return f"the policy takes {' or '.join(before.rules.response)} for a response"
    return "the requester cannot read it"


def rows_of(clock: Clock, steps: Sequence[Step]) -> list[TargetRow]:
    """Return what gave a run of a clock its target, and from when on."""
    found: list[TargetRow] = []
    for step in steps:
        if _runs(clock, step):
            row = _row_in_force(step.ticket.clocks[clock.name], step)
            is_first = not found and row.target is not None
            if is_first or (found and not _is_same(row, found[-1])):
                found.append(row)
    return found


def _row_in_force(run: Clock, step: Step) -> TargetRow:
    rules, target = step.rules, run.target
    rows = [row for row in rules.targets if matches(row.when, step.ticket)]
    row = row_among(rows, run.name)
    if target is None or target.agreed is not None or row is None:
        return TargetRow(since=step.at, target=target)
    number = rules.targets.index(row) + 1
    return TargetRow(since=step.at, target=target, row=number, when=row.when)


def _is_same(one: TargetRow, another: TargetRow) -> bool:
    return (one.target, one.row, one.when) == (another.target, another.row, another.when)


def waits_on(since: datetime, until: datetime, steps: Sequence[Step]) -> WaitsOn:
    """Return what a clock waits on that stands still in [since, until)."""
    begin = max(bisect_right(steps, since, key=lambda step: step.at) - 1, 0)
    lasting = steps[begin : bisect_left(steps, until, key=lambda step: step.at)]
    waiting = [step.ticket for step in lasting if step.ticket.status is Status.WAITING]
    if not waiting:
        return WaitsOn(kind="own")
    last = waiting[-1]
    levels = dict.fromkeys(ticket.level for ticket in waiting)
    return WaitsOn(
        kind="wait",
        waiting_for=last.waiting_for,
        until=last.waiting_until,
        moved_to=tuple(levels)[1:],
    )
