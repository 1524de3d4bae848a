"""Rule evaluation: a run over a ticket makes decisions, moves and messages of what is due."""

from collections.abc import Callable
from datetime import datetime

from escalate_cli.domain.engine import automatic_actions as acts
from escalate_cli.domain.engine.agenda import Agenda
from escalate_cli.domain.engine.decision import Decision, Outcome
from escalate_cli.domain.engine.due_findings import Due
from escalate_cli.domain.engine.escalation import move
from escalate_cli.domain.engine.evaluation import Evaluation
from escalate_cli.domain.engine.one_move_per_ladder import Verdict, verdicts
from escalate_cli.domain.engine.repeats import rung_of
from escalate_cli.domain.engine.triggers import Kind, type_of
from escalate_cli.domain.messages.notifications import alert, handoff, people_of
from escalate_cli.domain.policy.routing import Route, nearest_fallback, route, together
from escalate_cli.domain.policy.rules import FUNCTIONAL, Level
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.action import Action, Mode
from escalate_cli.domain.ticket.ladder import rank_held


def run_due(agenda: Agenda, at: datetime, *, silent: bool) -> Outcome:
    """Decide all that is due by an instant; in maintenance nothing but that a wait is over."""
    run = Evaluation(agenda, at, silent=silent)
    if agenda.silence(at).at(at) is not None:
        return _done(run, acts.resume)
    return _done(
        run, acts.resume, acts.approve, acts.record_breaches, decide, acts.release, acts.close
    )


def run_reaction(agenda: Agenda, *, silent: bool) -> Outcome:
    """Decide what came true with the last event."""
    run = Evaluation(agenda, agenda.history.events[-1].at, own=True, silent=silent)
    return _done(run, acts.reopen, decide)


def _done(run: Evaluation, *work: Callable[[Evaluation], None]) -> Outcome:
    """Work in rounds until one leaves the ticket as it was: what is only told makes nothing due."""
    revision = -1
    while run.history.revision > revision:
        revision = run.history.revision
        for each in work:
            each(run)
    return Outcome(decisions=tuple(run.decisions), messages=tuple(run.messages))


def decide(run: Evaluation) -> None:
    """Decide every finding that is due, with at most one move a ladder."""
    for verdict in verdicts(run, _due(run)):
        if verdict.action is not None:
            _record(run, verdict, verdict.action)


def _due(run: Evaluation) -> list[Due]:
    """Return what is due, with what a change of priority by a rule makes due as well.

    A rule that moves the ticket too changes the priority with its move, which may have to wait.
    """
    found: dict[str, Due] = {}
    while True:
        fresh = [d for d in run.agenda.due(run.now) if _concerns(run, d)]
        new = [d for d in fresh if d.key not in found]
        found.update((finding.key, finding) for finding in new)
        free = [finding for finding in new if not finding.case.rule.escalate]
        if not [finding for finding in free if _set_priority(run, finding)]:
            return sorted(found.values(), key=lambda due: due.order)


def _concerns(run: Evaluation, due: Due) -> bool:
    """Tell whether this run decides it."""
    is_new = due.since == run.now
    return not run.own or (is_new and type_of(due.case.rule.type).kind is not Kind.TIME)


def _set_priority(run: Evaluation, finding: Due) -> bool:
    """Change the priority if a finding asks for it, and tell whether it did."""
    priority = finding.case.rule.set_priority
    if not finding.may_act or priority is None or priority == run.ticket.priority:
        return False
    edited = e.TicketEdited(
        changes=e.Changes(priority=priority),
        key=finding.key,
        priority_before=run.ticket.priority,
        **run.stamp,
    )
    run.history.add(edited)
    return True


def _record(run: Evaluation, verdict: Verdict, action: Action) -> None:
    """Record one decision, with its move and its messages."""
    rule, goal = verdict.due.case.rule, verdict.moves_to
    rung = rung_of(rule.repeat, verdict.due.repeat, run.history.rules)
    named = () if action == Action.LAPSED else (rung.id,) if rung else rule.notify
    alerted = people_of(named, run.history, run.people, run.now)
    if action == Action.UNANSWERED:
        alerted = together((alerted, _stand_in(run)))
    led = together((route(goal, run.people, run.now), alerted)) if goal else alerted
    fired = _fired(run, verdict, action, led)
    run.history.add(fired)
    if rule.escalate:
        _set_priority(run, verdict.due)
    if goal is not None:
        _move(run, fired, goal)
    if told := alerted.told:
        clock = verdict.due.case.finding.clock
        run.tell(alert(run.history, run.people, fired, told, template=rule.message, clock=clock))
    run.decisions.append(decision_of(run.ticket.id, fired))


def _stand_in(run: Evaluation) -> Route:
    """Find the fallback nearest above where a rule found nobody, if there is one."""
    rules = run.history.rules
    levels = rules.functional[max(rank_held(run.held, FUNCTIONAL, rules), 0) :]
    return nearest_fallback(levels, run.people, run.now)


def _fired(run: Evaluation, verdict: Verdict, action: Action, reached: Route) -> e.TriggerFired:
    case = verdict.due.case
    return e.TriggerFired(
        key=verdict.due.key,
        trigger=case.rule.name,
        type=case.rule.type,
        trigger_kind=type_of(case.rule.type).kind,
        since=verdict.due.since,
        action=action,
        reason=case.finding.reason,
        cause=case.finding.cause,
        origin=verdict.origin,
        to=verdict.goal.id if verdict.goal else None,
        notified=reached.told,
        routed=reached.note,
        superseded=verdict.superseded_by,
        held_by=verdict.due.held,
        policy=run.history.rules.id,
        **run.stamp,
    )


def decision_of(ticket_id: str, fired: e.TriggerFired) -> Decision:
    """Return a decision as people and scripts see it."""
    return Decision(
        key=fired.key,
        ticket=ticket_id,
        trigger=fired.trigger,
        type=fired.type,
        since=fired.since,
        noticed_at=fired.at,
        action=fired.action,
        origin=fired.origin,
        to=fired.to,
        notified=fired.notified,
        superseded=fired.superseded,
        reason=fired.reason,
        routed=fired.routed,
    )


def _move(run: Evaluation, fired: e.TriggerFired, goal: Level) -> None:
    """Move the ticket up by the policy, and tell those who take it."""
    escalated = move(
        run.ticket,
        goal,
        Mode.AUTOMATIC,
        run.people,
        run.stamp,
        reason=fired.reason,
        trigger=fired.trigger,
        trigger_kind=fired.trigger_kind,
        key=fired.key,
        since=fired.since,
    )
    run.history.add(escalated)
    run.tell(handoff(run.history, escalated, run.people))
