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
from escalate_cli.domain.ticket.events.base import ByTheWay
from escalate_cli.domain.ticket.history import History
from escalate_cli.domain.ticket.people.approvers import Delegation
from escalate_cli.domain.ticket.people.party import in_passing
from escalate_cli.domain.ticket.ticket import Ticket
from escalate_cli.domain.verbs import approve, escalate
from escalate_cli.domain.verbs.acknowledge import acknowledge
from escalate_cli.domain.verbs.assess import assess
from escalate_cli.domain.verbs.assign import assign
from escalate_cli.domain.verbs.edit import edit
from escalate_cli.domain.verbs.outcome import Done, Refused
from escalate_cli.domain.verbs.release import release
from escalate_cli.domain.verbs.resolve import close, reopen, resolve
from escalate_cli.domain.verbs.return_ticket import return_ticket
from escalate_cli.domain.verbs.review import lessons_of, review
from escalate_cli.domain.verbs.situation import Situation, situation_of
from escalate_cli.domain.verbs.wait import resume, wait


class Recorded(msgspec.Struct, frozen=True):
    """A ticket where an event meets it: as it `was` in the record, and in the replay."""

    was: Ticket
    under: Policy
    at: Situation

    @property
    def is_imported(self) -> bool:
        """Tell whether the event was recorded by another system, by rules of its own."""
        imported_at = self.was.imported_at
        return imported_at is not None and self.at.now <= imported_at


class HumanAct(msgspec.Struct, frozen=True):
    """What becomes of an event; no events where it is moot.

    Attributes:
        unasked: a move that needs a yes under this policy; what the answer had been nobody knows.
    """

    events: tuple[e.Event, ...] = ()
    unasked: bool = False


MOOT = HumanAct()

Answer = e.EscalationApproved | e.EscalationDeclined


def is_by_policy(event: e.Event) -> bool:
    """Tell whether an event is the policy's doing; a yes that it gave moves in another's name."""
    granted = isinstance(event, e.TicketEscalated) and event.approved_by == POLICY
    return event.is_decided or granted


def is_made_anew(event: e.Event) -> bool:
    """Tell whether an event is no act of its own: the policy made it, an answer or a move did."""
    if isinstance(event, e.TicketEscalated) and event.approved_by is not None:
        return True
    if isinstance(event, e.EscalationRequested) and event.afterwards:
        return True
    return event.is_decided or isinstance(event, e.PolicyApplied)


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
    made = tuple(_in_its_place(each, event) for each in outcome.events) or (event,)
    if isinstance(event, ByTheWay) and event.in_passing:
        return HumanAct(tuple(_met_again(each, place) for each in made))
    return HumanAct(made)


@singledispatch
def _again(event: e.Event, place: Recorded) -> Done | Refused:  # noqa: ARG001 - most events stay as they are
    """Do again what somebody did; what people wrote follows from no rule, and stays."""
    return Done((event,))


@_again.register(e.TicketAcknowledged)
def _acknowledged(event: e.TicketAcknowledged, place: Recorded) -> Done | Refused:
    return acknowledge(place.at, event.message, take=event.take)


@_again.register(e.TicketAssigned)
def _assigned(event: e.TicketAssigned, place: Recorded) -> Done | Refused:
    """Give it again; only other systems give a ticket to nobody, or one that is over."""
    if event.owner is None or place.is_imported:
        return Done((event,))
    return assign(place.at, event.owner, event.message)


@_again.register(e.TicketPaused)
def _paused(event: e.TicketPaused, place: Recorded) -> Done | Refused:
    return wait(place.at, event.waiting_for, event.until, event.message)


@_again.register(e.TicketResumed)
def _resumed(event: e.TicketResumed, place: Recorded) -> Done | Refused:
    return resume(place.at, event.message)


@_again.register(e.TicketResolved)
def _resolved(event: e.TicketResolved, place: Recorded) -> Done | Refused:
    return resolve(place.at, event.resolution, event.outcome)


