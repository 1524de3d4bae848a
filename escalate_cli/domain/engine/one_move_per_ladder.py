"""Verdicts: what becomes of each finding that is due; one move wins on each ladder."""

from itertools import takewhile

import msgspec

from escalate_cli.domain.engine.due_findings import Due
from escalate_cli.domain.engine.evaluation import Evaluation
from escalate_cli.domain.policy.rules import FUNCTIONAL, MANAGEMENT, Level
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.action import Action, Mode
from escalate_cli.domain.ticket.ladder import NEXT, SKILLED, destination, level_held, rank_held

LADDERS = (FUNCTIONAL, MANAGEMENT)


class Verdict(msgspec.Struct, frozen=True):
    """What becomes of one finding, and why that.

    Attributes:
        action: what is done; nothing where a move is left for a later run.
        goal: the level that the rule asks for, if there is one.
        origin: the level that was held on the ladder of the goal when the run began, or from
            which nobody was found.
        superseded_by: the key of the decision that moves the ticket instead.
    """

    due: Due
    action: Action | None
    goal: Level | None = None
    origin: str | None = None
    superseded_by: str | None = None

    @property
    def moves_to(self) -> Level | None:
        """Return the level that the ticket moves to by it."""
        return self.goal if self.action == Action.ESCALATED else None


def verdicts(run: Evaluation, due: list[Due]) -> list[Verdict]:
    """Judge all that is due in one run, in its order, with at most one move a ladder.

    Several moves go to the highest and the others are superseded, or, where the policy says
    `catch_up: climb`, to the lowest and the others wait for later runs. A ladder that moved in
    this run, or by the policy at this very instant, is left alone until the next one.
    """
    if not due:
        return []
    judge = _Judge(run, due)
    return [judge.verdict(finding) for finding in due]


class _Judge:
    """Weighs the moves that findings ask for against each other, and against those that were."""

    def __init__(self, run: Evaluation, due: list[Due]) -> None:
        self._run = run
        self._rules = run.history.rules
        self._climb = self._rules.catch_up == "climb"
        self._ranks = {ladder: rank_held(run.ticket, ladder, self._rules) for ladder in LADDERS}
        self._climbed = {
            event.ladder
            for event in takewhile(lambda each: each.at >= run.now, reversed(run.history.events))
            if isinstance(event, e.TicketEscalated)
            and event.mode == Mode.AUTOMATIC
            and event.at == run.now
            and run.history.counts(event)
        }
        self._moved = self._climbed | {
            ladder
            for ladder in LADDERS
            if level_held(run.held, ladder) != level_held(run.ticket, ladder)
        }
        self._goals = {finding.key: self._goal(finding) for finding in due}
        self._winners = self._choose()

    def verdict(self, finding: Due) -> Verdict:
        """Say what becomes of one finding."""
        rule = finding.case.rule
        if not finding.holds:
            return Verdict(finding, Action.LAPSED)
        if not (finding.may_act and rule.escalate):
            sets = rule.set_priority and finding.may_act
            return Verdict(finding, Action.PRIORITISED if sets else Action.NOTIFIED)
        if rule.escalate in {NEXT, SKILLED} and FUNCTIONAL in self._climbed:
            return Verdict(finding, None)
        goal = self._goals[finding.key]
        if goal is None:
            if rule.escalate != SKILLED:
                return Verdict(finding, Action.SATISFIED)
            held = level_held(self._run.held, FUNCTIONAL)
            return Verdict(finding, Action.UNANSWERED, origin=held)
        return self._of_goal(finding, goal)

    def _of_goal(self, finding: Due, goal: Level) -> Verdict:
        origin = level_held(self._run.held, goal.ladder)
        if not self._rises(goal):
            return Verdict(finding, Action.SATISFIED, goal, origin)
        winner = self._winners.get(goal.ladder)
        if winner == finding.key:
            return Verdict(finding, Action.ESCALATED, goal, origin)
        if self._climb or goal.ladder in self._moved:
            return Verdict(finding, None, goal, origin)
        return Verdict(finding, Action.SUPERSEDED, goal, origin, winner)

    def _goal(self, finding: Due) -> Level | None:
        asked = finding.case.rule.escalate
        if not asked or not finding.may_act:
            return None
        return destination(asked, self._run.held, self._rules, self._run.people)

    def _rises(self, goal: Level) -> bool:
        return goal.rank > self._ranks[goal.ladder]

    def _choose(self) -> dict[str, str]:
        """Return, by ladder, the key of the finding whose move is carried out."""
        best: dict[str, tuple[int, str]] = {}
        for key, goal in self._goals.items():
            if goal is None or goal.ladder in self._moved or not self._rises(goal):
                continue
            held = best.get(goal.ladder)
            if held is None or (goal.rank < held[0] if self._climb else goal.rank > held[0]):
                best[goal.ladder] = (goal.rank, key)
        return {ladder: key for ladder, (_, key) in best.items()}
