"""Link: a ticket has to do with another one, or repeats it."""

from collections.abc import Callable, Iterator
from datetime import timedelta

from msgspec.structs import replace

from escalate_cli.domain.policy.sections.clock_name import ClockName
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.party_kind import Party
from escalate_cli.domain.ticket.ticket import ACTIVE, Status, Ticket
from escalate_cli.domain.verbs.keep_informed import is_informed, keep_informed
from escalate_cli.domain.verbs.outcome import Done, Refused
from escalate_cli.domain.verbs.refusals import wrong_status
from escalate_cli.domain.verbs.situation import Situation

Find = Callable[[str], Ticket]
"""Finds a ticket by its id."""

TIED = ACTIVE | {Status.RESOLVED}
"""A ticket may become a duplicate as long as it is not closed."""


def originals(ticket: Ticket, find: Find) -> Iterator[Ticket]:
    """Yield the original of a duplicate, then the original of that, and so on."""
    while ticket.duplicate_of is not None:
        ticket = find(ticket.duplicate_of)
        yield ticket


def original_for(ticket: Ticket, other: Ticket, find: Find) -> Ticket | Refused:
    """Return the ticket that holds what another one is about, for a duplicate of that one."""
    if other.id == ticket.id:
        return Refused(f"{ticket.id} cannot be a duplicate of itself", "name another ticket")
    chain = [other, *originals(other, find)]
    original = chain[-1]
    if original.id == ticket.id:
        return Refused(
            f"{other.id} is a duplicate of {ticket.id}: that would be a circle",
            f"escalate reopen {chain[-2].id} unties it",
        )
    if original.status is Status.CLOSED:
        return Refused(
            f"{original.id} is closed: it takes no duplicate",
            f"escalate reopen {original.id} begins anew, or name an open ticket",
        )
    return original


def become_duplicate(at: Situation, original: Ticket, message: str = "") -> Done | Refused:
    """Close a ticket whose duties are those of another one; its own clocks judge nothing."""
    refused = wrong_status(at.ticket, TIED, "made a duplicate")
    return refused or Done(
        (
            e.TicketLinked(
                relation=e.Relation.DUPLICATE_OF,
                ticket=original.id,
                outcome=e.DUPLICATE,
                message=message,
                **at.stamp,
            ),
        )
    )


def take_duplicate(at: Situation, duplicate: Ticket, message: str = "") -> Done:
    """Let a ticket have the keys and the question of its duplicate, and inform its requester."""
    fresh = tuple(_newly_informed(at, duplicate))
    tied = replace(
        _tied(at, e.Relation.ORIGINAL_OF, duplicate, message),
        unanswered_for=_unanswered_for(at, duplicate, is_heard=not fresh),
    )
    joined = keep_informed(at, (*at.ticket.stakeholders, *fresh))
    return Done((tied, *joined.events))


def _unanswered_for(at: Situation, duplicate: Ticket, *, is_heard: bool) -> timedelta | None:
    """Return how long somebody has waited for an answer on a duplicate, if anybody does.

    Who hears of the original anyway may have been answered there.
    """
    asked = duplicate.clocks.get(ClockName.NEXT_RESPONSE)
    if asked is None or asked.ended_at is not None:
        return None
    answers = (step for step in at.history.steps if step.event and step.event.is_answer)
    if is_heard and any(step.at >= asked.started_at for step in answers):
        return None
    return asked.spent


def lose_duplicate(at: Situation, duplicate: Ticket) -> Done:
    """Let the keys of a ticket that is no duplicate any more name that one again."""
    return Done((_tied(at, e.Relation.NO_ORIGINAL_OF, duplicate),))


def relate(at: Situation, other: Ticket, message: str = "") -> Done | Refused:
    """Say that a ticket has to do with another one; what is said already is not recorded."""
    if other.id == at.ticket.id:
        return Refused(f"{other.id} cannot be related to itself", "name another ticket")
    if other.id in at.ticket.related:
        return Done()
    related = e.Relation.RELATED
    return Done((e.TicketLinked(relation=related, ticket=other.id, message=message, **at.stamp),))


def _tied(
    at: Situation, relation: e.Relation, duplicate: Ticket, message: str = ""
) -> e.TicketLinked:
    return e.TicketLinked(
        relation=relation,
        ticket=duplicate.id,
        keys=duplicate.keys,
        message=message,
        **at.stamp,
    )


def _newly_informed(at: Situation, duplicate: Ticket) -> Iterator[str]:
    """Yield who asked in the duplicate or was kept informed, unless they hear of the ticket anyway.

    A program asks nothing.
    """
    asked = (duplicate.requester, *duplicate.stakeholders)
    for name in dict.fromkeys(each for each in asked if each is not None):
        if at.party_of(name) is not Party.MACHINE and not is_informed(at, name):
            yield name
