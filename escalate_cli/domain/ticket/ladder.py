"""Ladders: where a ticket is on the two of them, and where a word would lead it."""

from msgspec.structs import replace

from escalate_cli.domain.policy.people import People
from escalate_cli.domain.policy.rules import FUNCTIONAL, Level, Rules
from escalate_cli.domain.policy.skills import lowest_skilled
from escalate_cli.domain.ticket.ticket import Ticket

NEXT, SKILLED = "next", "skilled"
"""What may be asked for instead of a level's name."""


def level_held(ticket: Ticket, ladder: str) -> str | None:
    """Return the level a ticket has reached on a ladder."""
    return ticket.level if ladder == FUNCTIONAL else ticket.management_level


def rank_held(ticket: Ticket, ladder: str, rules: Rules) -> int:
    """Return the rank of the level reached on a ladder, -1 for none."""
    held = level_held(ticket, ladder)
    level = rules.level(held) if held else None
    return level.rank if level else -1


def destination(asked: str, ticket: Ticket, rules: Rules, people: People) -> Level | None:
    """Return the level that `next`, `skilled` or a level's name leads to, if there is one."""
    held = rank_held(ticket, FUNCTIONAL, rules)
    if asked == NEXT:
        return rules.functional[held + 1] if held + 1 < len(rules.functional) else None
    if asked == SKILLED:
        return lowest_skilled(ticket.skills, held, rules, people)
    return rules.level(asked)


def without_reached_request(ticket: Ticket, rules: Rules) -> Ticket:
    """Drop a request whose level has been reached meanwhile, or is on no ladder any more."""
    pending = ticket.pending_approval
    if pending is None or pending.afterwards:
        return ticket
    goal = rules.level(pending.to)
    if goal is not None and goal.rank > rank_held(ticket, goal.ladder, rules):
        return ticket
    return replace(ticket, pending_approval=None)