@_again.register(e.TicketClosed)
def _closed(event: e.TicketClosed, place: Recorded) -> Done | Refused:
    return close(place.at, event.message)


@_again.register(e.TicketReopened)
def _reopened(event: e.TicketReopened, place: Recorded) -> Done | Refused:
    return reopen(place.at, event.message, event.rules)


@_again.register(e.ReviewRecorded)
def _reviewed(event: e.ReviewRecorded, place: Recorded) -> Done | Refused:
    return review(place.at, lessons_of(event))


@_again.register(e.TicketAssessed)
def _assessed(event: e.TicketAssessed, place: Recorded) -> Done | Refused:
    judged = reprioritise.judgement_of(event, place.was, place.under.rules, place.at.rules)
    return assess(place.at, judged)


@_again.register(e.TicketEdited)
def _edited(event: e.TicketEdited, place: Recorded) -> Done | Refused:
    """Edit it again; stakeholders, and what an export emptied, are as they were."""
    changes = event.changes
    if changes.stakeholders is not UNSET or None in {changes.impact, changes.urgency}:
        return Done((event,))
    edits = reprioritise.edits_of(changes, place.was, place.under, place.at.rules)
    return edit(place.at, edits, event.message)


@_again.register(e.TicketEscalated)
def _escalated(event: e.TicketEscalated, place: Recorded) -> Done | Refused:
    wish = replace(_wish_of(event), break_glass=event.break_glass)
    return escalate.escalate(place.at, wish)


@_again.register(e.EscalationRequested)
def _requested(event: e.EscalationRequested, place: Recorded) -> Done | Refused:
    return escalate.escalate(place.at, _wish_of(event))


@_again.register(e.EscalationApproved)
@_again.register(e.EscalationDeclined)
def _answered(
    event: e.EscalationApproved | e.EscalationDeclined, place: Recorded
) -> Done | Refused:
    """Answer again, if it is the same request that waits, with the authority that was lent."""
    pending = place.at.ticket.pending_approval
    if pending is not None and pending.to != event.to:
        return Refused(f"the request is for {pending.to}")
    verb = approve.approve if isinstance(event, e.EscalationApproved) else approve.decline
    return verb(place.at, _lent(event.for_person, event), event.message)


@_again.register(e.TicketReturned)
def _returned(event: e.TicketReturned, place: Recorded) -> Done | Refused:
    return return_ticket(place.at, event.message, event.to)


@_again.register(e.TicketReleased)
def _released(event: e.TicketReleased, place: Recorded) -> Done | Refused:
    return release(place.at, event.message, to_duty=bool(event.notified or event.routed))


def _wish_of(event: e.TicketEscalated | e.EscalationRequested) -> escalate.Wish:
    return escalate.Wish(
        to=event.to,
        reason=event.reason,
        tried=event.tried,
        impact_note=event.impact_note,
        next_step=event.next_step,
    )


def _lent(person: str | None, event: e.Event) -> tuple[Delegation, ...]:
    """Return the authority that somebody had of another one at that instant."""
    if person is None:
        return ()
    until = event.at + timedelta.resolution
    return (Delegation(person=person, to=event.by, since=event.at, until=until, by=person),)


def _stamp(event: e.Event) -> Stamp:
    return Stamp(at=event.at, by=event.by, login=event.login)


def _met_again(event: e.Event, place: Recorded) -> e.Event:
    """Return an act in passing, which at another level may be one of those who take it there."""
    if place.was.level == place.at.ticket.level:
        return replace(event, in_passing=True)
    at = place.at
    return in_passing(event, at.ticket, at.rules, at.people)


def _in_its_place(made: e.Event, event: e.Event) -> e.Event:
    """Return what a verb made with the place in the store of what it made then."""
    if type(made) is not type(event):
        return made
    return replace(made, **{name: getattr(event, name) for name in e.Event.__struct_fields__})
