"""What the policy found, decided and recorded."""

from datetime import datetime, timedelta
from typing import ClassVar

import msgspec
from msgspec.structs import replace

from escalate_cli.domain.ticket.action import Action
from escalate_cli.domain.ticket.clock.latched_breach import noticed
from escalate_cli.domain.ticket.events.base import Event, Words
from escalate_cli.domain.ticket.events.references import DecisionKey
from escalate_cli.domain.ticket.events.wording import VERSION, Clause, below, notice, spaced
from escalate_cli.domain.ticket.held import Held
from escalate_cli.domain.ticket.ticket import Ticket
from escalate_cli.domain.time.duration import format_duration
from escalate_cli.domain.time.timezones import Instant


class TriggerFired(Event, frozen=True, kw_only=True):
    """A finding of the policy was decided, once and for all.

    Attributes:
        key: ticket, cycle, trigger, episode and repeat number; unique for ever.
        since: the instant the condition became true.
        cause: what the trigger holds for one episode, where that is more than unbroken time.
        action: escalated, notified, prioritised, superseded, satisfied, lapsed, or unanswered where
            nobody was found to move it to.
        superseded: the key of the decision that went higher in the same run.
        routed: why those are told, where somebody stands in or nobody is there.
        held_by: the time in which its clock stood still after the condition became true.
    """

    key: DecisionKey
    trigger: str
    type: str
    trigger_kind: str
    since: Instant
    action: str
    reason: Words = ""
    cause: str = ""
    origin: str | None = msgspec.field(name="from", default=None)
    to: str | None = None
    notified: tuple[str, ...] = ()
    superseded: DecisionKey | None = None
    routed: str = ""
    held_by: Held | None = None
    policy: str | None = None

    @property
    def found_nobody(self) -> bool:
        """Tell whether a move came to nothing, as nobody could take the ticket."""
        return self.action == Action.UNANSWERED

    @property
    def has_lapsed(self) -> bool:
        """Tell whether it was true no longer when it could be decided."""
        return self.action == Action.LAPSED

    @property
    def is_spoken(self) -> bool:
        """A rule decides nothing while the policy is silent."""
        return True

    @property
    def line(self) -> tuple[Clause, ...]:
        """Say which rule it was, and what became of it."""
        outcomes: dict[str, str] = {
            Action.SUPERSEDED: "superseded by a higher move",
            Action.SATISFIED: "already satisfied",
            Action.UNANSWERED: "unanswered, no higher level has all its skills",
            Action.LAPSED: "lapsed, no longer true",
            Action.NOTIFIED: "",
        }
        outcome = outcomes.get(self.action, self.action)
        told = self.notified or (("nobody",) if self.routed else ())
        held = self.held_by
        waited = ("held by a wait until ", held.until) if held and held.until else ""
        return (f"rule {self.trigger}", outcome, notice(told), waited)

    @property
    def written(self) -> str:
        """Return why, and why those are told."""
        return below(("", self.reason), ("", self.routed))

    @property
    def decides(self) -> str | None:
        """Each finding is decided once."""
        return self.key

    @property
    def heard_by(self) -> tuple[str, ...]:
        """Those whom its move tells are among them."""
        return self.notified


class TargetBreached(Event, frozen=True, kw_only=True):
    """A clock used up its target; `at` is when that was noticed."""

    moves_clocks: ClassVar[bool] = False

    clock: str
    cycle: int
    instance: int
    breached_at: Instant
    target: timedelta
    policy: str

    @property
    def notices(self) -> tuple[int, str, int] | None:
        """Each run of a clock breaches once."""
        return (self.cycle, self.clock, self.instance)

    def _after(self, ticket: Ticket) -> Ticket:
        """Note on the clock when its breach was first seen."""
        clock = ticket.clocks.get(self.clock)
        run = (self.clock, self.cycle, self.instance)
        ticket = replace(ticket, breaches=noticed(ticket.breaches, run, self.at))
        if clock is None or clock.run != run:
            return ticket
        if clock.breached_at is None:  # by the rules of before it was
            return ticket
        seen = replace(clock, noticed_at=self.at)
        return replace(ticket, clocks={**ticket.clocks, self.clock: seen})

    @property
    def line(self) -> tuple[Clause, ...]:
        """Say which target was used up, and when."""
        target = format_duration(self.target, days=False)
        return ((f"{spaced(self.clock)} target of {target} breached at ", self.breached_at),)


