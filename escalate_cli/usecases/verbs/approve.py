"""Say yes or no to an escalation that somebody asked for."""

from collections.abc import Sequence

from escalate_cli.domain.verbs import approve as verb
from escalate_cli.errors import MissingReasonError
from escalate_cli.usecases.context import Context
from escalate_cli.usecases.unit_of_work import Changed, act
from escalate_cli.usecases.verbs.input_validation import (
    text_of,
)
from escalate_cli.usecases.verbs.typed_ticket_ids import numbers_of


def approve(context: Context, ids: Sequence[str], message: str = "") -> list[Changed]:
    """Grant requests: the tickets move at once, unless they have moved already."""
    text = text_of(message)
    return act(context, numbers_of(ids), lambda at, tx: verb.approve(at, tx.delegations(), text))


def decline(context: Context, ids: Sequence[str], message: str) -> list[Changed]:
    """Turn requests down; the tickets stay where they are."""
    if not message.strip():
        raise MissingReasonError("a request is declined with a reason", "give -m WHY")
    text = text_of(message)
    return act(context, numbers_of(ids), lambda at, tx: verb.decline(at, tx.delegations(), text))
