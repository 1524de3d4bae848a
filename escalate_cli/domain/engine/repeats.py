"""Repeats: the fixed grid on which a rule that still holds speaks again."""

from datetime import datetime

from escalate_cli.domain.policy.rules import Level, Rules
from escalate_cli.domain.policy.sections.repeat import Repeat
from escalate_cli.domain.ticket.ticket import Ticket


def repeat_numbers(
    repeat: Repeat, since: datetime, last: datetime, now: datetime
) -> tuple[int, int]:
    """Return which reminder on the fixed grid is the next, and which was after the last decision.

    The next is the latest one that is due, when several were missed.
    """
    latest = max((now - since) // repeat.every, 0)
    if repeat.times is not None:
        latest = min(latest, repeat.times)
    following = max((last - since) // repeat.every + 1, 1)
    return max(latest, following), following


def speaks_from(repeat: Repeat, last: datetime, ticket: Ticket) -> datetime | None:
    """Return the instant after which reminders may speak; nothing where none may for now.

    Those of a round are for whoever may still acknowledge; while somebody has, none is missed.
    """
    if not repeat.climb:
        return last
    return max(last, ticket.arrived_at) if ticket.acknowledged_at is None else None


def rung_of(repeat: Repeat | None, number: int, rules: Rules) -> Level | None:
    """Return the level that a reminder is for, where reminders climb the ladder and begin anew."""
    if repeat is None or not repeat.climb or not number:
        return None
    return rules.functional[(number - 1) % len(rules.functional)]