class Recounted(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A run of a clock that stands otherwise by the new rules, and how it stood before."""

    clock: str
    instance: int
    state_before: str
    state: str
    due_before: Instant | None = None
    due_at: Instant | None = None

    def said(self) -> tuple[str | datetime, ...]:
        """Say how the run stands, in pieces of one clause."""
        again = f" run {self.instance}" if self.instance > 1 else ""
        was = f", was {self.state_before}" if self.state != self.state_before else ""
        stands = f"{spaced(self.clock)}{again} is {self.state}{was}"
        if _minute(self.due_at) == _minute(self.due_before):
            return (stands,)
        return (stands, ", due ", self.due_at or "not", ", was ", self.due_before or "not")


def _minute(at: datetime | None) -> datetime | None:
    """Return an instant as exactly as a line tells it."""
    return at and at.replace(second=0, microsecond=0)


class RulesChanged(Event, frozen=True, kw_only=True):
    """The clocks of a cycle that was not over count by newer rules, from its beginning on.

    It stays in force where the change that it came with is undone.

    Attributes:
        cycle: the cycle that it is about; earlier ones stay as they were.
        clocks: the runs whose verdict or due instant is another one by these rules.
    """

    lasts: ClassVar[bool] = True
    makes_step: ClassVar[bool] = False

    rules: int
    cycle: int
    clocks: tuple[Recounted, ...] = ()

    @property
    def recounts(self) -> tuple[int, int] | None:
        """Those are the newest rules when it is recorded."""
        return (self.cycle, self.rules)

    @property
    def line(self) -> tuple[Clause, ...]:
        """Say which clocks stand otherwise since time counts by newer rules."""
        changed = [piece for clock in self.clocks for piece in ("; ", *clock.said())][1:]
        return (("counts by the rules of today: ", *(changed or ("no clock stands otherwise",))),)


class PolicyApplied(Event, frozen=True, kw_only=True):
    """The ticket follows another version of the policy from now on.

    Attributes:
        untouched: whether the ticket counts as not updated by it; before there was this, it did.
        team: the one it goes to, where it was nobody's; `owner` whose it is there, `routed` why.
        in_turn: the team whose tickets go round, if it was the turn of the owner.
    """

    changes_policy: ClassVar[bool] = True

    policy: str
    untouched: bool = False
    team: str | None = None
    owner: str | None = None
    routed: str = ""
    in_turn: str | None = None

    def _after(self, ticket: Ticket) -> Ticket:
        policy_at = self.at if self.untouched else ticket.policy_at
        return replace(
            ticket,
            policy=self.policy,
            policy_at=policy_at,
            team=self.team or ticket.team,
            owner=self.owner or ticket.owner,
        )

    @property
    def has_routed(self) -> bool:
        """Tell whether the ticket, which was nobody's, is somebody's by it."""
        return self.team is not None or self.owner is not None

    @property
    def turn(self) -> tuple[str, str] | None:
        """The owner had it."""
        return (self.in_turn, self.owner) if self.in_turn and self.owner else None

    @property
    def is_update(self) -> bool:
        """It changes by which rules the ticket is judged, nothing about the ticket."""
        return not self.untouched

    @property
    def is_touch(self) -> bool:
        """Nobody has looked at the ticket by it; before there were parties, it was one."""
        return self.party is None

    @property
    def is_undoable(self) -> bool:
        """The ticket can go back to the version before, though nobody acted on it."""
        return True

    @property
    def line(self) -> tuple[Clause, ...]:
        """Say which version it follows, and whose the ticket is by that."""
        goes_to = f"team {self.team}" if self.team else ""
        waits = f"waits for {self.owner}" if self.owner else ""
        return (f"follows policy version {self.policy[:VERSION]} from here", goes_to, waits)

    @property
    def written(self) -> str:
        """Return why it is with whom."""
        return self.routed
