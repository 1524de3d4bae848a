"""Decide tickets: each on a snapshot, where nobody waits, and kept under the lock if it stands."""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from escalate_cli.domain.engine.later_approvers import ask_later_approvers
from escalate_cli.domain.messages.announcements import announcing
from escalate_cli.domain.messages.outbox_message import Message
from escalate_cli.domain.messages.recipient import recipient_of
from escalate_cli.domain.policy.people import People
from escalate_cli.domain.ticket.history import History
from escalate_cli.domain.ticket.ticket import Ticket, id_of
from escalate_cli.errors import EscalateError
from escalate_cli.usecases.automation.decided_ticket import Advanced, Failure, Looked, Result
from escalate_cli.usecases.context import Context
from escalate_cli.usecases.ports import Transaction, View
from escalate_cli.usecases.session import Session
from escalate_cli.usecases.turns import keep_turns, turns_taken
from escalate_cli.usecases.unit_of_work import name_its_windows, record_of

LEAST_TOGETHER = 500
"""A change keeps at least so many tickets, if there are as many."""

MOST_CHANGES = 8
"""A run makes about so many changes at most, as each of them writes the whole store."""

MOST_WRITTEN = 20_000
"""A change ends at so many events and messages: others may write while the next are decided."""

PART = 16
"""A change may also be as large as this part of all that the run has written before."""

MOST_ANEW = 8
"""So many tickets that changed meanwhile are decided under the lock; the others after it."""


def decide_tickets(
    session: Session, numbers: Sequence[int], *, dry_run: bool = False
) -> Iterator[Result]:
    """Decide what is due on tickets; one that cannot be read is reported, the others go on."""
    size = max(LEAST_TOGETHER, -(-len(numbers) // MOST_CHANGES))
    written = 0
    while numbers:
        session.context.standing.choose(session.view, session.context.policy)
        people, most = session.context.people, max(MOST_WRITTEN, written // PART)
        looked, results = _decided_together(session, numbers[:size], most)
        again: Sequence[int] = ()
        if results and not dry_run:
            keep_all = partial(_kept, session.context, results, people)
            results, again = session.change(keep_all)
        written += sum(map(_weight, results))
        numbers = (*again, *numbers[looked:])
        yield from (each.noted() if isinstance(each, Advanced) else each for each in results)


def _decided_together(
    session: Session, numbers: Sequence[int], most: int
) -> tuple[int, list[Result]]:
    """Decide tickets until enough is to be written; return how many were looked at, too."""
    results: list[Result] = []
    weight = 0
    for looked, number in enumerate(numbers, 1):
        found = list(advanced(session.context, session.view, [number]))
        results += found
        weight += sum(map(_weight, found))
        if weight >= most:
            return looked, results
    return len(numbers), results


def _weight(result: Result) -> int:
    """Count the events and messages that keeping it writes."""
    if not isinstance(result, Advanced):
        return 1
    return sum(event.is_new for event in result.record.events) + len(result.messages)


def advanced(context: Context, view: View, numbers: Iterable[int]) -> Iterator[Result]:
    """Yield what a run makes of tickets as a view shows them; nothing where nothing is new."""
    for number in numbers:
        try:
            advanced = _advance(context, view, number)
        except EscalateError as error:
            yield Failure(id_of(number), str(error))
        except (ArithmeticError, LookupError, TypeError, ValueError) as error:
            yield Failure(id_of(number), f"{type(error).__name__}: {error}")
        else:
            if advanced is not None:
                yield advanced


def _advance(context: Context, view: View, number: int) -> Looked | None:
    history = context.opened(view, number)
    outcome = context.engine(history).advance(context.now)
    asked = ask_later_approvers(history, context.today, view.delegations, context.now)
    if not history.events[-1].is_new:
        return _put_off(context, view, number, history)
    turns_taken(context, history.events)
    context.present.meet(history)  # refuses first, so that nobody is told in vain
    name_its_windows(context, history)
    told = (*outcome.messages, *asked.messages)
    return Advanced(
        number=number,
        revision=view.revision(number),
        record=record_of(context, history),
        decisions=(*outcome.decisions, *asked.decisions),
        messages=(*told, *announcing(history, context.people)),
        unreachable=frozenset(_unreachable(context, told, history.ticket)),
    )


def _put_off(context: Context, view: View, number: int, history: History) -> Looked | None:
    """Return a ticket that need not be looked at again before another instant than it says."""
    record = record_of(context, history)
    if record.next_at == view.next_at(number):
        return None
    return Looked(number=number, revision=view.revision(number), record=record)


def _unreachable(context: Context, messages: Iterable[Message], ticket: Ticket) -> Iterator[str]:
    """Yield who cannot be told, where anybody can be."""
    people = context.people
    if people.channels:
        yield from (m.to for m in messages if recipient_of(m, ticket, people).unreachable)


def _kept(
    context: Context, results: Iterable[Result], people: People, tx: Transaction
) -> tuple[list[Result], list[int]]:
    """Keep what was decided; of what somebody changed meanwhile some is decided here, anew.

    Return what was kept, and which tickets are to be decided again, as those were too many.
    """
    kept, left = list[Result](), list[int]()
    same, anew = context.people == people, 0
    for result in results:
        again: Iterable[Result] = (result,)
        if isinstance(result, Looked) and not (same and _stands(tx, result)):
            anew += 1
            if anew > MOST_ANEW:
                left.append(result.number)
                continue
            again = advanced(context, tx, [result.number])
        for each in again:
            keep(context, tx, each)
            kept.append(each)
    return kept, left


def keep(context: Context, tx: Transaction, result: Result) -> None:
    """Keep what a run made of a ticket, and the messages of it."""
    if isinstance(result, Looked):
        keep_turns(context, tx, result.record.events)
        tx.save(result.record)
    if isinstance(result, Advanced):
        tx.queue(result.messages)


def _stands(tx: Transaction, looked: Looked) -> bool:
    """Tell whether a ticket is as it was when it was looked at."""
    try:
        return tx.revision(looked.number) == looked.revision
    except EscalateError:
        return False
