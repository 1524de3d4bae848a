"""Return: the level hands the ticket back to the one before."""

from escalate_cli.domain.policy.routing import handed
from escalate_cli.domain.policy.rules import FUNCTIONAL, Level
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.ladder import rank_held
from escalate_cli.domain.ticket.ticket import ACTIVE
from escalate_cli.domain.verbs.outcome import Done, Refused
from escalate_cli.domain.verbs.refusals import wrong_status
from escalate_cli.domain.verbs.situation import Situation


def return_ticket(at: Situation, message: str, to: str | None = None) -> Done | Refused:
    """Hand the ticket back; `to` names the level where it is not the one it came from."""
    goal = wrong_status(at.ticket, ACTIVE, "returned") or (
        _came_from(at) if to is None else _below(at, to)
    )
    if isinstance(goal, Refused):
        return goal
    led = handed(goal, at.people, at.now)
    returned = e.TicketReturned(
        origin=at.ticket.level,
        to=goal.id,
        message=message,
        team=led.team,
        owner=led.owner,
        routed=led.note,
        in_turn=led.in_turn,
        notified=led.told,
        waits_on=at.ticket.keeps_waiting,
        **at.stamp,
    )
    return Done((returned,))


def _came_from(at: Situation) -> Level | Refused:
    """Return the level that escalated the ticket to where it is."""
    ticket, rules = at.ticket, at.rules
    held = rank_held(ticket, FUNCTIONAL, rules)
    steps = [s for s in ticket.escalations if s.ladder == FUNCTIONAL and s.to == ticket.level]
    origin = rules.level(steps[-1].origin) if steps and steps[-1].origin else None
    if origin is not None and origin.rank < held:
        return origin
    if held >= 1:
        return rules.functional[held - 1]
    return Refused(
        f"{ticket.id} is at {ticket.level}, the lowest level: there is nobody to return it to",
        f"escalate wait {ticket.id} --for requester asks for what is missing",
    )


def _below(at: Situation, to: str) -> Level | Refused:
    """Return a lower functional level by its name."""
    held = rank_held(at.ticket, FUNCTIONAL, at.rules)
    lower = (level for level in at.rules.functional[: max(held, 0)] if level.id == to)
    return next(lower, Refused(f"{at.ticket.id} is not above {to}: it cannot be returned there"))
