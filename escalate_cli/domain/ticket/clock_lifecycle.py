"""The six duties of a ticket: what starts and what ends each clock."""

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime
from typing import Protocol

import msgspec
from msgspec.structs import replace

from escalate_cli.domain.policy.calendars import ALWAYS
from escalate_cli.domain.policy.clock_name import CLOCKS, ClockName
from escalate_cli.domain.policy.rules import Rules, TargetRule
from escalate_cli.domain.ticket import counting, counting_before
from escalate_cli.domain.ticket.counting import RULES
from escalate_cli.domain.ticket.events import Event
from escalate_cli.domain.ticket.matching import matches
from escalate_cli.domain.ticket.sla_clock import Calendars, Clock, Course, started
from escalate_cli.domain.ticket.ticket import Status, Ticket


class _CourseOf(Protocol):
    def __call__(
        self, clock: Clock, rows: Iterable[TargetRule], known: Collection[str], /, *, running: bool
    ) -> Course:
        """Say what is in force for a clock by the rows that match the ticket."""


class _Rules(msgspec.Struct, frozen=True):
    """What one version of the rules of counting makes of a clock."""

    begun: Callable[[Clock, Clock | None], Clock]
    course_of: _CourseOf
    recounted: Callable[[Clock, Course, Calendars], Clock]
    as_held: Callable[[Clock], Clock]


_BEFORE, _NOW = (
    _Rules(each.begun, each.course_of, each.recounted, each.as_held)
    for each in (counting_before, counting)
)


def _rules_of(ticket: Ticket) -> _Rules:
    return _NOW if ticket.rules >= RULES else _BEFORE


def clocks_after(before: Ticket, event: Event, after: Ticket, rules: Rules) -> Ticket:
    """Return the ticket with its clocks, counted up to the event, moved on by it."""
    clocks = _ended(after.clocks, event, before)
    for name in _begun(event, after, clocks):
        clocks[name] = _restarted(name, clocks.get(name), event.at, after, rules)
    return under_way(replace(after, clocks=clocks), rules, anew=event.changes_policy)


def replaced(before: Ticket, event: Event, after: Ticket) -> tuple[Clock, ...]:
    """Return the clocks that an event ended and began anew, as they ended."""
    gone = {
        name: clock
        for name, clock in before.clocks.items()
        if (clock.cycle, clock.instance) != (after.clocks[name].cycle, after.clocks[name].instance)
    }
    return tuple(_ended(gone, event, before).values()) if gone else ()


def under_way(ticket: Ticket, rules: Rules, *, anew: bool = False) -> Ticket:
    """Put each running clock on the course that policy and status ask for.

    `anew` where the calendars themselves may have changed under their names.
    """
    rows = [row for row in rules.targets if matches(row.when, ticket)]
    counting_rules = _rules_of(ticket)
    clocks = {}
    for name, clock in ticket.clocks.items():
        clocks[name] = clock
        if clock.ended_at is None:
            running = not (ticket.status is Status.WAITING and name in rules.pauses)
            course = counting_rules.course_of(clock, rows, rules.calendars, running=running)
            if anew or course != clock.course:
                counted = counting_rules.recounted(clock, course, rules.calendar)
                clocks[name] = counted.under(course, rules.calendar)
    return replace(ticket, clocks=clocks)


def counted(ticket: Ticket, at: datetime, rules: Rules) -> Ticket:
    """Count every clock up to an instant."""
    return replace(
        ticket,
        clocks={name: c.settled(at, rules.calendar) for name, c in ticket.clocks.items()},
    )


def _restarted(name: str, old: Clock | None, at: datetime, ticket: Ticket, rules: Rules) -> Clock:
    """Start a clock; `under_way` puts it on its course."""
    instance = old.instance + 1 if old and old.cycle == ticket.cycle else 1
    course = Course(target=None, calendar=ALWAYS, running=True)
    clock = started(name, instance, ticket.cycle, at, course, rules.calendar)
    return _rules_of(ticket).begun(clock, old)


def _ended(clocks: Mapping[str, Clock], event: Event, before: Ticket) -> dict[str, Clock]:
    """Stop the clocks whose duty the event does, and those that it drops.

    The verdict is by the target in force when time was last spent.
    """
    judged, dropped = _ends(event, before)
    ended = dict(clocks)
    for name in (*judged, *dropped):
        clock = ended.get(name)
        if clock is not None and clock.ended_at is None:
            held = _rules_of(before).as_held(clock)
            ended[name] = held.ended(event.at, judged=name in judged)
    return ended


def _ends(event: Event, before: Ticket) -> tuple[Collection[ClockName], Collection[ClockName]]:
    """Name the clocks that have been waiting for the event, and others that end with it."""
    if event.is_withdrawal:
        return (), CLOCKS
    if event.is_solution:
        return (ClockName.RESOLVE,), CLOCKS
    if event.is_arrival:
        return (ClockName.LEVEL,), (ClockName.ACKNOWLEDGE,)
    if event.is_answer:
        return (ClockName.FIRST_RESPONSE, ClockName.NEXT_RESPONSE, ClockName.UPDATE), ()
    if event.takes(before):
        answered = () if event.by == before.requester else (ClockName.FIRST_RESPONSE,)
        return (ClockName.ACKNOWLEDGE, *answered), ()
    return (), ()


def _begun(event: Event, after: Ticket, clocks: Mapping[str, Clock]) -> Collection[ClockName]:
    """Name the clocks of duties that begin, or begin again, with the event."""
    if not after.is_active:
        return ()
    if event.begins_cycle:
        return CLOCKS
    if event.is_arrival:
        return (ClockName.ACKNOWLEDGE, ClockName.LEVEL)
    if event.is_answer:
        return (ClockName.UPDATE,)
    if event.is_question:
        clock = clocks.get(ClockName.NEXT_RESPONSE)
        return (ClockName.NEXT_RESPONSE,) if clock is None or clock.ended_at is not None else ()
    return ()


def open_clocks(ticket: Ticket) -> Mapping[str, Clock]:
    """Return the clocks that are not over and have a target."""
    return {n: c for n, c in ticket.clocks.items() if c.ended_at is None and c.target}
