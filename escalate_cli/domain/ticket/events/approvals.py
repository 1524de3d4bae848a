"""The yes or no that a move needs: asked for, and answered."""

from typing import ClassVar

import msgspec
from msgspec.structs import replace

from escalate_cli.domain.ticket.events.base import Event, Words
from escalate_cli.domain.ticket.events.wording import Clause, MoveUp, below, handed_over, lent
from escalate_cli.domain.ticket.ticket import Request, Ticket
from escalate_cli.domain.time.timezones import Instant


class EscalationRequested(Event, frozen=True, kw_only=True):
    """Somebody wants to escalate into a level that needs another one's yes.

    Attributes:
        approver: the management level that must say yes; `asked` are its people.
        auto_at: when the request is approved by itself.
        afterwards: the move was made already, in an emergency.
    """

    messages: ClassVar[tuple[str, ...]] = ("approval_request", "approval_afterwards")

    ladder: str
    to: str
    approver: str
    origin: str | None = msgspec.field(name="from", default=None)
    asked: tuple[str, ...] = ()
    auto_at: Instant | None = None
    afterwards: bool = False
    reason: Words = ""
    tried: Words = ""
    impact_note: Words = ""
    next_step: Words = ""

    def _after(self, ticket: Ticket) -> Ticket:
        request = Request(
            ladder=self.ladder,
            to=self.to,
            approver=self.approver,
            by=self.by,
            at=self.at,
            asked=self.asked,
            auto_at=self.auto_at,
            afterwards=self.afterwards,
            reason=self.reason,
            tried=self.tried,
            impact_note=self.impact_note,
            next_step=self.next_step,
        )
        return replace(ticket, pending_approval=request)

    @property
    def line(self) -> tuple[Clause, ...]:
        """Say who was asked for which move."""
        asked = ", ".join(self.asked) or self.approver
        auto = ("goes by itself at ", self.auto_at) if self.auto_at else ""
        if self.afterwards:
            return (f"asked {asked} to approve the move to {self.to} afterwards", auto)
        return ((f"asked {asked} to approve ", MoveUp(self.origin, self.to)), auto)

    @property
    def written(self) -> str:
        """Return the hand-off."""
        return below(*handed_over(self.reason, self.tried, self.impact_note, self.next_step))

    @property
    def heard_by(self) -> tuple[str, ...]:
        """Those who are asked hear of it."""
        return self.asked


class ApproversAsked(Event, frozen=True, kw_only=True):
    """A request that nobody has answered came to others, who may answer it by now.

    Attributes:
        asked: those of them whom nobody had asked before.
    """

    moves_clocks: ClassVar[bool] = False

    to: str
    approver: str
    asked: tuple[str, ...]

    def _after(self, ticket: Ticket) -> Ticket:
        request = ticket.pending_approval
        if request is None:
            return ticket
        asked = dict.fromkeys((*request.asked, *self.asked))
        return replace(ticket, pending_approval=replace(request, asked=tuple(asked)))

    @property
    def line(self) -> tuple[Clause, ...]:
        """Say who else is asked by now."""
        return (f"asked {', '.join(self.asked)} too to approve the move to {self.to}",)


class EscalationApproved(Event, frozen=True, kw_only=True):
    """A request was granted; `for_person` is whose authority was used by delegation."""

    messages: ClassVar[tuple[str, ...]] = ("approved",)

    to: str
    for_person: str | None = None
    message: Words = ""

    def _after(self, ticket: Ticket) -> Ticket:
        pending = ticket.pending_approval
        if pending is None or not pending.afterwards:
            return ticket
        escalations = tuple(
            replace(step, approved_by=self.by) if pending.is_for(step) else step
            for step in ticket.escalations
        )
        return replace(ticket, escalations=escalations, pending_approval=None)

    @property
    def line(self) -> tuple[Clause, ...]:
        """Say what was approved, and in whose place."""
        return (f"approved the move to {self.to}", lent(self.for_person))


class EscalationDeclined(Event, frozen=True, kw_only=True):
    """A request was turned down."""

    messages: ClassVar[tuple[str, ...]] = ("declined",)

    to: str
    for_person: str | None = None
    message: Words = ""

    def _after(self, ticket: Ticket) -> Ticket:
        return replace(ticket, pending_approval=None)

    @property
    def line(self) -> tuple[Clause, ...]:
        """Say what was declined, and in whose place."""
        return (f"declined the move to {self.to}", lent(self.for_person))
