"""Apply the policy to everything that is due: what cron runs."""

from collections.abc import Iterable
from datetime import datetime

import msgspec

from escalate_cli.domain.decision import Decision
from escalate_cli.domain.engine import advance
from escalate_cli.domain.standing import Standing
from escalate_cli.errors import EscalateError
from escalate_cli.usecases.desk import Desk, keep
from escalate_cli.usecases.ports import Transaction, View


class Failure(msgspec.Struct, frozen=True):
    """A ticket that could not be checked, and why; the others were."""

    ticket: str
    message: str


class Checked(msgspec.Struct, frozen=True, kw_only=True):
    """What one run of `check` did.

    Attributes:
        last_check_at: when the run before this one was.
        active: how many tickets somebody still has to work on.
    """

    now: datetime
    last_check_at: datetime | None
    active: int
    decisions: tuple[Decision, ...]
    errors: tuple[Failure, ...]


class Pressing(msgspec.Struct, frozen=True):
    """The tickets that need somebody: past a target, or near one."""

    overdue: tuple[Standing, ...]
    at_risk: tuple[Standing, ...]


def check(desk: Desk, *, dry_run: bool = False) -> Checked:
    """Decide all that is due by now, in one commit; twice changes nothing more."""
    view = desk.store.read()
    waiting = view.waiting(desk.now)
    decisions: list[Decision] = []
    errors: list[Failure] = []
    if waiting and dry_run:
        _decide(desk, view, waiting, decisions, errors)
    elif waiting:
        with desk.store.transaction() as tx:
            _decide(desk, tx, tx.waiting(desk.now), decisions, errors, tx)
    return Checked(
        now=desk.now,
        last_check_at=desk.store.last_check_at() if dry_run else desk.store.checked(desk.now),
        active=view.active_count(),
        decisions=tuple(sorted(decisions, key=lambda d: d.since)),
        errors=tuple(errors),
    )


def _decide(
    desk: Desk,
    view: View,
    numbers: Iterable[int],
    decisions: list[Decision],
    errors: list[Failure],
    tx: Transaction | None = None,
) -> None:
    """Advance each ticket; one that cannot be read is reported, the others go on."""
    for number in numbers:
        try:
            history = desk.history(view, number)
            known = len(history.events)
            outcome = advance(history, desk.now, desk.policy)
        except (EscalateError, ArithmeticError, LookupError, TypeError, ValueError) as error:
            errors.append(Failure(f"T-{number}", f"{type(error).__name__}: {error}"))
            continue
        decisions.extend(outcome.decisions)
        if tx is not None and len(history.events) > known:
            tx.queue(outcome.messages)
            keep(desk, tx, history)


def pressing(desk: Desk) -> Pressing:
    """Look for the tickets that are overdue or at risk, most urgent first."""
    view = desk.store.read()
    standings = desk.look(view, view.pressing(desk.now))
    order = sorted(standings, key=lambda s: (s.due_at or s.now, s.ticket.id))
    return Pressing(
        overdue=tuple(s for s in order if s.is_overdue),
        at_risk=tuple(s for s in order if s.is_at_risk),
    )
