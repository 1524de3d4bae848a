"""What a person did under one policy, as it goes under another: the same intent, the same verb.

Who did what when is a fact and stays. What followed from the policy is made anew by the verb that
the command calls: what the matrix gave, whom a move leads to, whose yes it needs. An act is moot
where the verb refuses it, as its command would have been.
"""

from datetime import timedelta
from functools import singledispatch

import msgspec
from msgspec import UNSET
from msgspec.structs import replace

from escalate_cli.domain.policy.policy import Policy
from escalate_cli.domain.replay import reprioritise
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.actor import POLICY, Stamp
from escalate_cli.domain.ticket.authority import Delegation
from escalate_cli.domain.ticket.history import History
from escalate_cli.domain.ticket.ticket import Status, Ticket
from escalate_cli.domain.verbs import approve, escalate
from escalate_cli.domain.verbs.assess import assess
from escalate_cli.domain.verbs.edit import edit
from escalate_cli.domain.verbs.outcome import Done, Refused
from escalate_cli.domain.verbs.return_ticket import return_ticket
from escalate_cli.domain.verbs.situation import Situation, situation_of


class Recorded(msgspec.Struct, frozen=True):
    """A ticket where an event meets it: as it `was` in the record, and in the replay."""

    was: Ticket
    under: Policy
    at: Situation


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
    """Tell whether an event is no act of its own: the policy made it, an answer or a move did."""
    if isinstance(event, e.TicketEscalated) and event.approved_by is not None:
        return True
    if isinstance(event, e.EscalationRequested) and event.afterwards:
        return True
    return event.is_of_policy or isinstance(event, e.PolicyApplied)


def met(history: History, policy: Policy, event: e.Event) -> Situation:
    """Return where a recorded event meets a ticket in the replay."""
    return situation_of(history, policy, _stamp(event), is_on_record=True)


def refitted(event: e.Event, place: Recorded) -> HumanAct:
    """Return what becomes of an event that is neither a log nor the policy's doing."""
    outcome = _again(event, place)
    if isinstance(outcome, Refused):
        return MOOT
    if isinstance(event, e.TicketEscalated) and not any(each.leads_to for each in outcome.events):
        goal = next(level for level in place.at.rules.levels() if level.id == event.to)
        return HumanAct((escalate.go(place.at, goal, _wish_of(event)),), unasked=True)
    made = tuple(_in_its_place(each, event) for each in outcome.events)
    return HumanAct(made or (event,))


@singledispatch
def _again(event: e.Event, place: Recorded) -> Done | Refused:  # noqa: ARG001 - most events stay as they are
    """Do what somebody did when an event was recorded."""
    return Done((event,))


@_again.register
def _resumed(event: e.TicketResumed, place: Recorded) -> Done | Refused:
    return Done((event,)) if place.at.ticket.status is Status.WAITING else Refused("it is not")


@_again.register
def _closed(event: e.TicketClosed, place: Recorded) -> Done | Refused:
    return Done((event,)) if place.at.ticket.status is Status.RESOLVED else Refused("it is not")


@_again.register
def _assessed(event: e.TicketAssessed, place: Recorded) -> Done | Refused:
    judged = reprioritise.judgement_of(event, place.was, place.under.rules, place.at.rules)
    return assess(place.at, judged)


@_again.register
def _edited(event: e.TicketEdited, place: Recorded) -> Done | Refused:
    """Edit it again; stakeholders, and what an export emptied, are as they were."""
    changes = event.changes
    if changes.stakeholders is not UNSET or None in {changes.impact, changes.urgency}:
        return Done((event,))
    edits = reprioritise.edits_of(changes, place.was, place.under, place.at.rules)
    return edit(place.at, edits, event.message)


@_again.register
def _escalated(event: e.TicketEscalated, place: Recorded) -> Done | Refused:
    wish = replace(_wish_of(event), break_glass=event.break_glass)
    return escalate.escalate(place.at, wish)


@_again.register
def _requested(event: e.EscalationRequested, place: Recorded) -> Done | Refused:
    return escalate.escalate(place.at, _wish_of(event))


@_again.register
def _approved(event: e.EscalationApproved, place: Recorded) -> Done | Refused:
    if _is_for_another(event.to, place):
        return Refused("that is not asked")
    return approve.approve(place.at, _lent(event.for_person, event), event.message)


@_again.register
def _declined(event: e.EscalationDeclined, place: Recorded) -> Done | Refused:
    if _is_for_another(event.to, place):
        return Refused("that is not asked")
    return approve.decline(place.at, _lent(event.for_person, event), event.message)


@_again.register
def _returned(event: e.TicketReturned, place: Recorded) -> Done | Refused:
    return return_ticket(place.at, event.message, event.to)


def _wish_of(event: e.TicketEscalated | e.EscalationRequested) -> escalate.Wish:
    return escalate.Wish(
        to=event.to,
        reason=event.reason,
        tried=event.tried,
        impact_note=event.impact_note,
        next_step=event.next_step,
    )


def _is_for_another(to: str, place: Recorded) -> bool:
    """Tell whether an answer is not to the request that waits in the replay."""
    pending = place.at.ticket.pending_approval
    return pending is not None and pending.to != to


def _lent(person: str | None, event: e.Event) -> tuple[Delegation, ...]:
    """Return the authority that somebody had of another one at that instant."""
    if person is None:
        return ()
    until = event.at + timedelta.resolution
    return (Delegation(person=person, to=event.by, since=event.at, until=until, by=person),)


def _stamp(event: e.Event) -> Stamp:
    return Stamp(at=event.at, by=event.by, login=event.login)


def _in_its_place(made: e.Event, event: e.Event) -> e.Event:
    """Return what a verb made with the place in the store of what it made then."""
    if type(made) is not type(event):
        return made
    return replace(made, **{name: getattr(event, name) for name in e.Event.__struct_fields__})
