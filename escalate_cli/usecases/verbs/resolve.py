"""Resolve, close, reopen: the end of a ticket's cycle, and a new one."""

from collections.abc import Sequence

from escalate_cli.domain.verbs import resolve as verb
from escalate_cli.domain.verbs.outcome import Done, Refused
from escalate_cli.domain.verbs.situation import Situation, situation_of
from escalate_cli.usecases.context import Context
from escalate_cli.usecases.ports import Transaction
from escalate_cli.usecases.unique_key import unresolved_under
from escalate_cli.usecases.unit_of_work import Changed, act, act_within, must
from escalate_cli.usecases.verbs.input_validation import (
    text_of,
)
from escalate_cli.usecases.verbs.link import untie
from escalate_cli.usecases.verbs.typed_ticket_ids import numbers_of


def resolve(
    context: Context, ids: Sequence[str], resolution: str = "", outcome: str | None = None
) -> list[Changed]:
    """Record that the issue is solved, or settled in another way; every clock ends."""
    text = text_of(resolution)
    return act(context, numbers_of(ids), lambda at, _: verb.resolve(at, text, outcome))


def resolve_key(
    context: Context, key: str, resolution: str = "", outcome: str | None = None
) -> list[Changed]:
    """Resolve the ticket that a key names, if one is unresolved: what reported it sees no more."""
    text = text_of(resolution)

    def solve(tx: Transaction) -> list[Changed]:
        ticket = unresolved_under(tx, key)
        numbers = [] if ticket is None else [ticket.number]
        return [
            act_within(context, tx, each, lambda at, _: verb.resolve(at, text, outcome))
            for each in numbers
        ]

    return context.change(solve)


def must_be_resolvable(
    context: Context, ids: Sequence[str], key: str | None, outcome: str | None
) -> bool:
    """Raise what is wrong with an act, before somebody is asked what solved the tickets.

    Returns whether there is a ticket to resolve: none under a key is no error.
    """
    view = context.read()
    named = None if key is None else unresolved_under(view, key)
    numbers = numbers_of(ids) if named is None else [named.number]
    for number in numbers:
        history = context.opened(view, number)
        must(verb.resolve(situation_of(history, context.today, context.stamp), "", outcome))
    return bool(numbers)


def close(context: Context, ids: Sequence[str], message: str = "") -> list[Changed]:
    """Confirm that resolved tickets are done."""
    text = text_of(message)
    return act(context, numbers_of(ids), lambda at, _: verb.close(at, text))


def reopen(context: Context, ids: Sequence[str], message: str = "") -> list[Changed]:
    """Begin a new cycle at the same level; the verdicts of the old one stay, a tie ends."""
    text = text_of(message)

    def again(at: Situation, tx: Transaction) -> Done | Refused:
        untie(context, tx, at.ticket)
        return verb.reopen(at, text)

    return act(context, numbers_of(ids), again)
