"""Release: who has tickets gives them back to their levels."""

from collections.abc import Sequence

from escalate_cli.domain.policy.identity import plain_form
from escalate_cli.domain.ticket.search import Search
from escalate_cli.domain.verbs import release as verb
from escalate_cli.usecases.context import Context
from escalate_cli.usecases.ports import Transaction
from escalate_cli.usecases.unit_of_work import Changed, act, act_within
from escalate_cli.usecases.verbs.input_validation import (
    text_of,
)
from escalate_cli.usecases.verbs.typed_ticket_ids import numbers_of


def release(
    context: Context,
    ids: Sequence[str],
    message: str = "",
    *,
    to_duty: bool = False,
    take: bool = False,
) -> list[Changed]:
    """Give tickets back; those of another person only with `take`, and they are told."""
    text = text_of(message)
    return act(
        context,
        numbers_of(ids),
        lambda at, _: verb.release(at, text, to_duty=to_duty, take=take),
    )


def release_all(context: Context, message: str = "", *, to_duty: bool = False) -> list[Changed]:
    """Give back all that a person has, as at the end of a shift; none is no error."""
    text = text_of(message)
    own = Search(active=True, fields=(("owner", {plain_form(context.by)}),))

    def give_back(tx: Transaction) -> list[Changed]:
        held = [t.number for t in tx.search(own) if t.is_active and t.holder == context.by]
        return [
            act_within(context, tx, each, lambda at, _: verb.release(at, text, to_duty=to_duty))
            for each in held
        ]

    return context.change(give_back)
