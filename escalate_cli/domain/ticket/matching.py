"""Matching: whether a ticket meets the `when` of a rule or target."""

from escalate_cli.domain.policy.rules import Rules
from escalate_cli.domain.policy.sections.conditions import Condition, When
from escalate_cli.domain.policy.target import TargetRows
from escalate_cli.domain.ticket.ticket import Ticket

FIELDS = (
    "priority",
    "impact",
    "urgency",
    "level",
    "team",
    "category",
    "service",
    "customer",
    "requester",
    "vip",
    "tags",
    "skills",
    "status",
)
"""What a `when` may ask about."""


def values_of(ticket: Ticket, field: str) -> tuple[str, ...]:
    """Return what the ticket holds in a field, as the policy writes it."""
    value = getattr(ticket, field)
    if value is None:
        return ()
    if isinstance(value, bool):
        return ("true" if value else "false",)
    return value if isinstance(value, tuple) else (str(value),)


def holds(condition: Condition, ticket: Ticket) -> bool:
    """Tell whether one condition is true of the ticket as it stands."""
    value = getattr(ticket, condition.field)
    if type(value) is str:  # most are, and this is asked more often than anything else
        return (value in condition.values) is not condition.negated
    found = any(map(condition.values.__contains__, values_of(ticket, condition.field)))
    return found is not condition.negated


def matches(when: When, ticket: Ticket) -> bool:
    """Tell whether every condition is true of the ticket as it stands."""
    for condition in when.conditions:  # noqa: SIM110 - faster than `all`
        if not holds(condition, ticket):
            return False
    return True


def rows_for(ticket: Ticket, rules: Rules) -> TargetRows:
    """Return the rows of the targets that match a ticket; found once for tickets alike."""
    values = rules.asked_by_targets(ticket)
    rows = rules.targets_by_values.get(values)
    if rows is None:
        rows = TargetRows(row for row in rules.targets if matches(row.when, ticket))
        rules.targets_by_values[values] = rows
    return rows
