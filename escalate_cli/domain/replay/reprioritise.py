"""What somebody said of a ticket's priority and customer, for another policy to make anew.

A record does not say where a priority came from. It counts as the matrix's where impact and urgency
are known and the matrix of then gives just that priority; any other was somebody's word and stays.
So does the mark of a VIP, unless the customer of then had it.
"""

from typing import TypeVar

from msgspec import UNSET, UnsetType
from msgspec.structs import replace

from escalate_cli.domain.policy.policy import Policy
from escalate_cli.domain.policy.routing import beginning
from escalate_cli.domain.policy.rules import Rules
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.ticket import Ticket
from escalate_cli.domain.verbs.assess import Judgement
from escalate_cli.domain.verbs.edit import NAMES, Edits
from escalate_cli.domain.verbs.priority import is_vip

T = TypeVar("T")


def logged(event: e.TicketLogged, under: Policy, policy: Policy) -> e.TicketLogged:
    """Return the log as another policy has it; an imported ticket begins like any other.

    Its first owner stays where an export named one, and where logs were not routed yet.
    """
    impact, urgency = event.impact, event.urgency
    said = _said(event.priority, impact, urgency, under.rules, policy.rules)
    marked = event.vip and not is_vip(event.customer, under.people)
    begun = beginning(policy, event.at)
    if event.party is None or event.imported_at is not None:
        begun |= {"owner": event.owner, "routed": ""}
    return replace(
        event,
        **begun,
        priority=said or policy.rules.priority_of(impact or "", urgency or "") or event.priority,
        vip=marked or is_vip(event.customer, policy.people),
        imported_at=None,
    )


def judgement_of(event: e.TicketAssessed, was: Ticket, under: Rules, rules: Rules) -> Judgement:
    """Return what a resolver thought of a ticket that `was` so before it in the record."""
    priority: str | None = None
    if event.impact or event.urgency:
        impact, urgency = event.impact or was.impact, event.urgency or was.urgency
        priority = _said(event.priority, impact, urgency, under, rules)
    elif event.priority != was.priority:
        priority = event.priority
    return Judgement(
        impact=event.impact,
        urgency=event.urgency,
        priority=priority,
        category=event.category,
        skills=event.skills,
        needs_decision=event.needs_decision,
        message=event.message,
    )


def edits_of(changes: e.Changes, was: Ticket, under: Policy, rules: Rules) -> Edits:
    """Return what an edit asked for of a ticket that `was` so before it in the record."""
    impact, urgency = _or(changes.impact, None), _or(changes.urgency, None)
    priority = _or(changes.priority, None)
    if impact or urgency:
        made = impact or was.impact, urgency or was.urgency
        priority = _said(priority or was.priority, *made, under.rules, rules)
    texts = {name: getattr(changes, name) for name in ("title", "description", *NAMES)}
    tags, skills = _or(changes.tags, was.tags), _or(changes.skills, was.skills)
    return Edits(
        priority=priority,
        impact=impact,
        urgency=urgency,
        vip=_marked(changes, was, under),
        due=changes.agreed_due_at,
        add_tags=_less(tags, was.tags),
        remove_tags=_less(was.tags, tags),
        add_skills=_less(skills, was.skills),
        remove_skills=_less(was.skills, skills),
        **{name: text or "" for name, text in texts.items() if text is not UNSET},
    )


def _said(
    priority: str, impact: str | None, urgency: str | None, under: Rules, rules: Rules
) -> str | None:
    """Return a priority that is somebody's word, or that the new matrix cannot give anew."""
    pair = impact or "", urgency or ""
    is_made = under.priority_of(*pair) == priority and rules.priority_of(*pair) is not None
    return None if is_made else priority


def _marked(changes: e.Changes, was: Ticket, under: Policy) -> bool | None:
    """Return the mark of a VIP that somebody set or took away; a customer's own is nobody's."""
    if not is_vip(_or(changes.customer, None), under.people):
        return _or(changes.vip, None)
    return None if _or(changes.vip, was.vip) else False


def _less(names: tuple[str, ...], others: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name for name in names if name not in others)


def _or(value: T | UnsetType, otherwise: T) -> T:
    return otherwise if isinstance(value, UnsetType) else value
