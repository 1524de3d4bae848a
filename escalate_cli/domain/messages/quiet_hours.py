"""Quiet hours: until when they hold a message for somebody back."""

from datetime import datetime

from escalate_cli.domain.policy.people import People, Quiet
from escalate_cli.domain.ticket.matching import matches
from escalate_cli.domain.ticket.ticket import Ticket


def quiet_until(
    quiet: Quiet | None, ticket: Ticket | None, people: People, at: datetime
) -> datetime | None:
    """Return when quiet hours end, where they hold a message about a ticket back."""
    if quiet is None:
        return None
    calendar = people.calendar(quiet.outside)
    if calendar.is_open(at):
        return None
    excepted = quiet.unless is not None and ticket is not None and matches(quiet.unless, ticket)
    return None if excepted else calendar.next_opening(at)
