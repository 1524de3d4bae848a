"""A ticket as it stands: the fold of everything that happened to it."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

import msgspec
from msgspec.structs import replace

from escalate_cli.domain.policy.rules import FUNCTIONAL
from escalate_cli.domain.policy.sections.clock_name import ClockName
from escalate_cli.domain.ticket.clock.latched_breach import LatchedBreach
from escalate_cli.domain.ticket.clock.sla_clock import Clock
from escalate_cli.domain.time.timezones import Instant
from escalate_cli.errors import DamagedHistoryError


class Status(StrEnum):
    """Where a ticket stands in its life."""

    OPEN = "open"
    ACKNOWLEDGED = "acknowledged"
    WAITING = "waiting"
    RESOLVED = "resolved"
    CLOSED = "closed"


_PREFIX = "T-"

OWED = 3
"""From this version of the rules on an answer is owed to somebody, and a move ends no wait."""

HEARD = 4
"""From this version on a machine that reopens asks nothing, and what was missed stays due then."""

PUNCTUAL = 5
"""From this version on a wait takes nothing from a late check, and the team takes by one."""

STOOD = 6
"""From this version on a target judges that was in force in a wait alone, if it is not used up."""

TAKEN_UP = 7
"""From this version on a reopening takes back that a ticket was withdrawn."""

ACTIVE = frozenset({Status.OPEN, Status.ACKNOWLEDGED, Status.WAITING})
FINISHED = frozenset({Status.RESOLVED, Status.CLOSED})
UNDONE = "undone"
"""The resolution of a ticket whose log was undone."""


class Escalation(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One move up a ladder, as the ticket remembers it."""

    n: int
    ladder: str
    to: str
    mode: str
    since: Instant
    at: Instant
    by: str
    origin: str | None = msgspec.field(name="from", default=None)
    kind: str | None = None
    trigger: str | None = None
    reason: str = ""
    approved_by: str | None = None
    acknowledged_at: Instant | None = None


