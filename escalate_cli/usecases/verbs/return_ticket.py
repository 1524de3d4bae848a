"""Return a ticket: the level hands it back to the one before."""

from collections.abc import Sequence

from escalate_cli.domain.verbs import return_ticket as verb
from escalate_cli.errors import MissingReasonError
from escalate_cli.usecases.context import Context
from escalate_cli.usecases.unit_of_work import Changed, act
from escalate_cli.usecases.verbs.input_validation import (
    text_of,
)
from escalate_cli.usecases.verbs.typed_ticket_ids import numbers_of


def return_ticket(context: Context, ids: Sequence[str], message: str) -> list[Changed]:
    """Hand tickets back to the level they came from; the time they cost stays with this one."""
    if not message.strip():
        raise MissingReasonError("a ticket is returned with a reason", "give -m WHY")
    text = text_of(message)
    return act(context, numbers_of(ids), lambda at, _: verb.return_ticket(at, text))
