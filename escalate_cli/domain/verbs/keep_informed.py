"""Stakeholders: who is kept informed of a ticket, besides its requester."""

from collections.abc import Iterable

from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.verbs.outcome import Done
from escalate_cli.domain.verbs.situation import Situation


def is_informed(at: Situation, person: str) -> bool:
    """Tell whether somebody hears of the ticket anyway: who asked, who has it, a stakeholder."""
    named = (at.ticket.requester, at.ticket.owner, *at.ticket.stakeholders)
    identity = at.people.identity
    return identity(person) in {identity(name) for name in named if name is not None}


def keep_informed(at: Situation, wanted: Iterable[str]) -> Done:
    """Let just these people be the ticket's own stakeholders, each once."""
    once: dict[str, str] = {}
    for name in wanted:
        once.setdefault(at.people.identity(name), name)
    stakeholders = tuple(once.values())
    if stakeholders == at.ticket.stakeholders:
        return Done()
    changes = e.Changes(stakeholders=stakeholders)
    return Done((e.TicketEdited(changes=changes, **at.stamp),))
