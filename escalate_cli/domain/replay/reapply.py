"""What a person did under one policy, as it goes under another.

Who did what when is a fact and stays. What followed from the policy is made anew: what the matrix
gave, whom a move leads to, whose yes it needs. An event is moot where the ticket, as it stands in
the replay, leaves it nothing to do: its command would have been refused.
"""

from functools import singledispatch

import msgspec
from msgspec.structs import replace

from escalate_cli.domain.engine.escalation import HandOff, granted, move
from escalate_cli.domain.policy.policy import Policy
from escalate_cli.domain.policy.routing import route
from escalate_cli.domain.policy.rules import FUNCTIONAL, Level
from escalate_cli.domain.replay import reprioritise
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.action import Mode
from escalate_cli.domain.ticket.actor import POLICY
from escalate_cli.domain.ticket.authority import approvers, needs_approval, speaks_for, unanswered
from escalate_cli.domain.ticket.ladder import level_held, rank_held
from escalate_cli.domain.ticket.ticket import Status, Ticket


class Situation(msgspec.Struct, frozen=True):
    """A ticket where an event meets it: as it `was` in the record, and in the replay."""

    was: Ticket
    under: Policy
    ticket: Ticket
    policy: Policy


class HumanAct(msgspec.Struct, frozen=True):
    """What becomes of an event; no events where it is moot.

    Attributes:
        unasked: a move that needs a yes under this policy; what the answer had been nobody knows.
    """

    events: tuple[e.Event, ...] = ()
    unasked: bool = False


MOOT = HumanAct()


def is_by_policy(event: e.Event) -> bool:
    """Tell whether an event is the policy's doing; a yes that it gave moves in another's name."""
    granted = isinstance(event, e.TicketEscalated) and event.approved_by == POLICY
    return event.is_of_policy or granted


def is_made_anew(event: e.Event) -> bool:
    """Tell whether an event is no fact of its own: the policy made it, or an answer did."""
    if isinstance(event, e.TicketEscalated) and event.approved_by is not None:
        return True
    return event.is_of_policy or isinstance(event, e.PolicyApplied)


@singledispatch
def refitted(event: e.Event, place: Situation) -> HumanAct:  # noqa: ARG001 - most events stay as they are
    """Return what becomes of an event that is neither a log nor the policy's doing."""
    return HumanAct((event,))


@refitted.register
def _resumed(event: e.TicketResumed, place: Situation) -> HumanAct:
    return HumanAct((event,)) if place.ticket.status is Status.WAITING else MOOT


@refitted.register
def _closed(event: e.TicketClosed, place: Situation) -> HumanAct:
    return HumanAct((event,)) if place.ticket.status is Status.RESOLVED else MOOT


@refitted.register
def _assessed(event: e.TicketAssessed, place: Situation) -> HumanAct:
    made = reprioritise.assessed(event, place.was, place.under, place.ticket, place.policy)
    return HumanAct((made,))


@refitted.register
def _edited(event: e.TicketEdited, place: Situation) -> HumanAct:
    return HumanAct((reprioritise.edited(event, place.was, place.under, place.policy),))


@refitted.register
def _escalated(event: e.TicketEscalated, place: Situation) -> HumanAct:
    """Move it as somebody did; whether that needed a yes follows from the policy."""
    goal = _goal(event.to, place)
    if goal is None:
        return MOOT
    asks = needs_approval(goal, place.ticket, event.by)
    if asks and unanswered(place.ticket, goal, in_emergency=True) is not None:
        return MOOT
    broke = event.break_glass and asks
    moved = _move(event, goal, place, break_glass=broke)
    return HumanAct((moved,), unasked=asks and not broke)


@refitted.register
def _requested(event: e.EscalationRequested, place: Situation) -> HumanAct:
    """Ask those whose yes it is now; where no yes is needed, go at once."""
    goal = _asked_goal(event, place)
    if goal is None:
        return MOOT
    if not needs_approval(goal, place.ticket, event.by):
        return MOOT if event.afterwards else HumanAct((_move(event, goal, place),))
    found = approvers(goal, event.by, place.policy.rules, place.policy.people, event.at)
    if found is None or unanswered(place.ticket, goal, in_emergency=event.afterwards) is not None:
        return MOOT
    wait = goal.approval.auto_after if goal.approval and not event.afterwards else None
    asked = replace(
        event,
        ladder=goal.ladder,
        origin=level_held(place.ticket, goal.ladder),
        approver=found.level,
        asked=found.people,
        auto_at=event.at + wait if wait is not None else None,
    )
    return HumanAct((asked,))


@refitted.register(e.EscalationApproved)
@refitted.register(e.EscalationDeclined)
def _answered(event: e.EscalationApproved | e.EscalationDeclined, place: Situation) -> HumanAct:
    """Let the answer count if it is asked for, and theirs to give."""
    ticket, policy = place.ticket, place.policy
    pending = ticket.pending_approval
    if pending is None or pending.to != event.to:
        return MOOT
    person = event.for_person or event.by
    if speaks_for(person, pending, policy.rules, policy.people, (), event.at) is None:
        return MOOT
    goal = policy.rules.level(pending.to)
    if isinstance(event, e.EscalationDeclined) or goal is None or pending.afterwards:
        return HumanAct((event,))
    return HumanAct((event, granted(ticket, pending, goal, policy.people, _stamp(event))))


@refitted.register
def _returned(event: e.TicketReturned, place: Situation) -> HumanAct:
    """Hand it back if it is above that level."""
    goal, policy = place.policy.rules.level(event.to), place.policy
    if goal is None or goal.ladder != FUNCTIONAL:
        return MOOT
    if goal.rank >= rank_held(place.ticket, FUNCTIONAL, policy.rules):
        return MOOT
    led = route(goal, policy.people, event.at)
    back = replace(
        event,
        origin=place.ticket.level,
        team=led.team,
        owner=led.owner,
        routed=led.note,
        notified=led.told,
    )
    return HumanAct((back,))


def _goal(to: str, place: Situation) -> Level | None:
    """Return the level that is meant, if there is one and it is higher than the one held."""
    goal = place.policy.rules.level(to)
    if goal is None or goal.rank <= rank_held(place.ticket, goal.ladder, place.policy.rules):
        return None
    return goal


def _asked_goal(event: e.EscalationRequested, place: Situation) -> Level | None:
    """Return the level that somebody asks for; afterwards, the one they went to just now."""
    if not event.afterwards:
        return _goal(event.to, place)
    steps = place.ticket.escalations
    has_moved = any(step.to == event.to and step.at == event.at for step in steps)
    return place.policy.rules.level(event.to) if has_moved else None


def _stamp(event: e.Event) -> e.Stamp:
    return e.Stamp(at=event.at, by=event.by, login=event.login)


def _move(
    event: e.TicketEscalated | e.EscalationRequested,
    goal: Level,
    place: Situation,
    *,
    break_glass: bool = False,
) -> e.TicketEscalated:
    handed_over = HandOff(
        reason=event.reason,
        tried=event.tried,
        impact_note=event.impact_note,
        next_step=event.next_step,
    )
    return move(
        place.ticket,
        goal,
        Mode.MANUAL,
        place.policy.people,
        _stamp(event),
        break_glass=break_glass,
        **handed_over,
    )
