"""Escalate: the ticket goes up a ladder, or a yes to that is asked for."""

import msgspec

from escalate_cli.domain.engine.escalation import HandOff, move
from escalate_cli.domain.policy.rules import FUNCTIONAL, Level
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.action import Mode
from escalate_cli.domain.ticket.ladder import destination, level_held, rank_held
from escalate_cli.domain.ticket.people.approvers import approvers, needs_approval, unanswered
from escalate_cli.domain.ticket.ticket import ACTIVE, Ticket
from escalate_cli.domain.verbs.outcome import Cause, Done, Refused
from escalate_cli.domain.verbs.refusals import word_among, wrong_status
from escalate_cli.domain.verbs.situation import Situation

OPTIONS = {"tried": "--tried", "impact_note": "--impact-note", "next_step": "--next-step"}


class Wish(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody asks for, with what the next level must know.

    Attributes:
        to: a level of either ladder, `next`, `skilled`, or nothing for `next`.
        expected: the functional level at which the ticket must still be.
        break_glass: go at once, and ask for the yes afterwards.
    """

    to: str | None = None
    expected: str | None = None
    break_glass: bool = False
    reason: str = ""
    tried: str = ""
    impact_note: str = ""
    next_step: str = ""

    @property
    def hand_off(self) -> HandOff:
        """Return the words that travel with the ticket."""
        return HandOff(
            reason=self.reason,
            tried=self.tried,
            impact_note=self.impact_note,
            next_step=self.next_step,
        )


def escalate(at: Situation, wish: Wish) -> Done | Refused:
    """Move the ticket; where a yes is needed, ask for it instead, or in an emergency afterwards."""
    ticket, goal = at.ticket, aim_of(at, wish)
    if isinstance(goal, Refused):
        return goal
    asks = needs_approval(goal, ticket, at.by)
    refused = _incomplete(at, wish, goal) or (_asked_already(ticket, goal, wish) if asks else None)
    if refused is not None:
        return refused
    if not asks:
        return Done((go(at, goal, wish),))
    request = _request(at, goal, wish)
    if wish.break_glass:
        asked = () if isinstance(request, Refused) else (request,)
        return Done((go(at, goal, wish, break_glass=True), *asked))
    return request if isinstance(request, Refused) else Done((request,))


def go(at: Situation, goal: Level, wish: Wish, *, break_glass: bool = False) -> e.Event:
    """Return the move to a level, whether or not that needs a yes."""
    return move(
        at.ticket,
        goal,
        Mode.MANUAL,
        at.people,
        at.stamp,
        break_glass=break_glass,
        **wish.hand_off,
    )


def aim_of(at: Situation, wish: Wish) -> Level | Refused:
    """Return the level to which a ticket that can be moved is to go, whatever is said about it."""
    ticket = at.ticket
    refused = wrong_status(ticket, ACTIVE, "escalated") or _moved_meanwhile(ticket, wish.expected)
    return refused or goal_of(at, wish.to)


def goal_of(at: Situation, to: str | None) -> Level | Refused:
    """Return the level asked for, which must be higher than the one held."""
    ticket, asked = at.ticket, to or "next"
    if asked not in {"next", "skilled"} and not at.is_on_record:
        word = word_among(asked, (level.id for level in at.rules.levels()), "level")
        if isinstance(word, Refused):
            return word
        asked = word
    goal = destination(asked, ticket, at.rules, at.people)
    if goal is None:
        none = "which is the highest" if asked == "next" else "and none above has all its skills"
        return Refused(
            f"{ticket.id} is at level {ticket.level}, {none}",
            f"involve management: escalate escalate {ticket.id} --to LEVEL",
        )
    if goal.rank <= rank_held(ticket, goal.ladder, at.rules):
        held = level_held(ticket, goal.ladder)
        return Refused(
            f"{ticket.id} is at {held} already: it cannot be escalated to {goal.id}",
            f"an escalation goes up; escalate show {ticket.id} tells where it is",
        )
    return goal


def _moved_meanwhile(ticket: Ticket, expected: str | None) -> Refused | None:
    """Refuse where somebody else has moved the ticket meanwhile."""
    if expected is None or expected.casefold() == ticket.level.casefold():
        return None
    return Refused(
        f"{ticket.id} is at {ticket.level}, no longer at {expected}",
        f"somebody moved it; escalate show {ticket.id} tells who",
        Cause.SOMEBODY_ELSE,
    )


def _asked_already(ticket: Ticket, goal: Level, wish: Wish) -> Refused | None:
    """Refuse another request while one is unanswered: asking twice would prolong the time."""
    pending = unanswered(ticket, goal, in_emergency=wish.break_glass)
    if pending is None:
        return None
    answering = ", ".join(pending.asked) or pending.approver
    ways = f"escalate approve {ticket.id}, or escalate decline {ticket.id}"
    if pending.afterwards:
        return Refused(
            f"{ticket.id} went to {pending.to} in an emergency, and the yes to that is owed",
            f"{answering} answers first, with {ways}",
            Cause.SOMEBODY_ELSE,
        )
    return Refused(
        f"{pending.by} has asked already to escalate {ticket.id} to {pending.to}",
        f"{answering} answers with {ways}",
        Cause.SOMEBODY_ELSE,
    )


def _incomplete(at: Situation, wish: Wish, goal: Level) -> Refused | None:
    """Refuse a hand-off that lacks what the policy requires."""
    if goal.ladder != FUNCTIONAL or at.is_on_record:
        return None
    required = at.rules.handoff_requires
    missing = [OPTIONS[name] for name in required if not getattr(wish, name).strip()]
    if not missing:
        return None
    return Refused(
        "the policy requires a hand-off that tells more", f"give {' and '.join(missing)}"
    )


def _request(at: Situation, goal: Level, wish: Wish) -> e.EscalationRequested | Refused:
    """Return the request to those above who can say yes, unless there is nobody."""
    ticket = at.ticket
    found = approvers(goal, at.by, at.rules, at.people, at.now)
    if found is None or goal.approval is None:
        return Refused(
            f"nobody above you can approve {ticket.id} going to {goal.id}",
            "ask somebody else to request it; in an emergency --break-glass goes at once",
        )
    wait = goal.approval.auto_after
    return e.EscalationRequested(
        ladder=goal.ladder,
        origin=level_held(ticket, goal.ladder),
        to=goal.id,
        approver=found.level,
        asked=found.people,
        auto_at=at.now + wait if wait is not None and not wish.break_glass else None,
        afterwards=wish.break_glass,
        **wish.hand_off,
        **at.stamp,
    )
