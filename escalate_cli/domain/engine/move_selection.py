"""Which rung a rule asks for, and which one of several moves wins."""

from escalate_cli.domain.engine.agenda import Due
from escalate_cli.domain.engine.evaluation import Evaluation
from escalate_cli.domain.policy.rules import FUNCTIONAL, MANAGEMENT, Level
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.action import Action, Mode
from escalate_cli.domain.ticket.ladder import destination, level_held, rank_held

LADDERS = (FUNCTIONAL, MANAGEMENT)


class MoveSelection:
    """The moves that findings ask for in one run, at most one a ladder.

    Several go to the highest and the others are superseded, or, where the policy says
    `catch_up: climb`, to the lowest and the others wait for later runs. A ladder that moved in
    this run, or by the policy at this very instant, is left alone until the next one.
    """

    def __init__(self, run: Evaluation, due: list[Due]) -> None:
        self._run = run
        self._rules = run.history.rules
        self._climb = self._rules.catch_up == "climb"
        self._goals = {d.key: self._goal(d) for d in due}
        self._ranks = {ladder: rank_held(run.ticket, ladder, self._rules) for ladder in LADDERS}
        self._climbed = {
            event.ladder
            for event in run.history.events
            if isinstance(event, e.TicketEscalated)
            and event.mode == Mode.AUTOMATIC
            and event.at == run.now
        }
        self._moved = self._climbed | {
            ladder
            for ladder in LADDERS
            if level_held(run.held, ladder) != level_held(run.ticket, ladder)
        }
        self._won = self._winners(due)

    def _goal(self, due: Due) -> Level | None:
        asked = due.case.rule.escalate
        if not asked or due.repeat or not due.holds:
            return None
        return destination(asked, self._run.held, self._rules, self._run.people)

    def _rises(self, goal: Level) -> bool:
        return goal.rank > self._ranks[goal.ladder]

    def _winners(self, due: list[Due]) -> dict[str, str]:
        best: dict[str, tuple[int, str]] = {}
        for finding in due:
            goal = self._goals[finding.key]
            if goal is None or goal.ladder in self._moved or not self._rises(goal):
                continue
            held = best.get(goal.ladder)
            if held is None or (goal.rank < held[0] if self._climb else goal.rank > held[0]):
                best[goal.ladder] = (goal.rank, finding.key)
        return {ladder: key for ladder, (_, key) in best.items()}

    def goal(self, finding: Due) -> Level | None:
        """Return where a finding wants the ticket to be."""
        return self._goals[finding.key]

    def held_on(self, ladder: str) -> str | None:
        """Return the level that was held on a ladder when the run began."""
        return level_held(self._run.held, ladder)

    def waits(self, finding: Due) -> bool:
        """Tell whether a move is left for a later run."""
        goal = self._goals[finding.key]
        if FUNCTIONAL in self._climbed and finding.holds and _is_relative(finding):
            return True
        if goal is None or not self._rises(goal):
            return False
        others = self._climb and self._won.get(goal.ladder) != finding.key
        return goal.ladder in self._moved or others

    def superseded_by(self, finding: Due) -> str | None:
        """Return the key of the decision that moves the ticket instead."""
        goal = self._goals[finding.key]
        if goal is None or not self._rises(goal):
            return None
        winner = self._won.get(goal.ladder)
        return winner if winner != finding.key else None

    def action(self, finding: Due) -> Action:
        """Say in one word what becomes of a finding."""
        rule = finding.case.rule
        goal = self._goals[finding.key]
        if not finding.holds:
            return Action.LAPSED
        if rule.escalate and finding.repeat == 0:
            if goal is None and rule.escalate == "skilled":
                return Action.UNANSWERED
            if goal is None or not self._rises(goal):
                return Action.SATISFIED
            return Action.SUPERSEDED if self.superseded_by(finding) else Action.ESCALATED
        return Action.PRIORITISED if rule.set_priority and finding.repeat == 0 else Action.NOTIFIED


def _is_relative(finding: Due) -> bool:
    """Tell whether the level asked for depends on the one that is held."""
    return finding.repeat == 0 and finding.case.rule.escalate in {"next", "skilled"}
