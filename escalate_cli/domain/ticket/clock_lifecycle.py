"""The six duties of a ticket: what starts and what ends each clock."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from msgspec.structs import replace

from escalate_cli.domain.policy.rules import Rules
from escalate_cli.domain.policy.sections.clock_name import CLOCKS, RESPONSE_CLOCKS, ClockName
from escalate_cli.domain.ticket import counting
from escalate_cli.domain.ticket.clock.agreed_date import to_date
from escalate_cli.domain.ticket.clock.latched_breach import LatchedBreach, with_overruns
from escalate_cli.domain.ticket.clock.sla_clock import Clock
from escalate_cli.domain.ticket.events import Event
from escalate_cli.domain.ticket.matching import rows_for
from escalate_cli.domain.ticket.ticket import HEARD, OWED, STOOD, Status, Ticket

LASTING = (ClockName.FIRST_RESPONSE, ClockName.LEVEL, ClockName.RESOLVE)
"""The clocks that go on after a reopening under `reopening: continue`."""

_WAITING = Status.WAITING  # asked at every event: a member of an enum takes a while to find


def clocks_after(
    before: Ticket, event: Event, after: Ticket, rules: Rules
) -> tuple[Ticket, tuple[Clock, ...]]:
    """Return the ticket with its clocks, counted up to the event, moved on by it.

    With it come the runs that the event ended and began anew, as they ended.
    """
    old = _ended(after.clocks, event, before, rules)
    breaches = after.breaches
    if breaches and old is not after.clocks:
        breaches = with_overruns(breaches, old)
    begun = _begun(event, after, old, rules)
    moved = _off_course(before, event, after, rules)
    if not begun and not moved:
        return after if old is after.clocks else replace(after, clocks=old, breaches=breaches), ()
    clocks = dict(old)
    if event.begins_cycle:
        clocks = _carried_over(old, event, after, rules)
        begun = [name for name in begun if name not in clocks]
    if begun:
        clocks |= _on_first_course(begun, event.at, old, after, rules)
    if event.has_waited and (asked := clocks.get(ClockName.NEXT_RESPONSE)):
        clocks[asked.name] = asked.waited(event.has_waited, rules.calendar)
    replaced = _gone(old, clocks) if begun or event.begins_cycle else ()
    going_on = {*moved}.difference(begun)
    if begun and after.agreed_due_at:  # it stands in place of the row by which they begin
        going_on.update(begun)
    if going_on:
        clocks |= on_course(clocks, after, rules, going_on, anew=event.changes_policy)
    for name, done in event.over_at_once.items():
        if name in clocks:
            clocks[name] = clocks[name].ended(event.at, judged=done)
    return replace(after, clocks=clocks, breaches=breaches), replaced


def _off_course(before: Ticket, event: Event, after: Ticket, rules: Rules) -> Collection[str]:
    """Name the clocks whose course an event changes; most events change none."""
    keeps_rows = (
        not event.changes_policy
        and not event.begins_cycle
        and not event.has_waited
        and before.policy == after.policy
        and before.rules == after.rules
        and before.agreed_due_at == after.agreed_due_at
        and rules.asked_by_targets(before) == rules.asked_by_targets(after)
    )
    if not keeps_rows:
        return after.clocks
    stood, stand = _standing_still(before, rules), _standing_still(after, rules)
    return () if stood == stand else {*stood} ^ {*stand}


def _gone(old: Mapping[str, Clock], now: Mapping[str, Clock]) -> tuple[Clock, ...]:
    """Return the runs that gave way to others of the same duty, or to none."""
    return tuple(
        clock
        for name, clock in old.items()
        if (other := now.get(name)) is not clock and not (other and other.is_run_of(clock))
    )


def _carried_over(
    clocks: Mapping[str, Clock], event: Event, after: Ticket, rules: Rules
) -> dict[str, Clock]:
    """Return what goes on in a new cycle: the answer to a word since the resolution.

    Where the policy has it so, what was spent counts on, and what was answered stays so.
    """
    carried = {name: clock for name, clock in clocks.items() if clock.ended_at is None}
    for name in LASTING if rules.reopening == "continue" else ():
        clock = clocks.get(name)
        if clock is not None:
            is_done = name == ClockName.FIRST_RESPONSE and clock.judged
            carried[name] = clock if is_done else clock.continued(event.at, after.cycle)
    return carried


def _on_first_course(
    names: Collection[str], at: datetime, old: Mapping[str, Clock], ticket: Ticket, rules: Rules
) -> dict[str, Clock]:
    """Let clocks begin at an instant, on the course that policy and status ask for."""
    rows, still = rows_for(ticket, rules), _standing_still(ticket, rules)
    begun, cycle, calendars = counting.rules_of(ticket).begun, ticket.cycle, rules.calendar
    return {
        name: begun(name, old.get(name), at, cycle, rows, calendars, running=name not in still)
        for name in names
    }


def on_course(
    clocks: Mapping[str, Clock],
    ticket: Ticket,
    rules: Rules,
    names: Iterable[str],
    *,
    anew: bool = False,
) -> dict[str, Clock]:
    """Put the clocks named that run on the course that policy and status ask for.

    `anew` where the calendars themselves may have changed under their names.
    """
    rows, still = rows_for(ticket, rules), _standing_still(ticket, rules)
    counting_rules, calendars = counting.rules_of(ticket), rules.calendar
    agreed_at = ticket.agreed_due_at
    moved: dict[str, Clock] = {}
    for name in names:
        clock = clocks.get(name)
        if clock is None or clock.ended_at is not None:
            continue
        running = name not in still
        agreed = agreed_at if agreed_at is not None and name == ClockName.RESOLVE else None
        own = clock if clock.by_rows is None else clock.by_rows
        course = counting_rules.course_of(own, rows, rules.calendars, running=running)
        if agreed is not None:
            course = replace(course, target=None)
        if anew or not own.is_on(course):
            if anew or own.calendar != course.calendar or own.target != course.target:
                own = counting_rules.recounted(own, course, calendars)
            own = own.under(course, calendars)
            if own.breached_at is not None and ticket.rules >= HEARD:
                own = own.due_when_missed()
        is_by_rows = agreed is None and clock.by_rows is None
        moved[name] = own if is_by_rows else to_date(clock, agreed, own, calendars)
    return moved


def _standing_still(ticket: Ticket, rules: Rules) -> Collection[str]:
    """Name the clocks that stand still: in a wait, or while who asks has the ticket."""
    paused = rules.pauses if ticket.status is _WAITING else ()
    if ticket.owner is None or ticket.owner != ticket.requester or ticket.acknowledged_at is None:
        return paused
    return (*paused, ClockName.NEXT_RESPONSE) if ticket.rules >= OWED else paused


def counted(ticket: Ticket, at: datetime, rules: Rules) -> Ticket:
    """Count every clock up to an instant, and keep each breach as the ticket stood at it."""
    calendars, clocks = rules.calendar, ticket.clocks
    stood = Clock.settled if ticket.rules < STOOD else counting.stood
    reached: dict[str, Clock] = {}
    late: list[Clock] = []
    for name, clock in clocks.items():
        if clock.ended_at is None:
            count = Clock.settled if clock.running else stood
            reached[name] = after = count(clock, at, calendars)
            if after.breached_at is not None and clock.breached_at is None:
                late.append(after)
    if not reached:
        return ticket
    clocks = {**clocks, **reached}
    if not late or not ticket.keeps_breaches:
        return replace(ticket, clocks=clocks)
    late.sort(key=lambda clock: (clock.breached_at, clock.name))
    breaches = (*ticket.breaches, *(_latched(clock, ticket) for clock in late))
    return replace(ticket, clocks=clocks, breaches=breaches)


def _latched(clock: Clock, ticket: Ticket) -> LatchedBreach:
    return LatchedBreach(
        clock=clock.name,
        cycle=clock.cycle,
        instance=clock.instance,
        priority=ticket.priority,
        level=ticket.level,
        owner=ticket.owner,
        breached_at=clock.breached_at or clock.counted_to,
    )


def _ended(
    clocks: Mapping[str, Clock], event: Event, before: Ticket, rules: Rules
) -> Mapping[str, Clock]:
    """Stop the running clocks whose duty the event fulfils, and those that it drops.

    The verdict is by the target in force when time was last spent.
    """
    judged, dropped = _ends(event, before, rules)
    if not judged and not dropped:
        return clocks
    ended: dict[str, Clock] = {}
    as_held = counting.rules_of(before).as_held
    for name in (*judged, *dropped):
        clock = clocks.get(name)
        if clock is not None and clock.ended_at is None:
            ended[name] = as_held(clock).ended(event.at, judged=name in judged)
    return {**clocks, **ended} if ended else clocks


def _ends(
    event: Event, before: Ticket, rules: Rules
) -> tuple[Collection[ClockName], Collection[ClockName]]:
    """Name the clocks that the event fulfils, then those that end unjudged with it."""
    if event.ends_duties or event.is_duplicate:
        return (), CLOCKS
    if event.is_solution:
        return (ClockName.RESOLVE,), CLOCKS
    if event.is_arrival:
        return (ClockName.LEVEL,), (ClockName.ACKNOWLEDGE,)
    return _done(event, before, rules), _dropped(event, before)


def _done(event: Event, before: Ticket, rules: Rules) -> Collection[ClockName]:
    """Name the duties that an act fulfils, by the party that it is of."""
    done: list[ClockName] = []
    if event.is_answer:
        done += (ClockName.NEXT_RESPONSE, ClockName.UPDATE)
        if "note" in rules.response:
            done.append(ClockName.FIRST_RESPONSE)
    if event.takes(before):
        done.append(ClockName.ACKNOWLEDGE)
    if event.responds(before):
        by_team = event.by != before.requester if event.party is None else event.is_by_team
        if by_team and event.response in rules.response:
            done.append(ClockName.FIRST_RESPONSE)
    return done


def _dropped(event: Event, before: Ticket) -> Collection[ClockName]:
    """Name the duties that give way to a new run, as what was excused does to an agreed date."""
    if event.is_release:
        return (ClockName.ACKNOWLEDGE,)
    if event.agrees_on_date and before.clocks[ClockName.RESOLVE].excused:
        return (ClockName.RESOLVE,)
    return ()


def _begun(
    event: Event, after: Ticket, clocks: Mapping[str, Clock], rules: Rules
) -> Collection[ClockName]:
    """Name the clocks of duties that begin, or begin again, with the event."""
    if not after.is_active:
        late = event.asks(after) and _is_owed_afterwards(event, rules)
        is_asked = late and _asks_again(ClockName.NEXT_RESPONSE, clocks)
        return (ClockName.NEXT_RESPONSE,) if is_asked else ()
    if event.begins_cycle:
        return [name for name in CLOCKS if _is_owed(name, event, after, rules)]
    if event.is_arrival or event.is_release:
        return (ClockName.ACKNOWLEDGE, *((ClockName.LEVEL,) if event.is_arrival else ()))
    if event.is_answer:
        return (ClockName.UPDATE,)
    if event.agrees_on_date and clocks[ClockName.RESOLVE].ended_at is not None:
        return (ClockName.RESOLVE,)
    is_asked = event.asks(after)
    return [name for name in RESPONSE_CLOCKS if _asks_again(name, clocks)] if is_asked else ()


def _is_owed(name: str, event: Event, ticket: Ticket, rules: Rules) -> bool:
    """Tell whether somebody waits for a duty when a cycle begins; most are owed at once.

    An answer is owed to who asked, and so is a first response that must be in words; one that the
    team begins is owed none at all before the requester speaks.
    """
    if name not in RESPONSE_CLOCKS:
        return True
    if name == ClockName.NEXT_RESPONSE:
        return event.asks(ticket)
    return not event.is_unasked and (event.asks(ticket) or not rules.wants_words)


def _asks_again(name: str, clocks: Mapping[str, Clock]) -> bool:
    """Tell whether a word of the requester begins a duty: it is the first, or all are answered."""
    clock = clocks.get(name)
    return clock is None or (name == ClockName.NEXT_RESPONSE and clock.ended_at is not None)


def _is_owed_afterwards(event: Event, rules: Rules) -> bool:
    """Tell whether a ticket that is over owes a word an answer; to one of no party it never did."""
    return event.party is not None and rules.after_resolution != "ignore"
