"""Moves on the ladders: up, and back to the level below."""

from typing import ClassVar

import msgspec
from msgspec.structs import replace

from escalate_cli.domain.policy.rules import FUNCTIONAL
from escalate_cli.domain.ticket.events.base import Event, Words
from escalate_cli.domain.ticket.events.references import DecisionKey
from escalate_cli.domain.ticket.events.wording import Clause, MoveUp, below, handed_over, notice
from escalate_cli.domain.ticket.ticket import Escalation, Ticket
from escalate_cli.domain.time.timezones import Instant


class TicketEscalated(Event, frozen=True, kw_only=True):
    """The ticket moved up one ladder.

    Attributes:
        origin: the level it came from, nothing on the first management step.
        since: the instant the reason became true.
        in_turn: the team whose tickets go round, if it was the turn of the owner.
        waits_on: it waited, and goes on waiting where it comes to.
    """

    messages: ClassVar[tuple[str, ...]] = ("handoff", "management", "stakeholder_update")

    ladder: str
    to: str
    mode: str
    origin: str | None = msgspec.field(name="from", default=None)
    reason: Words = ""
    trigger: str | None = None
    trigger_kind: str | None = None
    key: DecisionKey | None = None
    since: Instant | None = None
    team: str | None = None
    owner: str | None = None
    routed: str = ""
    in_turn: str | None = None
    tried: Words = ""
    impact_note: Words = ""
    next_step: Words = ""
    policy: str | None = None
    notified: tuple[str, ...] = ()
    approved_by: str | None = None
    break_glass: bool = False
    waits_on: bool = False

    def _after(self, ticket: Ticket) -> Ticket:
        step = Escalation(
            n=len(ticket.escalations) + 1,
            ladder=self.ladder,
            origin=self.origin,
            to=self.to,
            mode=self.mode,
            kind=self.trigger_kind,
            trigger=self.trigger,
            reason=self.reason,
            since=self.since or self.at,
            at=self.at,
            by=self.by,
            approved_by=self.approved_by,
        )
        moved = replace(ticket, escalations=(*ticket.escalations, step))
        if not self.is_arrival:
            return replace(moved, management_level=self.to)
        arrived = moved.arrived(self.at, waits_on=self.waits_on)
        return replace(arrived, level=self.to, team=self.team, owner=self.owner)

    @property
    def is_arrival(self) -> bool:
        """Management is told of it; it stays where it is."""
        return self.ladder == FUNCTIONAL

    @property
    def line(self) -> tuple[Clause, ...]:
        """Say where it went, why, and with whom it is."""
        taker = self.owner or self.team
        return (
            ("escalated ", MoveUp(self.origin, self.to)),
            "in an emergency" if self.break_glass else "",
            f"rule {self.trigger}" if self.trigger else "",
            f"approved by {self.approved_by}" if self.approved_by else "",
            f"now with {taker}" if taker and self.is_arrival else "",
            "waits on" if self.waits_on else "",
            notice(self.notified),
        )

    @property
    def written(self) -> str:
        """Return the hand-off, and why it went to whom."""
        return below(
            *handed_over(self.reason, self.tried, self.impact_note, self.next_step),
            ("", self.routed),
        )

    @property
    def moves_by(self) -> str | None:
        """A move of a person is by no finding."""
        return self.key

    @property
    def leads_to(self) -> str | None:
        """It went up."""
        return self.to

    @property
    def handed_to(self) -> str | None:
        """A step of management hands nothing over, and has no owner."""
        return self.owner

    @property
    def turn(self) -> tuple[str, str] | None:
        """The owner had it."""
        return (self.in_turn, self.owner) if self.in_turn and self.owner else None

    @property
    def heard_by(self) -> tuple[str, ...]:
        """A rule's decision names those whom its move tells too."""
        return () if self.key is not None else self.notified

    def is_told_as(self, message: str) -> bool:
        """Each ladder has a message of its own."""
        own = "handoff" if self.is_arrival else "management"
        return message in {own, "stakeholder_update"}


class TicketReturned(Event, frozen=True, kw_only=True):
    """The level handed the ticket back to the one before it.

    Attributes:
        in_turn: the team whose tickets go round, if it was the turn of the owner.
        waits_on: it waited, and goes on waiting there.
    """

    messages: ClassVar[tuple[str, ...]] = ("returned",)

    to: str
    origin: str = msgspec.field(name="from")
    message: Words = ""
    team: str | None = None
    owner: str | None = None
    routed: str = ""
    in_turn: str | None = None
    notified: tuple[str, ...] = ()
    waits_on: bool = False

    def _after(self, ticket: Ticket) -> Ticket:
        arrived = ticket.arrived(self.at, waits_on=self.waits_on)
        return replace(arrived, level=self.to, team=self.team, owner=self.owner)

    @property
    def is_arrival(self) -> bool:
        """It comes to the level below."""
        return True

    @property
    def line(self) -> tuple[Clause, ...]:
        """Say where it came back to."""
        taker = self.owner or self.team
        back = f"returned from {self.origin} to {self.to}"
        now_with = f"now with {taker}" if taker else ""
        return (back, now_with, "waits on" if self.waits_on else "", notice(self.notified))

    @property
    def written(self) -> str:
        """Return why, and why it went to whom."""
        return below(("", self.message), ("", self.routed))

    @property
    def handed_to(self) -> str | None:
        """Who has it at the level below."""
        return self.owner

    @property
    def turn(self) -> tuple[str, str] | None:
        """The owner had it."""
        return (self.in_turn, self.owner) if self.in_turn and self.owner else None

    @property
    def heard_by(self) -> tuple[str, ...]:
        """The level below hears of it."""
        return self.notified
