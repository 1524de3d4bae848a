"""Initiate and route: a person moves the ticket up a ladder, or asks to."""

from collections.abc import Iterator, Sequence

import msgspec

from escalate_cli.domain.engine.escalation import HandOff, move
from escalate_cli.domain.messages.notifications import asking, handoff
from escalate_cli.domain.messages.outbox_message import Message
from escalate_cli.domain.policy.people import People
from escalate_cli.domain.policy.rules import FUNCTIONAL, Level, Rules
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.action import Mode
from escalate_cli.domain.ticket.authority import approvers, needs_approval, unanswered
from escalate_cli.domain.ticket.history import History
from escalate_cli.domain.ticket.ladder import destination, level_held, rank_held
from escalate_cli.domain.ticket.ticket import ACTIVE, Request, Ticket
from escalate_cli.errors import ConflictError, NotAllowedError, UsageError
from escalate_cli.usecases.ports import Transaction
from escalate_cli.usecases.unit_of_work import Changed, Context, carry_out
from escalate_cli.usecases.verbs import input_validation
from escalate_cli.usecases.verbs.status_guard import must_be

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
    def context(self) -> HandOff:
        """Return the words that travel with the ticket."""
        return HandOff(
            reason=input_validation.text_of(self.reason),
            tried=input_validation.text_of(self.tried),
            impact_note=input_validation.text_of(self.impact_note),
            next_step=input_validation.text_of(self.next_step),
        )


def escalate(context: Context, ids: Sequence[str], wish: Wish) -> list[Changed]:
    """Move tickets up a ladder; where a yes is needed, ask for it instead."""
    if wish.break_glass and not wish.reason.strip():
        raise UsageError("breaking the glass needs a reason", "give -m WHY")

    return carry_out(
        context,
        input_validation.numbers_of(ids),
        lambda _, history: _steps(context, history, wish),
        lambda tx, history: _messages(context, tx, history),
    )


def _steps(context: Context, history: History, wish: Wish) -> Iterator[e.Event]:
    """Yield the move, the request for a yes, or in an emergency both."""
    ticket = history.seen(context.now)
    must_be(ticket, ACTIVE, "escalated")
    _must_be_at(ticket, wish.expected)
    goal = goal_of(wish.to, ticket, history.rules, context.people)
    _must_be_complete(wish, goal, history.rules)
    asks = needs_approval(goal, ticket, context.by)
    pending = unanswered(ticket, goal, in_emergency=wish.break_glass) if asks else None
    if pending is not None:
        _must_be_answered(ticket, pending)
    if wish.break_glass or not asks:
        facts = wish.context
        yield move(
            ticket, goal, Mode.MANUAL, context.people, context.stamp, break_glass=asks, **facts
        )
    if asks:
        yield from _requests(context, history, goal, wish)


def _messages(context: Context, tx: Transaction, history: History) -> Iterator[Message]:
    """Yield what the steps that are not in the store yet have to tell."""
    for event in history.events:
        if not event.is_new:
            continue
        if isinstance(event, e.TicketEscalated):
            yield from handoff(history, event, context.people)
        if isinstance(event, e.EscalationRequested):
            yield from asking(history, event, context.people, tx.delegations())


def goal_of(to: str | None, ticket: Ticket, rules: Rules, people: People) -> Level:
    """Return the level asked for; raises NotAllowedError where it is not higher."""
    asked = to or "next"
    if asked not in {"next", "skilled"}:
        asked = input_validation.one_of(asked, (level.id for level in rules.levels()), "level")
    goal = destination(asked, ticket, rules, people)
    if goal is None:
        none = "which is the highest" if asked == "next" else "and none above has all its skills"
        raise NotAllowedError(
            f"{ticket.id} is at level {ticket.level}, {none}",
            f"involve management: escalate escalate {ticket.id} --to LEVEL",
        )
    if goal.rank <= rank_held(ticket, goal.ladder, rules):
        held = level_held(ticket, goal.ladder)
        raise NotAllowedError(
            f"{ticket.id} is at {held} already: it cannot be escalated to {goal.id}",
            f"an escalation goes up; escalate show {ticket.id} tells where it is",
        )
    return goal


def _must_be_at(ticket: Ticket, expected: str | None) -> None:
    """Refuse where somebody else has moved the ticket meanwhile."""
    if expected is not None and expected.casefold() != ticket.level.casefold():
        raise ConflictError(
            f"{ticket.id} is at {ticket.level}, no longer at {expected}",
            f"somebody moved it; escalate show {ticket.id} tells who",
        )


def _must_be_answered(ticket: Ticket, pending: Request) -> None:
    """Refuse another request while one is unanswered: asking twice would prolong the time."""
    answering = ", ".join(pending.asked) or pending.approver
    ways = f"escalate approve {ticket.id}, or escalate decline {ticket.id}"
    if pending.afterwards:
        raise ConflictError(
            f"{ticket.id} went to {pending.to} in an emergency, and the yes to that is owed",
            f"{answering} answers first, with {ways}",
        )
    raise ConflictError(
        f"{pending.by} has asked already to escalate {ticket.id} to {pending.to}",
        f"{answering} answers with {ways}",
    )


def _must_be_complete(wish: Wish, goal: Level, rules: Rules) -> None:
    """Refuse a hand-off that lacks what the policy requires."""
    if goal.ladder != FUNCTIONAL:
        return
    missing = [OPTIONS[name] for name in rules.handoff_requires if not getattr(wish, name).strip()]
    if missing:
        raise NotAllowedError(
            "the policy requires a hand-off that tells more", f"give {' and '.join(missing)}"
        )


def _requests(
    context: Context, history: History, goal: Level, wish: Wish
) -> Iterator[e.EscalationRequested]:
    """Yield the request; in an emergency there is none where nobody could answer it."""
    ticket = history.seen(context.now)
    found = approvers(goal, context.by, history.rules, context.people, context.now)
    if found is None or goal.approval is None:
        if wish.break_glass:
            return
        raise NotAllowedError(
            f"nobody above you can approve {ticket.id} going to {goal.id}",
            "ask somebody else to request it; in an emergency --break-glass goes at once",
        )
    wait = goal.approval.auto_after
    yield e.EscalationRequested(
        ladder=goal.ladder,
        origin=level_held(ticket, goal.ladder),
        to=goal.id,
        approver=found.level,
        asked=found.people,
        auto_at=context.now + wait if wait is not None and not wish.break_glass else None,
        afterwards=wish.break_glass,
        **wish.context,
        **context.stamp,
    )
