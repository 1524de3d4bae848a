"""Correct what was written down about a ticket."""

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from escalate_cli.domain.ticket.people.team import own_name
from escalate_cli.domain.verbs import edit as verb
from escalate_cli.domain.verbs.edit import NAMES, Edits
from escalate_cli.errors import UsageError
from escalate_cli.usecases.context import Context
from escalate_cli.usecases.unit_of_work import Changed, act
from escalate_cli.usecases.verbs.input_validation import (
    name_of,
    names_of,
    text_of,
    title_of,
)
from escalate_cli.usecases.verbs.typed_ticket_ids import numbers_of


def edit(context: Context, ids: Sequence[str], edits: Edits, message: str = "") -> list[Changed]:
    """Change fields of tickets; what is the same already is not recorded."""
    if edits == Edits():
        raise UsageError("nothing to change was given", "name a field, like --title or --priority")
    kept, text = fit_to_keep(edits), text_of(message)
    if kept.requester:
        requester = own_name(kept.requester, context.rules, context.people)
        kept = replace(kept, requester=requester)
    return act(context, numbers_of(ids), lambda at, _: verb.edit(at, kept, text))


def in_vain(done: Sequence[Changed], edits: Edits) -> Iterator[str]:
    """Say of which tickets nothing was changed, as they were so already."""
    for each in done:
        ticket = each.before.ticket if each.before else each.standing.ticket
        if edits.due is None and ticket.agreed_due_at is None:
            yield f"{ticket.id} has no agreed date: there is none to end"
        elif not each.effect.events:
            yield f"{ticket.id} is so already: nothing was changed"


def fit_to_keep(edits: Edits) -> Edits:
    """Return edits made fit to be kept; raises UsageError."""
    names = {name: getattr(edits, name) for name in NAMES}
    return replace(
        edits,
        title=None if edits.title is None else title_of(edits.title),
        description=None if edits.description is None else text_of(edits.description),
        add_tags=names_of(edits.add_tags, "a tag"),
        remove_tags=names_of(edits.remove_tags, "a tag"),
        add_skills=names_of(edits.add_skills, "a skill"),
        remove_skills=names_of(edits.remove_skills, "a skill"),
        **{
            name: name_of(value, f"the {name}") or ""
            for name, value in names.items()
            if value is not None
        },
    )