class Request(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An escalation that waits for somebody's yes.

    Attributes:
        approver: the management level that must say it.
        auto_at: when it is granted by itself.
        afterwards: the move was made in an emergency; the yes is asked for in hindsight.
    """

    ladder: str
    to: str
    approver: str
    by: str
    at: Instant
    asked: tuple[str, ...] = ()
    auto_at: Instant | None = None
    afterwards: bool = False
    reason: str = ""
    tried: str = ""
    impact_note: str = ""
    next_step: str = ""

    def is_for(self, step: Escalation) -> bool:
        """Tell whether it asks for the yes to a move that was made."""
        return (step.ladder, step.to, step.at) == (self.ladder, self.to, self.at)


class Complaint(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One complaint, with the requester's others that were known when it came."""

    at: Instant
    elsewhere: tuple[Instant, ...] = ()


class Outlined:
    """What an outline tells of a ticket, and so does the whole of it: where it is, and whose."""

    __slots__ = ()

    id: str
    status: Status
    policy: str
    level: str
    logged_at: Instant
    updated_at: Instant
    owner: str | None
    team: str | None
    acknowledged_at: Instant | None
    pending_approval: Request | None

    @property
    def number(self) -> int:
        """Return the number in its id, under which a store keeps it."""
        return number_in(self.id)

    @property
    def is_active(self) -> bool:
        """Tell whether somebody still has to work on it."""
        return self.status in ACTIVE

    @property
    def holder(self) -> str | None:
        """Return who has it: its owner, if the level has acknowledged it."""
        return self.owner if self.acknowledged_at is not None else None

    @property
    def is_free(self) -> bool:
        """Tell whether the ticket is not resolved and nobody has it."""
        return self.is_active and self.holder is None


class Ticket(Outlined, msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """One requester's problem; every change makes a new value.

    Attributes:
        id: `T-` and its number; a store reads it and `status` off the beginning of a row, so that
            these two stay first.
        level: the functional level that holds it; `management_level` the highest one involved.
        cycle: 1, and one more with each reopening.
        policy: id of the policy version it follows; `policy_at` when it began to, if after its log.
        arrived_at: when it came to its level; `escalations` and clocks count from there.
        touched_at: when a person last did something about it.
        imported_at: what happened before that instant is history, not the engine's business.
        breaches: every target that was missed, in the order of their instants.
        rules: the version of the rules by which the clocks of this cycle count.
        agreed_due_at: the date agreed for this cycle, in place of the policy's row of `resolve`.
        outcome: as what it was resolved, or that it repeats another one.
        duplicate_of: id of the ticket that it repeats; `related` those that it has to do with.
        other_keys: those of its duplicates, which name it as well.
        action_of: id of the ticket whose review asked for it.
    """

    id: str
    status: Status
    uid: str
    title: str
    policy: str
    level: str
    priority: str
    logged_at: Instant
    updated_at: Instant
    arrived_at: Instant
    touched_at: Instant
    description: str = ""
    impact: str | None = None
    urgency: str | None = None
    category: str | None = None
    service: str | None = None
    customer: str | None = None
    vip: bool = False
    tags: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    requester: str | None = None
    stakeholders: tuple[str, ...] = ()
    owner: str | None = None
    team: str | None = None
    management_level: str | None = None
    cycle: int = 1
    acknowledged_at: Instant | None = None
    resolved_at: Instant | None = None
    closed_at: Instant | None = None
    reviewed_at: Instant | None = None
    resolution: str | None = None
    outcome: str | None = None
    waiting_for: str | None = None
    waiting_until: Instant | None = None
    key: str | None = None
    source: str | None = None
    imported_at: Instant | None = None
    complaints: tuple[Complaint, ...] = ()
    decisions_asked: tuple[Instant, ...] = ()
    escalations: tuple[Escalation, ...] = ()
    pending_approval: Request | None = None
    clocks: Mapping[str, Clock] = {}
    breaches: tuple[LatchedBreach, ...] = ()
    rules: int = 1
    policy_at: Instant | None = None
    agreed_due_at: Instant | None = None
    duplicate_of: str | None = None
    related: tuple[str, ...] = ()
    other_keys: tuple[str, ...] = ()
    action_of: str | None = None

    @property
    def latest_at(self) -> datetime:
        """Return when the ticket last changed, a change of its policy included."""
        updated_at, policy_at = self.updated_at, self.policy_at
        return updated_at if policy_at is None else max(updated_at, policy_at)

    @property
    def keys(self) -> tuple[str, ...]:
        """Return all keys that name it: its own, and those of its duplicates."""
        return (*((self.key,) if self.key else ()), *self.other_keys)

    @property
    def awaits_answer(self) -> bool:
        """Tell whether the requester's side has spoken since it was resolved, and waits."""
        run = None if self.is_active else self.clocks.get(ClockName.NEXT_RESPONSE)
        return run is not None and run.ended_at is None

    @property
    def is_owed(self) -> bool:
        """Tell whether somebody still has to work on it, or to answer."""
        return self.is_active or self.awaits_answer

    @property
    def keeps_waiting(self) -> bool:
        """Tell whether the ticket waits and a move leaves it waiting, as older rules did not."""
        return self.status is Status.WAITING and self.rules >= OWED

    @property
    def keeps_breaches(self) -> bool:
        """Tell whether every breach of its present cycle is among `breaches`."""
        return self.rules >= OWED

    @property
    def is_withdrawn(self) -> bool:
        """Tell whether its log was undone: nothing else closes one unresolved, under this word."""
        return (
            self.status is Status.CLOSED
            and self.resolution == UNDONE
            and self.resolved_at is None
            and self.duplicate_of is None
        )

    def awake(self) -> "Ticket":
        """Return it with its wait over: with who has it, else with whoever acknowledges."""
        status = Status.OPEN if self.acknowledged_at is None else Status.ACKNOWLEDGED
        return replace(self, status=status, waiting_for=None, waiting_until=None)

    def answered(self) -> "Ticket":
        """Return it with a wait for the requester over, who has spoken."""
        return self.awake() if self.waiting_for == "requester" else self

    def wait_ended_at(self, by: datetime) -> datetime | None:
        """Return when a wait with an end was over, if that was by the given instant."""
        until = self.waiting_until
        return until if until is not None and until <= by else None

    def taken(self, at: datetime) -> "Ticket":
        """Return it acknowledged at its level, if it was not yet; a wait goes on."""
        escalations = self.escalations
        last = next((n for n in reversed(escalations) if n.ladder == FUNCTIONAL), None)
        if last is not None and last.acknowledged_at is None:
            escalations = tuple(
                replace(n, acknowledged_at=at) if n is last else n for n in escalations
            )
        return replace(
            self,
            status=Status.ACKNOWLEDGED if self.status is Status.OPEN else self.status,
            acknowledged_at=self.acknowledged_at or at,
            escalations=escalations,
        )

    def arrived(self, at: datetime, *, waits_on: bool = False) -> "Ticket":
        """Return it at a level where somebody must acknowledge it; a wait may go on there."""
        arrived = replace(self, arrived_at=at, acknowledged_at=None)
        return arrived if waits_on and self.status is Status.WAITING else arrived.awake()


def number_in(ticket_id: str) -> int:
    """Return the number in a ticket's id; raises DamagedHistoryError where there is none."""
    try:
        return int(ticket_id.removeprefix(_PREFIX))
    except ValueError as error:
        what = f"{ticket_id or 'a ticket'} cannot be read: its id has no number"
        raise DamagedHistoryError(what, "escalate doctor names what can be mended") from error


def id_of(number: int) -> str:
    """Return the id of the ticket with a number, `T-42`."""
    return f"{_PREFIX}{number}"
