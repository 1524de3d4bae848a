"""Post-incident review: what was learned, and which reviews are owed."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import chain

import msgspec

from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.history import History
from escalate_cli.domain.ticket.owed_review import FINISHED, review_due_at
from escalate_cli.domain.ticket.ticket_snapshot import TicketSnapshot
from escalate_cli.errors import UsageError
from escalate_cli.usecases.unit_of_work import Context, change
from escalate_cli.usecases.verbs import input_validation
from escalate_cli.usecases.verbs.status_guard import must_be


class OwedReview(msgspec.Struct, frozen=True, kw_only=True):
    """A ticket that the policy wants reviewed, and by when."""

    standing: TicketSnapshot
    due_at: datetime
    is_overdue: bool


def review(
    context: Context,
    ids: Sequence[str],
    *,
    root_cause: str,
    factors: Sequence[str] = (),
    went_well: Sequence[str] = (),
    actions: Sequence[str] = (),
) -> list[TicketSnapshot]:
    """Record root cause, contributing factors, what went well and actions."""
    if not root_cause.strip():
        raise UsageError("a review needs a root cause", "give --root-cause TEXT")

    def act(history: History) -> Iterator[e.Event]:
        must_be(history.ticket, FINISHED, "reviewed")
        yield e.ReviewRecorded(
            root_cause=input_validation.text_of(root_cause),
            factors=tuple(input_validation.text_of(text) for text in factors),
            went_well=tuple(input_validation.text_of(text) for text in went_well),
            actions=tuple(input_validation.text_of(text) for text in actions),
            **context.stamp,
        )

    return change(context, input_validation.numbers_of(ids), act)


def reviews_owed(context: Context) -> list[OwedReview]:
    """List the reviews that the policy asks for and nobody has recorded, earliest first."""
    view = context.store.read()
    find = context.rules_of(view)
    owed = []
    for ticket in chain(view.tickets(), view.archived()):
        due_at = review_due_at(ticket, find(ticket.policy))
        if due_at is not None:
            [standing] = context.look(view, [ticket])
            owed.append(
                OwedReview(standing=standing, due_at=due_at, is_overdue=context.now > due_at)
            )
    return sorted(owed, key=lambda review: review.due_at)
