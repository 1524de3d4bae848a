"""What the engine does by itself: end waits, record breaches, grant requests, close."""

from datetime import datetime

from escalate_cli.domain.engine.agenda import breaches, closes_at
from escalate_cli.domain.engine.decision import Decision
from escalate_cli.domain.engine.escalation import granted
from escalate_cli.domain.engine.evaluation import Evaluation
from escalate_cli.domain.messages.notifications import closing, handoff
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.state_machine import wait_ended_at


def resume(run: Evaluation) -> None:
    """Record that a wait with an end is over."""
    since = wait_ended_at(run.ticket, run.now)
    if since is not None:
        waits = sum(isinstance(event, e.TicketPaused) for event in run.history.events)
        run.history.add(e.TicketResumed(at=run.now, by=e.POLICY, since=since))
        _note(run, "resume.wait", since, "resumed", waits)


def record_breaches(run: Evaluation) -> None:
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
                policy=breach.policy,
            )
        )
        name = f"breach.{breach.clock}"
        _note(run, name, breach.breached_at, "recorded", breach.instance, breach.cycle)


def approve(run: Evaluation) -> None:
    """Carry out a request that nobody answered in time."""
    request = run.ticket.pending_approval
    goal = run.history.policy.level(request.to) if request else None
    if request is None or goal is None or request.auto_at is None or request.auto_at > run.now:
        return
    run.history.add(e.EscalationApproved(to=goal.id, message="nobody answered", **run.stamp))
    escalated = granted(run.ticket, request, goal, run.current, run.stamp)
    run.history.add(escalated)
    run.tell(handoff(run.history, escalated, run.current))
    number = len(run.ticket.escalations)
    _note(run, "approval.auto-after", request.auto_at, "approved", number)


def close(run: Evaluation) -> None:
    """Close a ticket that has been resolved for long enough."""
    since = closes_at(run.history)
    if since is not None and since <= run.now:
        event = e.TicketClosed(at=run.now, by=e.POLICY, message="closed by the policy")
        run.history.add(event)
        run.tell(closing(run.history, event, "closure", run.current))
        _note(run, "close.close-after", since, "closed")


def _note(
    run: Evaluation,
    name: str,
    since: datetime,
    action: str,
    number: int = 1,
    cycle: int | None = None,
) -> None:
    """Put what was done on the list of decisions, named by its type and what it was about."""
    type_name, _, about = name.partition(".")
    run.decisions.append(
        Decision(
            key=f"{run.ticket.id}:{cycle or run.ticket.cycle}:{name}:{number}:0",
            ticket=run.ticket.id,
            trigger=about,
            type=type_name,
            since=since,
            noticed_at=run.now,
            action=action,
        )
    )
