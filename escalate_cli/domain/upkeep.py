"""What the engine does by itself: end waits, record breaches, close."""

from datetime import datetime

from escalate_cli.domain import events as e
from escalate_cli.domain.decision import Decision
from escalate_cli.domain.due import breaches, closes_at
from escalate_cli.domain.fold import wait_ended_at
from escalate_cli.domain.moving import granted
from escalate_cli.domain.notices import handoff
from escalate_cli.domain.run import Run


def resume(run: Run) -> None:
    """Record that a wait with an end is over."""
    since = wait_ended_at(run.ticket, run.now)
    if since is not None:
        run.history.add(e.TicketResumed(at=run.now, by=e.POLICY, since=since))
        _note(run, "resume", "wait", since, "resumed")


def record_breaches(run: Run) -> None:
    """Record each target that was used up, dated at the instant it was due."""
    for breach in sorted(breaches(run.history, run.now), key=lambda b: b.breached_at):
        run.history.add(
            e.TargetBreached(
                at=run.now,
                by=e.POLICY,
                clock=breach.clock,
                cycle=breach.cycle,
                instance=breach.instance,
                breached_at=breach.breached_at,
                target=breach.target,
                policy=run.history.policy.id,
            )
        )
        _note(run, "breach", breach.clock, breach.breached_at, "recorded", breach.instance)


def approve(run: Run) -> None:
    """Carry out a request that nobody answered in time."""
    request = run.ticket.pending_approval
    goal = run.history.policy.level(request.to) if request else None
    if request is None or goal is None or request.auto_at is None or request.auto_at > run.now:
        return
    run.history.add(e.EscalationApproved(to=goal.id, message="nobody answered", **run.stamp))
    escalated = granted(run.ticket, request, goal, run.current, run.stamp)
    run.history.add(escalated)
    run.messages.extend(handoff(run.ticket, escalated, run.current))
    _note(run, "approval", "auto-after", request.auto_at, "approved", len(run.ticket.escalations))


def close(run: Run) -> None:
    """Close a ticket that has been resolved for long enough."""
    since = closes_at(run.history)
    if since is not None and since <= run.now:
        run.history.add(e.TicketClosed(at=run.now, by=e.POLICY, message="closed by the policy"))
        _note(run, "close", "close-after", since, "closed")


def _note(
    run: Run, type_name: str, name: str, since: datetime, action: str, number: int = 1
) -> None:
    ticket = run.ticket
    run.decisions.append(
        Decision(
            key=f"{ticket.id}:{ticket.cycle}:{type_name}.{name}:{number}:0",
            ticket=ticket.id,
            trigger=name,
            type=type_name,
            since=since,
            noticed_at=run.now,
            action=action,
        )
    )
