"""Apply the policy to everything that is due: what cron runs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from escalate_cli.errors import ClockDoubtedError, EscalateError
from escalate_cli.usecases.automation.archive import archive_if_due
from escalate_cli.usecases.automation.clock_doubt import must_believe, must_not_lag
from escalate_cli.usecases.automation.decided_ticket import Advanced, Failure, Result
from escalate_cli.usecases.automation.freed_tickets import (
    forget_windows,
    waiting_for_windows,
    windows_changed,
)
from escalate_cli.usecases.outbox.outbox_counts import Counts
from escalate_cli.usecases.session import Session, session_of

if TYPE_CHECKING:  # where nothing is due, none of it is there
    from datetime import datetime

    from escalate_cli.domain.engine.decision import Decision
    from escalate_cli.domain.ticket.ticket import Ticket
    from escalate_cli.domain.ticket.ticket_snapshot import TicketSnapshot
    from escalate_cli.usecases.automation.heartbeats import MissedBeat
    from escalate_cli.usecases.context import Context
    from escalate_cli.usecases.planned_work import Planned
    from escalate_cli.usecases.ports import View


class Pressing(msgspec.Struct, frozen=True):
    """The tickets that need somebody: past a target, or near one."""

    overdue: tuple[TicketSnapshot, ...]
    at_risk: tuple[TicketSnapshot, ...]


class Checked(msgspec.Struct, frozen=True, kw_only=True):
    """What one run of `check` did.

    Attributes:
        last_check_at: when the run before this one was.
        active: how many tickets somebody still has to work on.
        tickets: those that were decided on, as they are now.
        missed: the heartbeats that are missing, of which that was not said before.
        may_send: whether a message waits that a channel could take now.
        sent: messages that were delivered afterwards; `failed` those that could not be.
        archived: how many closed tickets were put away.
        unreachable: those with a notice for whom the policy's channels have no contact.
        pressing: what is overdue or at risk after it. This and the next three are filled in only
            where somebody looks.
        left: what is in the outbox.
        outdated: how many open tickets follow an older version of the policy.
        maintenance: the windows that are on.
    """

    now: datetime
    last_check_at: datetime | None
    active: int
    decisions: tuple[Decision, ...]
    tickets: tuple[Ticket, ...]
    errors: tuple[Failure, ...]
    missed: tuple[MissedBeat, ...] = ()
    may_send: bool = False
    sent: int = 0
    failed: int = 0
    archived: int = 0
    unreachable: frozenset[str] = frozenset()
    pressing: Pressing | None = None
    left: Counts = Counts()
    outdated: int = 0
    maintenance: tuple[Planned, ...] = ()


Send = Callable[[Session, Checked], Checked]
"""Sends what waits after a run, and adds what came of it."""


def check(
    context: Context,
    *,
    dry_run: bool = False,
    believe_clock: bool = False,
    send: Send | None = None,
    looks: bool = False,
) -> Checked:
    """Decide all that is due by now; twice changes nothing more.

    It is decided on the store as it was read, and kept in few changes: nobody else waits meanwhile.

    Tickets that were closed long ago are put away afterwards, in a commit of their own. A clock
    that cannot be right decides nothing, unless it is to be believed.

    Args:
        context: when, and by which policy.
        dry_run: whether it is only told what would be done.
        believe_clock: whether the clock is right, however late it is.
        send: what sends the messages that wait then.
        looks: whether anybody looks at what presses afterwards.
    """
    with session_of(context) as session:
        checked = _checked(session, dry_run=dry_run, believe_clock=believe_clock)
        if send and checked.may_send:
            checked = send(session, checked)
        return _looked(context, session.view, checked) if looks else checked


def _checked(session: Session, *, dry_run: bool, believe_clock: bool) -> Checked:
    context = session.context
    if not dry_run:
        context.present.must_have_come()
    try:
        if not believe_clock:
            must_believe(context, session.view, noting=not dry_run)
    except ClockDoubtedError as error:
        return _undecided(context, session.view, error)
    errors = [*_damage(session.view), *_doubts(context, session.view)]
    missed, failed = _missed_beats(session, dry_run=dry_run)
    errors += failed
    results = _decided(session, dry_run=dry_run)
    named = {each.ticket for each in errors}
    errors += [each for each in results if isinstance(each, Failure) and each.ticket not in named]
    run = [each for each in results if isinstance(each, Advanced)]
    archived = 0
    if not dry_run:
        try:
            archived = archive_if_due(session)
        except EscalateError as error:  # the decisions stand
            errors.append(Failure("archive", str(error)))
    last = context.store.last_check_at() if dry_run else context.store.checked(context.now)
    return Checked(
        now=context.now,
        last_check_at=last,
        active=session.view.active_count(),
        may_send=not dry_run and _may_send(context, session.view),
        missed=tuple(missed),
        decisions=tuple(sorted(_decisions(missed, run), key=lambda d: d.since)),
        tickets=(*_logged(missed), *(each.ticket for each in run)),
        errors=tuple(errors),
        archived=archived,
        unreachable=frozenset().union(*(each.unreachable for each in run)),
    )


def _decided(session: Session, *, dry_run: bool) -> list[Result]:
    """Decide what is due; where nothing is, what decides is not even loaded."""
    view, are_free = session.view, windows_changed(session.context, session.view)
    numbers = sorted({*_to_decide(session), *(waiting_for_windows(view) if are_free else ())})
    results = list(_of_each(session, numbers, dry_run=dry_run)) if numbers else []
    if are_free and not dry_run:
        forget_windows(session)
    return results


def _of_each(session: Session, numbers: Sequence[int], *, dry_run: bool) -> Iterator[Result]:
    if session.context.store.many_write and not dry_run:
        from escalate_cli.usecases.automation.shared_tickets import decide_shared  # noqa: PLC0415 - start-up time

        return decide_shared(session, numbers)
    from escalate_cli.usecases.automation.decide_tickets import decide_tickets  # noqa: PLC0415 - start-up time

    return decide_tickets(session, numbers, dry_run=dry_run)


def _missed_beats(
    session: Session, *, dry_run: bool
) -> tuple[Sequence[MissedBeat], Sequence[Failure]]:
    """Log what is missing of the heartbeats, if there are any."""
    try:
        if not session.context.people.heartbeats and not session.view.gauges():
            return (), ()
        from escalate_cli.usecases.automation.heartbeats import (  # noqa: PLC0415 - few policies have some
            log_missed_beats,
        )

        return log_missed_beats(session, dry_run=dry_run)
    except EscalateError as error:
        return (), (Failure("heartbeats", str(error)),)


def _logged(missed: Sequence[MissedBeat]) -> Iterator[Ticket]:
    """Yield the tickets that were logged for missing heartbeats."""
    yield from (each.logged.standing.ticket for each in missed if each.logged)


def _decisions(missed: Sequence[MissedBeat], run: Sequence[Advanced]) -> Iterator[Decision]:
    """Yield what was decided: as tickets were logged, and of all that was due."""
    yield from (d for each in missed if each.logged for d in each.logged.effect.decisions)
    yield from (decision for each in run for decision in each.decisions)


def _damage(view: View) -> Iterator[Failure]:
    """Report what is damaged, so that whoever runs it hears of it even if nothing is due."""
    for each in view.damage():
        from escalate_cli.domain.ticket.ticket import id_of  # noqa: PLC0415 - start-up time

        yield Failure(id_of(each.number) if each.number else "store", each.what)


def _doubts(context: Context, view: View) -> Iterator[Failure]:
    """Report a clock that is behind; what is due by it is decided all the same."""
    try:
        must_not_lag(context, view)
    except ClockDoubtedError as error:
        yield _of_clock(error)
        context.present.say_no_more()


def _to_decide(session: Session) -> list[int]:
    """Name the tickets with something due, or for which people came since who were missing."""
    context, view = session.context, session.view
    waiting = view.due_by(context.now)
    others = set(view.unanswered()).difference(waiting)
    if not others:
        return waiting
    from escalate_cli.usecases.automation.people_since import met_by_people  # noqa: PLC0415 - start-up time

    return [*waiting, *met_by_people(context, view, sorted(others))]


def _undecided(context: Context, view: View, error: EscalateError) -> Checked:
    """Tell of a run that was none."""
    return Checked(
        now=context.now,
        last_check_at=context.store.last_check_at(),
        active=view.active_count(),
        decisions=(),
        tickets=(),
        errors=(_of_clock(error),),
    )


def _looked(context: Context, view: View, checked: Checked) -> Checked:
    from escalate_cli.usecases.outbox.outbox_counts import counts  # noqa: PLC0415 - start-up time
    from escalate_cli.usecases.planned_work import under_way  # noqa: PLC0415 - the same
    from escalate_cli.usecases.versions import outdated  # noqa: PLC0415 - the same

    return replace(
        checked,
        pressing=pressing(context, view),
        left=counts(context, view),
        outdated=outdated(context, view),
        maintenance=tuple(under_way(context, view)),
    )


def _of_clock(error: EscalateError) -> Failure:
    return Failure("clock", f"{error} ({error.help})")


def _may_send(context: Context, view: View) -> bool:
    """Tell whether it is worth a look at who could be reached."""
    return bool(context.people.channels) and any(view.messages(due_by=context.now))


def pressing(context: Context, view: View) -> Pressing:
    """Look for the tickets that are overdue or at risk, most urgent first."""
    from escalate_cli.domain.ticket.ticket_snapshot import by_pressure  # noqa: PLC0415 - start-up time

    standings = context.look(view, view.pressing(context.now))
    order = sorted(standings, key=by_pressure)
    return Pressing(
        overdue=tuple(s for s in order if s.is_overdue),
        at_risk=tuple(s for s in order if s.is_at_risk),
    )
