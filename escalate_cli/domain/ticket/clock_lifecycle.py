"""The six duties of a ticket: what starts and what ends each clock."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from msgspec.structs import replace

from escalate_cli.domain.policy.policy import ALWAYS, CLOCKS, FUNCTIONAL, Policy, Target, TargetRule
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.matching import matches
from escalate_cli.domain.ticket.sla_clock import Clock, Course, started
from escalate_cli.domain.ticket.ticket import Status, Ticket


def clocks_after(before: Ticket, event: e.Event, after: Ticket, policy: Policy) -> Ticket:
    """Return the ticket with its clocks, counted up to the event, moved on by it."""
    clocks = _ended(after.clocks, event, before)
    for name in _begun(event, after, clocks):
        clocks[name] = _restarted(name, clocks.get(name), event.at, after, policy)
    moved = replace(after, clocks=clocks)
    return under_way(moved, policy, anew=isinstance(event, e.PolicyApplied))


def replaced(before: Ticket, event: e.Event, after: Ticket) -> tuple[Clock, ...]:
    """Return the clocks that an event ended and began anew, as they ended."""
    gone = {
        name: clock
        for name, clock in before.clocks.items()
        if (clock.cycle, clock.instance) != (after.clocks[name].cycle, after.clocks[name].instance)
    }
    return tuple(_ended(gone, event, before).values()) if gone else ()


def under_way(ticket: Ticket, policy: Policy, *, anew: bool = False) -> Ticket:
    """Put each running clock on the course that policy and status ask for.

    `anew` where the calendars themselves may have changed under their names.
    """
    rules = [rule for rule in policy.targets if matches(rule.when, ticket)]
    clocks = {}
    for name, clock in ticket.clocks.items():
        if clock.ended_at is None:
            running = not (ticket.status is Status.WAITING and name in policy.pauses)
            course = course_of(name, rules, clock.calendar, running=running)
            clocks[name] = clock.under(course, policy.calendar, anew=anew)
        else:
            clocks[name] = clock
    return replace(ticket, clocks=clocks)


def counted(ticket: Ticket, at: datetime, policy: Policy) -> Ticket:
    """Count every clock up to an instant."""
    return replace(
        ticket,
        clocks={name: c.settled(at, policy.calendar) for name, c in ticket.clocks.items()},
    )


def course_of(name: str, rules: Iterable[TargetRule], calendar: str, *, running: bool) -> Course:
    """Say what is in force for a clock by the rules that match; the first that names it wins.

    Without a target, time is counted on the calendar of the first rule, and where there is none
    on the one it was counted on before.
    """
    first: str | None = None
    for rule in rules:
        within = rule.within.get(name)
        if within is not None:
            target = Target(within=within, calendar=rule.calendar)
            return Course(target=target, calendar=rule.calendar, running=running)
        first = first or rule.calendar
    return Course(target=None, calendar=first or calendar, running=running)


def _restarted(name: str, old: Clock | None, at: datetime, ticket: Ticket, policy: Policy) -> Clock:
    """Start a clock; `under_way` puts it on its course."""
    instance = old.instance + 1 if old and old.cycle == ticket.cycle else 1
    course = Course(target=None, calendar=old.calendar if old else ALWAYS, running=True)
    return started(name, instance, ticket.cycle, at, course, policy.calendar)


def _ended(clocks: Mapping[str, Clock], event: e.Event, before: Ticket) -> dict[str, Clock]:
    """Stop the clocks whose duty the event does, and those that it drops."""
    judged, dropped = _ends(event, before)
    ended = dict(clocks)
    for name in (*judged, *dropped):
        clock = ended.get(name)
        if clock is not None and clock.ended_at is None:
            ended[name] = clock.ended(event.at, judged=name in judged)
    return ended


def _ends(event: e.Event, before: Ticket) -> tuple[Collection[str], Collection[str]]:
    """Name the clocks that have been waiting for the event, and others that end with it."""
    match event:
        case e.ChangeUndone(withdrawn=True):
            return (), CLOCKS
        case e.TicketResolved():
            return ("resolve",), CLOCKS
    if is_arrival(event):
        return ("level",), ("acknowledge",)
    if is_answer(event):
        return ("first_response", "next_response", "update"), ()
    if is_taken(event, before):
        answers = event.by != before.requester
        return ("acknowledge", *(("first_response",) if answers else ())), ()
    return (), ()


def _begun(event: e.Event, after: Ticket, clocks: Mapping[str, Clock]) -> Collection[str]:
    """Name the clocks of duties that begin, or begin again, with the event."""
    if not after.is_active:
        return ()
    if isinstance(event, e.TicketLogged | e.TicketReopened):
        return CLOCKS
    if is_arrival(event):
        return ("acknowledge", "level")
    if is_answer(event):
        return ("update",)
    if is_question(event):
        clock = clocks.get("next_response")
        return ("next_response",) if clock is None or clock.ended_at is not None else ()
    return ()


def is_arrival(event: e.Event) -> bool:
    """Tell whether the ticket comes to a functional level by this event."""
    if isinstance(event, e.TicketEscalated):
        return event.ladder == FUNCTIONAL
    return isinstance(event, e.TicketLogged | e.TicketReopened | e.TicketReturned)


def is_taken(event: e.Event, before: Ticket) -> bool:
    """Tell whether somebody takes the ticket; parking an open one takes it too."""
    if isinstance(event, e.TicketPaused):
        return before.status is Status.OPEN
    return isinstance(event, e.TicketAcknowledged | e.TicketAssessed)


def is_answer(event: e.Event) -> bool:
    """Tell whether it is a public word from somebody other than the requester."""
    return isinstance(event, e.NoteAdded) and event.public and not is_question(event)


def is_question(event: e.Event) -> bool:
    """Tell whether it is a word from the requester that wants an answer."""
    if isinstance(event, e.NoteAdded):
        return event.from_requester
    return isinstance(event, e.ComplaintReceived)


def open_clocks(ticket: Ticket) -> Mapping[str, Clock]:
    """Return the clocks that are not over and have a target."""
    return {n: c for n, c in ticket.clocks.items() if c.ended_at is None and c.target}
