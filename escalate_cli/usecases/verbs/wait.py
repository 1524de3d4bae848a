"""Wait and resume: a ticket pauses while somebody else must act."""

from collections.abc import Sequence
from datetime import datetime

from escalate_cli.domain.verbs import wait as verb
from escalate_cli.usecases.context import Context
from escalate_cli.usecases.unit_of_work import Changed, act
from escalate_cli.usecases.verbs.input_validation import (
    text_of,
)
from escalate_cli.usecases.verbs.policy_words import one_of
from escalate_cli.usecases.verbs.typed_ticket_ids import numbers_of

OTHER = "other"
REASONS = ("requester", "vendor", OTHER)


def wait(
    context: Context,
    ids: Sequence[str],
    waiting_for: str,
    *,
    until: datetime | None = None,
    by_opening: bool = False,
    message: str = "",
) -> list[Changed]:
    """Stop the clocks; the wait ends by `resume`, a word of the requester, or an instant.

    Args:
        context: where it is done.
        ids: the tickets.
        waiting_for: one of `REASONS`.
        until: when it ends by itself.
        by_opening: whether that is when each ticket's calendar opens next, from then on.
        message: why, and what was asked.
    """
    whom, text = one_of(waiting_for, REASONS, "reason to wait"), text_of(message)
    return act(
        context,
        numbers_of(ids),
        lambda at, _: verb.wait(at, whom, until, text, by_opening=by_opening),
    )


def resume(context: Context, ids: Sequence[str], message: str = "") -> list[Changed]:
    """Go on with tickets that were waiting."""
    text = text_of(message)
    return act(context, numbers_of(ids), lambda at, _: verb.resume(at, text))
