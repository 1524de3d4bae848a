"""Release: who has a ticket gives it back to its level, which must acknowledge it anew."""

from escalate_cli.domain.policy.routing import Route, handed
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.ticket import Status
from escalate_cli.domain.verbs.outcome import Cause, Done, Refused
from escalate_cli.domain.verbs.refusals import not_of_team, wrong_status
from escalate_cli.domain.verbs.situation import Situation

_HELD = frozenset({Status.ACKNOWLEDGED, Status.WAITING})


def release(
    at: Situation, message: str = "", *, to_duty: bool = False, take: bool = False
) -> Done | Refused:
    """Give a ticket back; the level's clock goes on, that to acknowledge it begins again.

    Args:
        at: where it meets the ticket.
        message: why.
        to_duty: it waits for who is on duty at its level, and not for just anybody there.
        take: it is another one's, who hears of it.
    """
    refused = (
        wrong_status(at.ticket, _HELD, "released")
        or not_of_team(at.by, at, "released by")
        or _not_theirs(at, take=take)
    )
    if refused is not None:
        return refused
    level = at.rules.level(at.ticket.level)
    led = handed(level, at.people, at.now) if to_duty and level is not None else Route()
    released = e.TicketReleased(
        former=at.ticket.owner,
        message=message,
        team=led.team,
        owner=led.owner,
        routed=led.note,
        in_turn=led.in_turn,
        notified=led.told,
        waits_on=at.ticket.keeps_waiting,
        **at.stamp,
    )
    return Done((released,))


def _not_theirs(at: Situation, *, take: bool) -> Refused | None:
    """Refuse what nobody has, and what another one has, unless it is taken from them."""
    ticket = at.ticket
    if ticket.holder is None:
        free = f"{ticket.id} waits at {ticket.level} already: nobody has acknowledged it"
        return Refused(free, f"escalate ack {ticket.id} takes it", Cause.STATUS)
    if take or at.is_on_record or ticket.holder == at.by:
        return None
    return Refused(
        f"{ticket.id} is with {ticket.holder} at {ticket.level}",
        f"escalate release {ticket.id} --take hands it back in their place",
    )
