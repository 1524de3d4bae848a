"""Initiate and route: a person moves the ticket up a ladder, or asks to."""

from collections.abc import Sequence

from msgspec.structs import replace

from escalate_cli.domain.verbs import escalate as verb
from escalate_cli.domain.verbs.escalate import Wish
from escalate_cli.errors import MissingReasonError
from escalate_cli.usecases.context import Context
from escalate_cli.usecases.unit_of_work import Changed, act
from escalate_cli.usecases.verbs.input_validation import (
    text_of,
)
from escalate_cli.usecases.verbs.ticket_ids import numbers_of


def escalate(context: Context, ids: Sequence[str], wish: Wish) -> list[Changed]:
    """Move tickets up a ladder; where a yes is needed, ask for it instead."""
    if wish.break_glass and not wish.reason.strip():
        raise MissingReasonError("breaking the glass needs a reason", "give -m WHY")
    said = replace(
        wish,
        reason=text_of(wish.reason),
        tried=text_of(wish.tried),
        impact_note=text_of(wish.impact_note),
        next_step=text_of(wish.next_step),
    )
    return act(context, numbers_of(ids), lambda at, _: verb.escalate(at, said))
