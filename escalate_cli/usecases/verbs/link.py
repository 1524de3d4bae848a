"""Tie tickets to each other; both sides are recorded in one change."""

from collections.abc import Sequence

from escalate_cli.domain.ticket.ticket import Ticket, number_in
from escalate_cli.domain.verbs import link as verb
from escalate_cli.errors import NotAllowedError, UsageError
from escalate_cli.usecases.context import Context
from escalate_cli.usecases.ports import Transaction, View
from escalate_cli.usecases.unit_of_work import Changed, act_within, must
from escalate_cli.usecases.verbs.input_validation import (
    text_of,
)
from escalate_cli.usecases.verbs.typed_ticket_ids import numbers_of


def link(
    context: Context,
    ids: Sequence[str],
    *,
    related: str | None = None,
    duplicate_of: str | None = None,
    message: str = "",
) -> list[Changed]:
    """Relate tickets to another one, or close them as its duplicates."""
    named = [each for each in (related, duplicate_of) if each is not None]
    if len(named) != 1:
        raise UsageError(
            "a ticket is tied in one way to one other", "give --related ID or --duplicate-of ID"
        )
    [other], numbers, text = numbers_of(named), numbers_of(ids), text_of(message)
    tie = _relate if duplicate_of is None else _become_duplicate
    return context.change(lambda tx: [tie(context, tx, each, other, text) for each in numbers])


def _relate(context: Context, tx: Transaction, number: int, other: int, text: str) -> Changed:
    one, another = _in_use(tx, number), _in_use(tx, other)
    done = act_within(context, tx, number, lambda at, _: verb.relate(at, another, text))
    act_within(context, tx, other, lambda at, _: verb.relate(at, one, text))
    return done


def _become_duplicate(
    context: Context, tx: Transaction, number: int, other: int, text: str
) -> Changed:
    original = must(verb.original_for(_in_use(tx, number), _in_use(tx, other), _finding(tx)))
    ticket = context.history(tx, number).seen(context.now)
    done = act_within(context, tx, number, lambda at, _: verb.become_duplicate(at, original, text))
    _in_use(tx, original.number)
    act_within(context, tx, original.number, lambda at, _: verb.take_duplicate(at, ticket, text))
    return done


def untie(context: Context, tx: Transaction, ticket: Ticket) -> None:
    """Let a duplicate that is reopened have its keys for itself again."""
    for original in list(verb.originals(ticket, _finding(tx))):
        if tx.is_in_use(original.number):
            act_within(context, tx, original.number, lambda at, _: verb.lose_duplicate(at, ticket))


def hearing(view: View, number: int) -> int:
    """Return the number of the ticket that gets the words on a duplicate: its original."""
    ticket = view.ticket(number)
    return [ticket, *verb.originals(ticket, _finding(view))][-1].number


def _finding(view: View) -> verb.Find:
    return lambda ticket_id: view.ticket(number_in(ticket_id))


def _in_use(view: View, number: int) -> Ticket:
    ticket = view.ticket(number)
    if not view.is_in_use(number):
        raise NotAllowedError(
            f"{ticket.id} is archived: it is tied to nothing",
            f"escalate reopen {ticket.id} brings it back",
        )
    return ticket
