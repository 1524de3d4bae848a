"""Post-incident review: what was learned, and which reviews are owed."""

from collections.abc import Sequence
from itertools import chain

import msgspec
from msgspec.structs import replace

from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.history import History
from escalate_cli.domain.ticket.owed_review import review_due_at
from escalate_cli.domain.ticket.ticket import Ticket
from escalate_cli.domain.ticket.ticket_snapshot import TicketSnapshot
from escalate_cli.domain.verbs import review as verb
from escalate_cli.domain.verbs.review import Lessons
from escalate_cli.errors import EscalateError, ExitCode, UsageError
from escalate_cli.usecases.context import Context, stand
from escalate_cli.usecases.ports import Transaction
from escalate_cli.usecases.unit_of_work import Changed, act_within
from escalate_cli.usecases.verbs.input_validation import (
    text_of,
)
from escalate_cli.usecases.verbs.review_actions import (
    NewAction,
    OwedReview,
    open_actions,
    tracked,
)
from escalate_cli.usecases.verbs.typed_ticket_ids import numbers_of


class NewReview(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody says was learned.

    Attributes:
        answered: whether the policy in use was changed for it.
    """

    root_cause: str
    factors: Sequence[str] = ()
    went_well: Sequence[str] = ()
    actions: Sequence[NewAction] = ()
    answered: bool = False


def review(context: Context, ids: Sequence[str], said: NewReview) -> list[Changed]:
    """Record root cause, factors, what went well and actions, each of which becomes a ticket."""
    lessons = Lessons(
        root_cause=text_of(said.root_cause),
        factors=tuple(text_of(text) for text in said.factors),
        went_well=tuple(text_of(text) for text in said.went_well),
        actions=tuple(text_of(action.title) for action in said.actions),
        answered_by=context.rules.id if said.answered else None,
    )

    def record(tx: Transaction, number: int) -> Changed:
        whole = _completed(context, tx, number, lessons)
        if whole.answered_by or said.actions:  # an action's ticket follows the policy, too
            tx.pin(context.rules.id, context.source)
        if said.actions:
            whole = replace(whole, tickets=tracked(context, tx, number, said.actions))
        return act_within(context, tx, number, lambda at, _: verb.review(at, whole))

    return context.change(lambda tx: [record(tx, number) for number in numbers_of(ids)])


def _completed(context: Context, tx: Transaction, number: int, said: Lessons) -> Lessons:
    """Return what is said with the cause; a change of the policy answers what is recorded."""
    if said.root_cause.strip():
        return said
    recorded = last_review(context, context.history(tx, number)) if said.answered_by else None
    says_more = said.factors or said.went_well or said.actions
    if recorded is None or says_more:
        raise UsageError("a review needs a root cause", "give --root-cause TEXT")
    return replace(verb.lessons_of(recorded.learned), answered_by=said.answered_by)


class NotReviewedError(EscalateError):
    """No review of a ticket is recorded."""

    exit_code = ExitCode.NO

    def __init__(self, ticket: Ticket) -> None:
        self.ticket = ticket
        how = f"escalate review {ticket.id} --root-cause 'what caused it' --action 'what is done'"
        first = f"once it is resolved: escalate resolve {ticket.id}; then: "
        super().__init__(
            f"no review of {ticket.id} is recorded", f"{first if ticket.is_active else ''}{how}"
        )


class RecordedReview(msgspec.Struct, frozen=True, kw_only=True):
    """The review of a ticket that was recorded last, and still counts."""

    standing: TicketSnapshot
    learned: e.ReviewRecorded


def recorded_reviews(context: Context, ids: Sequence[str]) -> list[RecordedReview]:
    """Return what was learned from tickets; raises NotReviewedError."""
    found = []
    with context.read() as view:
        for number in numbers_of(ids):
            history = context.history(view, number)
            recorded = last_review(context, history)
            if recorded is None:
                raise NotReviewedError(history.ticket)
            found.append(recorded)
    return found


def last_review(context: Context, history: History) -> RecordedReview | None:
    """Return the review of a ticket that was recorded last, if there is one."""
    learned = [each for each in history.effective if isinstance(each, e.ReviewRecorded)]
    if not learned:
        return None
    return RecordedReview(standing=stand(context, history), learned=learned[-1])


def reviews_owed(context: Context) -> list[OwedReview]:
    """List the reviews that nobody has recorded yet, then the actions not done, earliest first."""
    view = context.read()
    find = context.rules_of(view)
    owed: list[OwedReview] = []
    for ticket in chain(view.search(), view.archived()):
        due_at = review_due_at(ticket, find(ticket.policy))
        if due_at is not None:
            is_overdue = context.now > due_at
            owed += (
                OwedReview(standing=standing, due_at=due_at, is_overdue=is_overdue)
                for standing in context.look(view, [ticket])  # none where it cannot be looked at
            )
    owed.sort(key=lambda review: review.due_at or context.now)
    return [*owed, *open_actions(context, view)]
