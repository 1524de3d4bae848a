"""What is allowed by a ticket's status, the team and the policy's words, and what to do instead."""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet

from escalate_cli.domain.ticket.people.team import is_of_team, may_take, some_of, staff_of, takers
from escalate_cli.domain.ticket.ticket import Status, Ticket
from escalate_cli.domain.verbs.outcome import Cause, Refused
from escalate_cli.domain.verbs.situation import Situation
from escalate_cli.suggestions import nearest

_INSTEAD = {
    Status.OPEN: "escalate ack {id} takes it, escalate resolve {id} solves it",
    Status.ACKNOWLEDGED: "escalate resolve {id} solves it, escalate escalate {id} moves it up",
    Status.WAITING: "escalate resume {id} goes on with it",
    Status.RESOLVED: "escalate close {id} ends it, escalate reopen {id} begins anew",
    Status.CLOSED: "escalate reopen {id} begins anew, escalate show {id} tells the story",
}


def wrong_status(ticket: Ticket, allowed: AbstractSet[Status], what: str) -> Refused | None:
    """Refuse a verb that the ticket's status does not allow."""
    if ticket.status in allowed:
        return None
    reason = f"{ticket.id} is {ticket.status}: it cannot be {what}"
    return Refused(reason, _INSTEAD[ticket.status].format(id=ticket.id), Cause.STATUS)


def not_of_team(person: str, at: Situation, what: str) -> Refused | None:
    """Refuse what is for the team, by today's people, to everybody else."""
    ticket = at.ticket
    if at.is_on_record or is_of_team(person, ticket, at.policy.rules, at.people):
        return None
    staff = staff_of(at.policy.rules, at.people)
    near = nearest(person, staff)
    members = f"the team is {some_of(staff, 8)}"
    yours = f"{members}; --as NAME, or logins: in the policy, says who you are"
    return Refused(
        f"{ticket.id} cannot be {what} {person}, who is not of the team",
        f"did you mean '{near}'?" if near else yours if person == at.by else members,
    )


def not_free(at: Situation) -> Refused | None:
    """Refuse to whoever does not have a ticket what another one has or what waits for others."""
    ticket, rules = at.ticket, at.rules
    if at.is_on_record:
        return None
    if ticket.holder is not None:
        whose = f"is with {ticket.holder}"
    elif may_take(at.by, ticket, rules, at.people, at.now):
        return None
    else:
        named = takers(ticket, rules.level(ticket.level), at.people, at.now)
        whose = f"waits for {ticket.owner or some_of(named)}"
    return Refused(
        f"{ticket.id} {whose} at {ticket.level}",
        f"escalate ack {ticket.id} --take makes it yours",
    )


def word_among(value: str, words: Iterable[str], what: str) -> str | Refused:
    """Return the word that was meant, whatever its case."""
    known = list(words)
    for word in known:
        if word.casefold() == value.casefold():
            return word
    among = f"known are {', '.join(known)}" if known else f"the policy names no {what}"
    return Refused(f"there is no {what} '{value}'", among, Cause.WORDING)
