"""Decide the findings that are due: who moves, who is told, what is left."""

from collections.abc import Iterator

from escalate_cli.domain.engine.agenda import Due, undecided
from escalate_cli.domain.engine.decision import Decision
from escalate_cli.domain.engine.escalation import move
from escalate_cli.domain.engine.evaluation import Evaluation
from escalate_cli.domain.engine.move_selection import MoveSelection
from escalate_cli.domain.engine.triggers import Kind, build, type_of
from escalate_cli.domain.messages.notifications import alert, handoff, people_of
from escalate_cli.domain.messages.outbox_message import Message
from escalate_cli.domain.policy.routing import route
from escalate_cli.domain.policy.rules import Level, Rule
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.action import Action, Mode


def decide(run: Evaluation) -> None:
    """Decide every finding that is due, with at most one move a ladder."""
    due = _due(run)
    if not due:
        return
    moves = MoveSelection(run, due)
    for finding in due:
        if not moves.waits(finding):
            _settle(run, finding, moves)


def _due(run: Evaluation) -> list[Due]:
    """Return what is due, with what a change of priority by a rule makes due as well.

    A rule that moves the ticket too changes the priority with its move, which may have to wait.
    """
    found: dict[str, Due] = {}
    while True:
        fresh = [d for d in undecided(run.history, run.now, run.people) if _concerns(run, d)]
        new = [d for d in fresh if d.key not in found]
        found.update((finding.key, finding) for finding in new)
        free = [finding for finding in new if not finding.case.rule.escalate]
        if not [finding for finding in free if _set_priority(run, finding)]:
            return sorted(found.values(), key=lambda d: (d.since, d.case.order, d.repeat))


def _concerns(run: Evaluation, due: Due) -> bool:
    """Tell whether this run decides it."""
    if not run.own:
        return due.since <= run.now
    return due.since == run.now and type_of(due.case.rule.type).kind is not Kind.TIME


def _set_priority(run: Evaluation, finding: Due) -> bool:
    """Change the priority if a finding asks for it, and tell whether it did."""
    priority = finding.case.rule.set_priority
    asked = finding.holds and finding.repeat == 0
    if not asked or priority is None or priority == run.ticket.priority:
        return False
    changes = e.Changes(priority=priority)
    run.history.add(e.TicketEdited(changes=changes, key=finding.key, **run.stamp))
    return True


def _settle(run: Evaluation, finding: Due, moves: MoveSelection) -> None:
    """Record one decision, with its move and its messages."""
    rule, action = finding.case.rule, moves.action(finding)
    goal = moves.goal(finding) if action == Action.ESCALATED else None
    told = (
        () if action == Action.LAPSED else people_of(rule.notify, run.history, run.people, run.now)
    )
    led = route(goal, run.people, run.now).told if goal else ()
    fired = _fired(run, finding, moves, (*led, *told))
    run.history.add(fired)
    if rule.escalate:
        _set_priority(run, finding)
    if goal is not None:
        _move(run, fired, goal)
    if told:
        run.tell(_alert(run, fired, told, rule))
    run.decisions.append(decision_of(run.ticket.id, fired))


def _alert(
    run: Evaluation, fired: e.TriggerFired, told: tuple[str, ...], rule: Rule
) -> Iterator[Message]:
    """Yield what a rule tells, in its own words or in those for its clock."""
    clock = (
        getattr(build(rule.type, rule.settings), "clock", None) if rule.type == "clock" else None
    )
    return alert(run.history, run.people, fired, told, template=rule.message, clock=clock)


def _fired(
    run: Evaluation, finding: Due, moves: MoveSelection, notified: tuple[str, ...]
) -> e.TriggerFired:
    rule, goal = finding.case.rule, moves.goal(finding)
    return e.TriggerFired(
        key=finding.key,
        trigger=rule.name,
        type=rule.type,
        trigger_kind=type_of(rule.type).kind,
        since=finding.since,
        action=moves.action(finding),
        reason=finding.case.finding.reason,
        cause=finding.case.finding.cause,
        origin=moves.held_on(goal.ladder) if goal else None,
        to=goal.id if goal else None,
        notified=tuple(dict.fromkeys(notified)),
        superseded=moves.superseded_by(finding),
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
