"""Initiate and route: a person moves the ticket up a ladder."""

from collections.abc import Iterator, Sequence

import msgspec

from escalate_cli.domain import events as e
from escalate_cli.domain.history import History
from escalate_cli.domain.message import Message
from escalate_cli.domain.moves import destination, level_held, rank_held
from escalate_cli.domain.notices import handoff
from escalate_cli.domain.policy import FUNCTIONAL, Level, Policy
from escalate_cli.domain.routing import route
from escalate_cli.domain.standing import Standing
from escalate_cli.domain.ticket import ACTIVE, Ticket
from escalate_cli.errors import NotAllowedError, UsageError
from escalate_cli.usecases import words
from escalate_cli.usecases.desk import Desk, change
from escalate_cli.usecases.legal import must_be


class HandOff(msgspec.Struct, frozen=True, kw_only=True):
    """What the next level must know to go on from here."""

    reason: str = ""
    tried: str = ""
    impact_note: str = ""
    next_step: str = ""


def escalate(
    desk: Desk, ids: Sequence[str], *, to: str | None = None, context: HandOff | None = None
) -> list[Standing]:
    """Move tickets to the next functional level, or to any higher one of either ladder."""
    said = context or HandOff()

    def act(history: History) -> Iterator[e.Event]:
        ticket = history.seen(desk.now)
        must_be(ticket, ACTIVE, "escalated")
        goal = _goal(to, ticket, history.policy)
        led = route(goal, desk.policy, desk.now)
        functional = goal.ladder == FUNCTIONAL
        yield e.TicketEscalated(
            ladder=goal.ladder,
            origin=level_held(ticket, goal.ladder),
            to=goal.id,
            mode="manual",
            reason=words.text_of(said.reason),
            tried=words.text_of(said.tried),
            impact_note=words.text_of(said.impact_note),
            next_step=words.text_of(said.next_step),
            team=led.team if functional else None,
            owner=led.owner if functional else None,
            routed=led.note,
            policy=history.policy.id,
            notified=led.told,
            **desk.stamp,
        )

    def tell(history: History) -> Iterator[Message]:
        event = history.events[-1]
        if isinstance(event, e.TicketEscalated):
            yield from handoff(history.ticket, event, desk.policy)

    return change(desk, words.numbers_of(ids), act, tell)


def _goal(to: str | None, ticket: Ticket, policy: Policy) -> Level:
    asked = to or "next"
    if asked != "next":
        asked = words.one_of(asked, (level.id for level in policy.levels()), "level")
    goal = destination(asked, ticket, policy)
    if goal is None:
        if to is None or asked == "next":
            raise NotAllowedError(
                f"{ticket.id} is at {ticket.level}, the highest functional level",
                f"involve management: escalate escalate {ticket.id} --to LEVEL",
            )
        raise UsageError(f"there is no level '{to}'")
    if goal.rank <= rank_held(ticket, goal.ladder, policy):
        held = level_held(ticket, goal.ladder)
        raise NotAllowedError(
            f"{ticket.id} is at {held} already: it cannot be escalated to {goal.id}",
            "an escalation goes up; escalate show tells where the ticket is",
        )
    return goal
