"""Owed reviews: by when the policy wants a finished ticket reviewed."""

from datetime import datetime

from escalate_cli.domain.policy.rules import Rules
from escalate_cli.domain.ticket.matching import matches
from escalate_cli.domain.ticket.ticket import FINISHED, Ticket


def review_due_at(ticket: Ticket, rules: Rules) -> datetime | None:
    """Return by when a ticket's review is due, or nothing where none is owed."""
    asked = rules.review
    finished = ticket.status in FINISHED and ticket.resolved_at is not None
    if (
        asked is None
        or not finished
        or ticket.duplicate_of
        or ticket.reviewed_at
        or ticket.resolved_at is None
    ):
        return None
    if not matches(asked.required_for, ticket):
        return None
    return rules.calendar(asked.calendar).add(ticket.resolved_at, asked.within)
