"""Initiate and route: a person moves the ticket up a ladder, or asks to."""

from collections.abc import Sequence

from msgspec.structs import replace

from escalate_cli.domain.verbs import escalate as verb
from escalate_cli.domain.verbs.escalate import Wish
from escalate_cli.domain.verbs.note import note
from escalate_cli.domain.verbs.outcome import Done, Refused
from escalate_cli.domain.verbs.situation import Situation, situation_of
from escalate_cli.errors import MissingReasonError
from escalate_cli.usecases.context import Context
from escalate_cli.usecases.unit_of_work import Changed, act, must
from escalate_cli.usecases.verbs.input_validation import (
    text_of,
)
from escalate_cli.usecases.verbs.typed_ticket_ids import numbers_of


def escalate(context: Context, ids: Sequence[str], wish: Wish, *, tell: str = "") -> list[Changed]:
    """Move tickets up a ladder, with a public word; where a yes is needed, ask for it instead."""
    if wish.break_glass and not wish.reason.strip():
        raise MissingReasonError("breaking the glass needs a reason", "give -m WHY")
    said = replace(
        wish,
        reason=text_of(wish.reason),
        tried=text_of(wish.tried),
        impact_note=text_of(wish.impact_note),
        next_step=text_of(wish.next_step),
    )
    told = text_of(tell)

    def carried(at: Situation) -> Done | Refused:
        done = verb.escalate(at, said)
        if isinstance(done, Refused) or not told:
            return done
        return Done((*note(at, told, public=True).events, *done.events))

    return act(context, numbers_of(ids), lambda at, _: carried(at))


def must_have_a_goal(context: Context, ids: Sequence[str], wish: Wish) -> None:
    """Raise what is wrong with the tickets or the level, before somebody is asked for a reason."""
    view = context.read()
    for number in numbers_of(ids):
        history = context.history(view, number)
        must(verb.aim_of(situation_of(history, context.today, context.stamp), wish))
