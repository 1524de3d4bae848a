"""Escalation by the policy: the event of a move, where it leads by today's people, and why."""

from datetime import datetime
from typing import TypedDict, Unpack

from escalate_cli.domain.policy.people import People
from escalate_cli.domain.policy.routing import handed
from escalate_cli.domain.policy.rules import FUNCTIONAL, Level
from escalate_cli.domain.ticket.action import Mode
from escalate_cli.domain.ticket.actor import Actor, Stamp
from escalate_cli.domain.ticket.events import TicketEscalated
from escalate_cli.domain.ticket.ladder import level_held
from escalate_cli.domain.ticket.ticket import Request, Ticket


class HandOff(TypedDict, total=False):
    """What the next level must know to go on from here."""

    reason: str
    tried: str
    impact_note: str
    next_step: str


class MoveFacts(HandOff, total=False):
    """What else a move may be recorded with."""

    trigger: str
    trigger_kind: str
    key: str
    since: datetime
    approved_by: str
    break_glass: bool


def move(
    ticket: Ticket,
    goal: Level,
    mode: Mode,
    people: People,
    stamp: Stamp,
    **facts: Unpack[MoveFacts],
) -> TicketEscalated:
    """Return the escalation of a ticket to a level, routed to its people."""
    led = handed(goal, people, stamp["at"])
    functional = goal.ladder == FUNCTIONAL
    return TicketEscalated(
        ladder=goal.ladder,
        origin=level_held(ticket, goal.ladder),
        to=goal.id,
        mode=mode,
        team=led.team if functional else None,
        owner=led.owner if functional else None,
        routed=led.note,
        in_turn=led.in_turn if functional else None,
        notified=led.told,
        policy=ticket.policy,
        waits_on=functional and ticket.keeps_waiting,
        **stamp,
        **facts,
    )


def granted(
    ticket: Ticket, request: Request, goal: Level, people: People, stamp: Stamp
) -> TicketEscalated:
    """Return the escalation that a request asked for, now that it has its yes."""
    return move(
        ticket,
        goal,
        Mode.MANUAL,
        people,
        Actor(request.by).stamp(stamp["at"]),
        since=request.at,
        approved_by=stamp["by"],
        reason=request.reason,
        tried=request.tried,
        impact_note=request.impact_note,
        next_step=request.next_step,
    )
