"""Acknowledge: the level that holds the ticket has taken it."""

from collections.abc import Sequence

from escalate_cli.domain.verbs import acknowledge as verb
from escalate_cli.usecases.context import Context
from escalate_cli.usecases.unit_of_work import Changed, act
from escalate_cli.usecases.verbs.input_validation import (
    text_of,
)
from escalate_cli.usecases.verbs.typed_ticket_ids import numbers_of


def acknowledge(
    context: Context, ids: Sequence[str], message: str = "", *, take: bool = False
) -> list[Changed]:
    """Acknowledge tickets, which takes those that nobody has.

    A ticket that somebody else has stays theirs, and one that waits for others is refused, unless
    `take`. A second time by the same person is not recorded.
    """
    text = text_of(message)
    return act(context, numbers_of(ids), lambda at, _: verb.acknowledge(at, text, take=take))
