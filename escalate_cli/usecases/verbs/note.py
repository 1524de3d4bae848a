"""Write on a ticket: notes of resolvers, words of the requester."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from escalate_cli.domain.ticket.ticket import Ticket
from escalate_cli.domain.verbs import note as verb
from escalate_cli.errors import UsageError
from escalate_cli.usecases.context import Context
from escalate_cli.usecases.ports import View
from escalate_cli.usecases.unit_of_work import Changed, Verb, act_within
from escalate_cli.usecases.verbs.input_validation import (
    text_of,
)
from escalate_cli.usecases.verbs.link import hearing
from escalate_cli.usecases.verbs.typed_ticket_ids import numbers_of


def note(
    context: Context,
    ids: Sequence[str],
    text: str,
    *,
    public: bool = False,
    from_requester: bool = False,
) -> list[Changed]:
    """Add a note; the requester's own words are public, and end a wait for them."""
    kept = text_of(text)
    if not kept.strip():
        raise UsageError("the note is empty", "say something, or leave it")
    return _say(
        context,
        ids,
        lambda at, _: verb.note(at, kept, public=public, from_requester=from_requester),
    )


def complain(context: Context, ids: Sequence[str], text: str = "") -> list[Changed]:
    """Record that the requester complained; the policy may act on repeated ones.

    What the same requester complained about elsewhere is counted now and kept with the event,
    so that the ticket's history tells everything about it.
    """
    kept = text_of(text)
    return _say(
        context,
        ids,
        lambda at, tx: verb.complain(at, kept, _elsewhere(tx, at.ticket)),
    )


def _say(context: Context, ids: Sequence[str], verb: Verb) -> list[Changed]:
    """Write on tickets, all or none; what is said on a duplicate goes to its original."""
    numbers = numbers_of(ids)
    return context.change(
        lambda tx: [act_within(context, tx, hearing(tx, n), verb) for n in numbers]
    )


def _elsewhere(view: View, ticket: Ticket) -> Iterator[datetime]:
    """Yield when a ticket's requester complained about others."""
    others = view.complaints_of(ticket.requester) if ticket.requester else ()
    for other in others:
        if other.id != ticket.id:
            yield from (complaint.at for complaint in other.complaints)
