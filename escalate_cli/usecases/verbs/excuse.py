"""Excuse a breach."""

from collections.abc import Sequence

from escalate_cli.domain.verbs import excuse as verb
from escalate_cli.usecases.context import Context
from escalate_cli.usecases.unit_of_work import Changed, act
from escalate_cli.usecases.verbs.input_validation import (
    text_of,
)
from escalate_cli.usecases.verbs.typed_ticket_ids import numbers_of


def excuse(
    context: Context, ids: Sequence[str], clock: str, cycle: int | None, message: str
) -> list[Changed]:
    """Say that what a clock of some tickets has missed counts no longer, and why."""
    reason = text_of(message)
    return act(
        context,
        numbers_of(ids),
        lambda at, tx: verb.excuse(at, clock, cycle, reason, tx.delegations),
    )
