"""Correct what was written down about a ticket."""

from collections.abc import Iterator, Sequence

import msgspec
from msgspec import UNSET, UnsetType
from msgspec.structs import replace

from escalate_cli.domain.policy.people import People
from escalate_cli.domain.policy.rules import Rules
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.history import History
from escalate_cli.domain.ticket.ticket import Ticket
from escalate_cli.domain.ticket.ticket_snapshot import TicketSnapshot
from escalate_cli.errors import UsageError
from escalate_cli.usecases.unit_of_work import Context, change
from escalate_cli.usecases.verbs import input_validation
from escalate_cli.usecases.verbs.priority import impact_of, priority_of, urgency_of


class Edits(msgspec.Struct, frozen=True, kw_only=True):
    """What an edit asks for; nothing means the field stays, an empty text empties it."""

    title: str | None = None
    description: str | None = None
    priority: str | None = None
    impact: str | None = None
    urgency: str | None = None
    requester: str | None = None
    customer: str | None = None
    vip: bool | None = None
    service: str | None = None
    category: str | None = None
    add_tags: tuple[str, ...] = ()
    remove_tags: tuple[str, ...] = ()
    add_skills: tuple[str, ...] = ()
    remove_skills: tuple[str, ...] = ()


def edit(
    context: Context, ids: Sequence[str], edits: Edits, message: str = ""
) -> list[TicketSnapshot]:
    """Change fields of tickets; what is the same already is not recorded."""
    if edits == Edits():
        raise UsageError("nothing to change was given", "name a field, like --title or --priority")

    def act(history: History) -> Iterator[e.Event]:
        return edited(context, history, edits, message)

    return change(context, input_validation.numbers_of(ids), act)


def edited(
    context: Context, history: History, edits: Edits, message: str = ""
) -> Iterator[e.TicketEdited]:
    """Yield the change of a ticket's fields, if it is one."""
    changes = changes_of(edits, history.ticket, history.rules, context.people)
    if changes != e.Changes():
        text = input_validation.text_of(message)
        yield e.TicketEdited(changes=changes, message=text, **context.stamp)


def changes_of(edits: Edits, ticket: Ticket, rules: Rules, people: People) -> e.Changes:
    """Return only what differs from the ticket as it is."""
    wanted = _triaged(edits, ticket, rules)
    for field in ("requester", "customer", "service", "category"):
        value = getattr(edits, field)
        if value is not None:
            wanted = replace(wanted, **{field: input_validation.name_of(value, f"the {field}")})
    if edits.title is not None:
        wanted = replace(wanted, title=input_validation.title_of(edits.title))
    if edits.description is not None:
        wanted = replace(wanted, description=input_validation.text_of(edits.description))
    vip = edits.vip
    if vip is None and _is_vip(wanted.customer, people):
        vip = True
    if vip is not None:
        wanted = replace(wanted, vip=vip)
    wanted = replace(
        wanted,
        tags=_merged(ticket.tags, edits.add_tags, edits.remove_tags, "a tag"),
        skills=_merged(ticket.skills, edits.add_skills, edits.remove_skills, "a skill"),
    )
    same = {f: UNSET for f in e.Changes.__struct_fields__ if _same(wanted, ticket, f)}
    return replace(wanted, **same)


def _is_vip(customer: str | UnsetType | None, people: People) -> bool:
    known = people.customers.get(customer) if isinstance(customer, str) else None
    return known is not None and known.vip


def _same(wanted: e.Changes, ticket: Ticket, field: str) -> bool:
    return bool(getattr(wanted, field) == getattr(ticket, field))


def _triaged(edits: Edits, ticket: Ticket, rules: Rules) -> e.Changes:
    """Return the change of priority, with the impact and urgency that make it."""
    impact, urgency = impact_of(edits.impact, rules), urgency_of(edits.urgency, rules)
    if impact is None and urgency is None and edits.priority is None:
        return e.Changes()
    judged = impact is not None or urgency is not None
    impact, urgency = impact or ticket.impact, urgency or ticket.urgency
    priority = priority_of(
        edits.priority,
        impact if judged else None,
        urgency if judged else None,
        rules,
        ticket.priority,
    )
    return e.Changes(priority=priority, impact=impact, urgency=urgency)


def _merged(
    held: tuple[str, ...], add: tuple[str, ...], remove: tuple[str, ...], what: str
) -> tuple[str, ...]:
    gone = set(input_validation.names_of(remove, what))
    return tuple(
        dict.fromkeys(
            name for name in (*held, *input_validation.names_of(add, what)) if name not in gone
        )
    )
