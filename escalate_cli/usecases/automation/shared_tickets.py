"""Several runs of `check` at once: each decides tickets that no other one has."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import partial

from escalate_cli.usecases.automation.decide_tickets import advanced, keep
from escalate_cli.usecases.automation.decided_ticket import Result
from escalate_cli.usecases.context import Context
from escalate_cli.usecases.ports import Transaction
from escalate_cli.usecases.session import Session

MOST_TOGETHER = 200
"""The most tickets that are decided in one change."""

MOST_PAIRS = 20_000
"""The most pairs of a rule and a ticket in one change, so that nobody waits long for it."""


def decide_shared(session: Session, numbers: Sequence[int]) -> Iterator[Result]:
    """Decide tickets, each where nobody else does; one that cannot be read is reported.

    What another change has is left to it. If it is still due at the end, as that came to nothing,
    this run waits for it.
    """
    now, together = session.context.now, _together(session.context)
    due = {*numbers}.intersection(session.view.due_by(now))
    others = {*numbers} - due
    tried = set[int]()
    for batch, due_by in (
        *_batches(sorted(due), now, together),
        *_batches(sorted(others), None, together),
    ):
        taken, results = session.change(
            partial(_decided, session.context, batch, due_by), shares=True
        )
        tried.update(taken)
        yield from results
    left = (due - tried).intersection(session.view.due_by(now))
    for batch, due_by in _batches(sorted(left), now, together):
        work = partial(_decided, session.context, batch, due_by, waits=True)
        yield from session.change(work, shares=True)[1]


def _together(context: Context) -> int:
    """Return how many tickets are decided in a change: fewer where there are many rules."""
    return max(1, min(MOST_TOGETHER, MOST_PAIRS // max(1, len(context.rules.triggers))))


def _batches(
    numbers: Sequence[int], due_by: datetime | None, together: int
) -> Iterator[tuple[Sequence[int], datetime | None]]:
    """Split tickets into changes that are over soon, so that every run has its share."""
    for begin in range(0, len(numbers), together):
        yield numbers[begin : begin + together], due_by


def _decided(
    context: Context,
    numbers: Sequence[int],
    due_by: datetime | None,
    tx: Transaction,
    *,
    waits: bool = False,
) -> tuple[Sequence[int], list[Result]]:
    """Claim tickets and decide them; return their numbers and the results."""
    taken = tx.claim(numbers, due_by, waits=waits)
    results = list(advanced(context, tx, taken))
    for each in results:
        keep(context, tx, each)
    return taken, results
