"""Fields that a policy gave a ticket: priority, level and VIP, as another policy gives them.

A record does not say where a priority came from. It counts as the matrix's where impact and urgency
are known and the matrix of then gives just that priority; any other was somebody's word and stays.
"""

from typing import TypeVar

from msgspec import UNSET, UnsetType
from msgspec.structs import replace

from escalate_cli.domain.policy.policy import Policy
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.ticket import Ticket

T = TypeVar("T")


def logged(event: e.TicketLogged, under: Policy, policy: Policy) -> e.TicketLogged:
    """Return the log as another policy has it; an imported ticket begins like any other."""
    first = policy.rules.functional[0]
    priority = _by_matrix(event.priority, event.impact, event.urgency, under, policy)
    return replace(
        event,
        policy=policy.rules.id,
        level=first.id,
        team=first.team,
        priority=priority or event.priority,
        vip=_is_vip(event.customer, under, policy, marked=event.vip),
        imported_at=None,
    )


def assessed(
    event: e.TicketAssessed, was: Ticket, under: Policy, ticket: Ticket, policy: Policy
) -> e.TicketAssessed:
    """Return the assessment of a ticket; one that left the priority alone does so again."""
    priority: str | None = None
    if event.impact or event.urgency:
        impact, urgency = event.impact or was.impact, event.urgency or was.urgency
        priority = _by_matrix(event.priority, impact, urgency, under, policy)
    elif event.priority == was.priority:
        priority = ticket.priority
    return replace(event, priority=priority or event.priority)


def edited(event: e.TicketEdited, was: Ticket, under: Policy, policy: Policy) -> e.TicketEdited:
    """Return the edit of a ticket that `was` so before it in the record."""
    changes = event.changes
    if changes.impact is not UNSET or changes.urgency is not UNSET:
        recorded = _or(changes.priority, was.priority)
        impact, urgency = _or(changes.impact, was.impact), _or(changes.urgency, was.urgency)
        priority = _by_matrix(recorded, impact, urgency, under, policy)
        changes = replace(changes, priority=priority or changes.priority)
    if isinstance(changes.customer, str):
        marked = _or(changes.vip, was.vip)
        vip = _is_vip(changes.customer, under, policy, marked=marked)
        changes = replace(changes, vip=vip)
    return replace(event, changes=changes)


def _by_matrix(
    priority: str, impact: str | None, urgency: str | None, under: Policy, policy: Policy
) -> str | None:
    """Return what the new matrix gives where the old one gave the recorded priority."""
    if impact is None or urgency is None:
        return None
    if under.rules.matrix.get(impact, {}).get(urgency) != priority:
        return None
    return policy.rules.matrix.get(impact, {}).get(urgency)


def _is_vip(customer: str | None, under: Policy, policy: Policy, *, marked: bool) -> bool:
    """Tell whether it counts as a VIP's: as marked, unless the mark was its customer's."""
    was, is_now = (each.people.customers.get(customer or "") for each in (under, policy))
    return (is_now is not None and is_now.vip) or (marked and not (was is not None and was.vip))


def _or(value: T | UnsetType, otherwise: T) -> T:
    return otherwise if isinstance(value, UnsetType) else value
