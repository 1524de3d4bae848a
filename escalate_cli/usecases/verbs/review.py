"""Post-incident review: what was learned, and which reviews are owed."""

from collections.abc import Sequence
from datetime import datetime
from itertools import chain

import msgspec

from escalate_cli.domain.ticket.events import ReviewRecorded
from escalate_cli.domain.ticket.history import History
from escalate_cli.domain.ticket.owed_review import review_due_at
from escalate_cli.domain.ticket.ticket_snapshot import TicketSnapshot
from escalate_cli.domain.verbs import review as verb
from escalate_cli.errors import EscalateError, ExitCode, UsageError
from escalate_cli.usecases.context import Context, stand
from escalate_cli.usecases.unit_of_work import Changed, act
from escalate_cli.usecases.verbs.input_validation import (
    text_of,
)
from escalate_cli.usecases.verbs.ticket_ids import numbers_of


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
) -> list[Changed]:
    """Record root cause, contributing factors, what went well and actions."""
    if not root_cause.strip():
        raise UsageError("a review needs a root cause", "give --root-cause TEXT")

    cause = text_of(root_cause)
    kept = [tuple(text_of(text) for text in texts) for texts in (factors, went_well, actions)]
    return act(context, numbers_of(ids), lambda at, _: verb.review(at, cause, *kept))


class NotReviewedError(EscalateError):
    """No review of a ticket is recorded."""

    exit_code = ExitCode.NO

    def __init__(self, ticket: str) -> None:
        super().__init__(
            f"no review of {ticket} is recorded",
            f"escalate review {ticket} --root-cause 'what caused it' --action 'what is done'",
        )


class RecordedReview(msgspec.Struct, frozen=True, kw_only=True):
    """The review of a ticket that was recorded last, and still counts."""

    standing: TicketSnapshot
    learned: ReviewRecorded


def recorded_reviews(context: Context, ids: Sequence[str]) -> list[RecordedReview]:
    """Return what was learned from tickets; raises NotReviewedError."""
    found = []
    with context.read() as view:
        for number in numbers_of(ids):
            history = context.history(view, number)
            recorded = last_review(context, history)
            if recorded is None:
                raise NotReviewedError(history.ticket.id)
            found.append(recorded)
    return found


def last_review(context: Context, history: History) -> RecordedReview | None:
    """Return the review of a ticket that was recorded last, if there is one."""
    learned = [each for each in history.effective if isinstance(each, ReviewRecorded)]
    if not learned:
        return None
    return RecordedReview(standing=stand(context, history), learned=learned[-1])


def reviews_owed(context: Context) -> list[OwedReview]:
    """List the reviews that the policy asks for and nobody has recorded, earliest first."""
    view = context.read()
    find = context.rules_of(view)
    owed = []
    for ticket in chain(view.search(), view.archived()):
        due_at = review_due_at(ticket, find(ticket.policy))
        if due_at is not None:
            [standing] = context.look(view, [ticket])
            owed.append(
                OwedReview(standing=standing, due_at=due_at, is_overdue=context.now > due_at)
            )
    return sorted(owed, key=lambda review: review.due_at)
