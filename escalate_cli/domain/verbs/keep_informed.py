"""Stakeholders: who is kept informed of a ticket, besides its requester."""

from collections.abc import Iterable

from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.verbs.outcome import Done
from escalate_cli.domain.verbs.situation import Situation


def keep_informed(at: Situation, wanted: Iterable[str]) -> Done:
    """Let just these people be the ticket's own stakeholders, each once."""
    stakeholders = tuple(dict.fromkeys(wanted))
    if stakeholders == at.ticket.stakeholders:
        return Done()
    changes = e.Changes(stakeholders=stakeholders)
    return Done((e.TicketEdited(changes=changes, **at.stamp),))
