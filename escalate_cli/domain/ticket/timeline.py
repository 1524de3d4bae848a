"""A ticket's timeline: each event that counts makes the next step, and the last one goes on."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import msgspec
from msgspec.structs import replace

from escalate_cli.domain.policy.rules import Rules, RulesOf
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.clock.sla_clock import Clock
from escalate_cli.domain.ticket.clock_lifecycle import clocks_after, counted, on_course
from escalate_cli.domain.ticket.ladder import without_reached_request
from escalate_cli.domain.ticket.ticket import TAKEN_UP, Ticket


class Step(msgspec.Struct, frozen=True, gc=False):
    """How the ticket stood from an instant on, until the next step.

    The log of T-1 at 08:00 makes the first: it is open at L1, and its clock `acknowledge` runs. An
    `ack` at 08:40 makes the second, in which that clock has ended.

    Attributes:
        replaced: clocks that began anew with it, as their former runs ended.
    """

    at: datetime
    ticket: Ticket
    event: e.Event | None
    rules: Rules
    replaced: tuple[Clock, ...] = ()


class Followed(msgspec.Struct, frozen=True):
    """What a ticket goes by: its policy's rules, and the rules of counting.

    Attributes:
        rules_of: finds the rules of a policy version.
        newer: the rules of counting that a cycle came to follow, by its number.
    """

    rules_of: RulesOf
    newer: Mapping[int, int] = {}

    def counting(self, ticket: Ticket) -> Ticket:
        """Return the ticket under the rules of counting that its cycle came to follow."""
        newer = self.newer.get(ticket.cycle, 0)
        return replace(ticket, rules=newer) if newer > ticket.rules else ticket


def steps_after(steps: Sequence[Step], event: e.Event, followed: Followed) -> tuple[Step, ...]:
    """Return the step that an event makes, after the end of a wait that was over by then."""
    if type(event) is e.TicketLogged:
        ticket = followed.counting(event.begun())
        rules = followed.rules_of(ticket.policy)
        ticket, _ = clocks_after(ticket, event, ticket, rules)
        return (Step(event.at, ticket, event, rules),)
    last = steps[-1]
    if last.ticket.waiting_until is not None and (over := woken_step(last, event.at)):
        return over, _step_after(over, event, followed)
    return (_step_after(last, event, followed),)


def _step_after(last: Step, event: e.Event, followed: Followed) -> Step:
    before = counted(last.ticket, event.at, last.rules) if event.at > last.at else last.ticket
    after = event.apply(before)
    if followed.newer:
        after = followed.counting(after)
    if event.begins_cycle:
        after = _taken_up(before, after)
    same = after.policy == before.policy
    rules = last.rules if same else followed.rules_of(after.policy)
    if after.pending_approval is not None:
        after = without_reached_request(after, rules)
    if not event.moves_clocks:  # a breach is what counting up has found
        return Step(event.at, after, event, rules)
    after, replaced = clocks_after(before, event, after, rules)
    return Step(event.at, after, event, rules, replaced)


def _taken_up(before: Ticket, after: Ticket) -> Ticket:
    """Return a ticket that begins anew without what was owed, and missed, before its withdrawal."""
    if before.is_withdrawn and after.rules >= TAKEN_UP:
        return replace(after, clocks={}, breaches=())
    return after


def woken_step(last: Step, by: datetime) -> Step | None:
    """Return the step at which a wait with an end was over, if it was by an instant."""
    at = last.ticket.wait_ended_at(by)
    return None if at is None else Step(at, woken(last.ticket, at, last.rules), None, last.rules)


def seen(ticket: Ticket, now: datetime, rules: Rules) -> Ticket:
    """Return a ticket as of an instant at or after its last event."""
    at = ticket.wait_ended_at(now)
    if at is not None:
        ticket = woken(ticket, at, rules)
    return counted(ticket, now, rules)


def woken(ticket: Ticket, at: datetime, rules: Rules) -> Ticket:
    """Return the ticket with its wait over and its clocks running again."""
    awake = replace(counted(ticket, at, rules).awake(), touched_at=at)
    clocks = awake.clocks
    return replace(awake, clocks={**clocks, **on_course(clocks, awake, rules, clocks)})
