"""Actions of reviews: what is done so that it does not happen again, each a ticket of its own."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import chain

import msgspec

from escalate_cli.domain.policy.sections.clock_name import ClockName
from escalate_cli.domain.ticket.ticket import id_of, number_in
from escalate_cli.domain.ticket.ticket_snapshot import TicketSnapshot
from escalate_cli.domain.verbs import assign, edit
from escalate_cli.domain.verbs.edit import Edits
from escalate_cli.domain.verbs.review import lessons_in
from escalate_cli.usecases.context import Context
from escalate_cli.usecases.ports import Transaction, View
from escalate_cli.usecases.unit_of_work import Changed, act_within
from escalate_cli.usecases.verbs.input_validation import person_of, title_of
from escalate_cli.usecases.verbs.log import NewTicket, begin_ticket


class NewAction(msgspec.Struct, frozen=True):
    """What somebody is to do, and by when."""

    title: str
    owner: str | None = None
    due: datetime | None = None


class OwedReview(msgspec.Struct, frozen=True, kw_only=True):
    """A ticket that the policy wants reviewed, or an action of a review, and by when."""

    standing: TicketSnapshot
    due_at: datetime | None
    is_overdue: bool


def tracked(
    context: Context, tx: Transaction, number: int, actions: Sequence[NewAction]
) -> tuple[str, ...]:
    """Return the ticket of each action; one that an earlier review asked for keeps its own."""
    earlier = lessons_in(context.history(tx, number).effective)
    begun = {
        text: ticket
        for each in earlier
        for text, ticket in zip(each.actions, each.tickets, strict=False)
    }
    return tuple(begun.get(each.title) or _begun(context, tx, number, each) for each in actions)


def actions_of(done: Iterable[Changed]) -> Iterator[tuple[str, str]]:
    """Yield the actions of reviews just recorded, each after its ticket."""
    for lessons in lessons_in(chain.from_iterable(each.effect.events for each in done)):
        yield from zip(lessons.tickets, lessons.actions, strict=False)


def open_actions(context: Context, view: View) -> list[OwedReview]:
    """List the actions of reviews that are not done yet, earliest due first."""
    asked = [ticket for ticket in view.search() if ticket.action_of and ticket.is_active]
    found = [_owed(standing) for standing in context.look(view, asked)]
    return sorted(found, key=lambda each: (each.due_at is None, each.due_at))


def _owed(standing: TicketSnapshot) -> OwedReview:
    clock = standing.ticket.clocks[ClockName.RESOLVE]
    return OwedReview(standing=standing, due_at=clock.due_at, is_overdue=clock.is_overdue)


def _begun(context: Context, tx: Transaction, reviewed: int, action: NewAction) -> str:
    """Begin the ticket of an action; of all priorities the last one presses least."""
    draft = NewTicket(title=title_of(action.title), priority=context.rules.priorities[-1])
    logged = begin_ticket(context, tx, draft, action_of=id_of(reviewed))
    ticket = logged.standing.ticket.id
    if action.owner is not None:
        owner = person_of(action.owner, context.people, context.by)
        act_within(context, tx, number_in(ticket), lambda at, _: assign.assign(at, owner))
    if action.due is not None:
        dated, why = Edits(due=action.due), f"from the review of {id_of(reviewed)}"
        act_within(context, tx, number_in(ticket), lambda at, _: edit.edit(at, dated, why))
    return ticket
