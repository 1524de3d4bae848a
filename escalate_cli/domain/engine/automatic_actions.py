"""Automatic actions of the engine: end waits, record breaches, grant requests, release, close."""

from datetime import datetime

from escalate_cli.domain.engine.agenda import closes_at
from escalate_cli.domain.engine.breaches import breaches
from escalate_cli.domain.engine.decision import decision_on
from escalate_cli.domain.engine.escalation import granted
from escalate_cli.domain.engine.evaluation import Evaluation
from escalate_cli.domain.messages.message_kind import MessageKind
from escalate_cli.domain.messages.notifications import closing, handoff, releasing, reopening
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.action import Action
from escalate_cli.domain.ticket.counting import RULES
from escalate_cli.domain.ticket.key import Key
from escalate_cli.domain.ticket.stale_acknowledgement import stale_at


def resume(run: Evaluation) -> None:
    """Record that a wait with an end is over."""
    since = run.ticket.wait_ended_at(run.now)
    if since is not None:
        waits = sum(isinstance(event, e.TicketPaused) for event in run.history.events)
        run.history.add(e.TicketResumed(since=since, **run.stamp))
        key = Key(run.ticket.id, run.ticket.cycle, "resume.wait", str(waits))
        _note(run, key, since, Action.RESUMED)


def record_breaches(run: Evaluation) -> None:
    """Record each target that was used up, dated at the instant it was due."""
    for breach in sorted(breaches(run.history, run.now), key=lambda b: b.breached_at):
        run.history.add(
            e.TargetBreached(
                clock=breach.clock,
                cycle=breach.cycle,
                instance=breach.instance,
                breached_at=breach.breached_at,
                target=breach.target,
                policy=breach.policy,
                **run.stamp,
            )
        )
        key = Key.of_breach(run.ticket.id, breach.cycle, breach.clock, breach.instance)
        _note(run, key, breach.breached_at, Action.RECORDED)


def approve(run: Evaluation) -> None:
    """Carry out a request that nobody answered in time."""
    request = run.ticket.pending_approval
    goal = run.history.rules.level(request.to) if request else None
    if request is None or goal is None or request.auto_at is None or request.auto_at > run.now:
        return
    run.history.add(e.EscalationApproved(to=goal.id, message="nobody answered", **run.stamp))
    escalated = granted(run.ticket, request, goal, run.people, run.stamp)
    run.history.add(escalated)
    run.tell(handoff(run.history, escalated, run.people))
    number = str(len(run.ticket.escalations))
    key = Key(run.ticket.id, run.ticket.cycle, "approval.auto-after", number)
    _note(run, key, request.auto_at, Action.APPROVED)


def release(run: Evaluation) -> None:
    """Take a ticket from who let it lie for too long; they hear of it."""
    since = stale_at(run.history)
    if since is None or since > run.now:
        return
    event = e.TicketReleased(
        former=run.ticket.owner,
        message=f"{run.ticket.owner} has done nothing about it for too long",
        since=since,
        **run.stamp,
    )
    run.history.add(event)
    count = sum(isinstance(x, e.TicketReleased) and x.is_of_policy for x in run.history.effective)
    key = Key.of_release(run.ticket.id, run.ticket.cycle, count)
    run.tell(releasing(run.history, event, run.people))
    _note(run, key, since, Action.RELEASED)


def close(run: Evaluation) -> None:
    """Close a ticket that has been resolved for long enough."""
    since = closes_at(run.history)
    if since is not None and since <= run.now:
        event = e.TicketClosed(message="closed by the policy", **run.stamp)
        run.history.add(event)
        run.tell(closing(run.history, event, MessageKind.CLOSURE, run.people))
        _note(run, Key.of_closing(run.ticket.id, run.ticket.cycle), since, Action.CLOSED)


def reopen(run: Evaluation) -> None:
    """Begin a new cycle by a word of the requester's side, if the policy has it so."""
    if run.history.rules.after_resolution != "reopen" or not run.ticket.awaits_answer:
        return
    message = "the requester's side wrote after the resolution"
    event = e.TicketReopened(message=message, rules=RULES, **run.stamp)
    run.history.add(event)
    run.tell(reopening(run.history, event, run.people))
    _note(run, Key.of_reopening(run.ticket.id, run.ticket.cycle), run.now, Action.REOPENED)


def _note(run: Evaluation, key: Key, since: datetime, action: Action) -> None:
    """Put what was done on the list of decisions."""
    run.decisions.append(decision_on(key, since, run.now, action))
