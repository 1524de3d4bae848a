"""Hand back: whoever had a ticket has it no more, and its level must take it anew."""

from typing import ClassVar

from msgspec.structs import replace

from escalate_cli.domain.ticket.events.base import Event, Words
from escalate_cli.domain.ticket.events.wording import Clause, below, notice
from escalate_cli.domain.ticket.ticket import Ticket
from escalate_cli.domain.time.timezones import Instant


class TicketReleased(Event, frozen=True, kw_only=True):
    """Somebody gave it back to its level, or the policy took it from who let it lie.

    Attributes:
        former: who had it.
        owner: for whom it waits now, where it went to who is on duty.
        in_turn: the team whose tickets go round, if it was the turn of the owner.
        notified: who takes tickets there now, if it went to them.
        since: the instant at which the policy could take it.
        waits_on: it waited, and goes on waiting.
    """

    messages: ClassVar[tuple[str, ...]] = ("released",)

    former: str | None = None
    message: Words = ""
    team: str | None = None
    owner: str | None = None
    routed: str = ""
    in_turn: str | None = None
    notified: tuple[str, ...] = ()
    since: Instant | None = None
    waits_on: bool = False

    def _after(self, ticket: Ticket) -> Ticket:
        arrived = ticket.arrived(self.at, waits_on=self.waits_on)
        return replace(arrived, owner=self.owner, team=self.team or ticket.team)

    @property
    def is_release(self) -> bool:
        """Its level must acknowledge it."""
        return True

    @property
    def is_spoken(self) -> bool:
        """The policy releases nothing while it is silent."""
        return self.is_of_policy

    @property
    def line(self) -> tuple[Clause, ...]:
        """Say who had it, and for whom it waits."""
        had = f"released by {self.former}" if self.former == self.by else "released"
        taken = f"{self.former} had it" if self.former not in {None, self.by} else ""
        goes_to = f"waits for {self.owner}" if self.owner else ""
        return (had, taken, goes_to, "waits on" if self.waits_on else "", notice(self.notified))

    @property
    def written(self) -> str:
        """Return why, and why it went to whom."""
        return below(("", self.message), ("", self.routed))

    @property
    def handed_to(self) -> str | None:
        """For whom it waits."""
        return self.owner

    @property
    def turn(self) -> tuple[str, str] | None:
        """The owner had it."""
        return (self.in_turn, self.owner) if self.in_turn and self.owner else None

    @property
    def heard_by(self) -> tuple[str, ...]:
        """Who is on duty hears of it."""
        return self.notified
