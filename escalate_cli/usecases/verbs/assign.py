"""Give a ticket to a person of its level."""

from collections.abc import Sequence

from escalate_cli.domain.verbs import assign as verb
from escalate_cli.usecases.context import Context
from escalate_cli.usecases.unit_of_work import Changed, act
from escalate_cli.usecases.verbs.input_validation import (
    person_of,
    text_of,
)
from escalate_cli.usecases.verbs.typed_ticket_ids import numbers_of


def assign(context: Context, ids: Sequence[str], person: str, message: str = "") -> list[Changed]:
    """Make one of the team the owner; the same owner again changes nothing.

    Nobody gives themselves what is another one's: that is to take it.
    """
    owner, text = person_of(person, context.people, context.by), text_of(message)
    return act(context, numbers_of(ids), lambda at, _: verb.assign(at, owner, text))
