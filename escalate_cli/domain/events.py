"""What happened to a ticket: the facts its history is made of."""

from datetime import datetime, timedelta
from typing import TypedDict

import msgspec
from msgspec import UNSET, UnsetType

POLICY = "policy"
"""Who acts when no person does: the policy, through `check`."""


class Stamp(TypedDict):
    """Who acts and when, as every event says it."""

    at: datetime
    by: str
    login: str | None


class Event(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    tag_field="kind",
    tag=lambda name: "".join(f"_{c.lower()}" if c.isupper() else c for c in name).strip("_"),
):
    """One fact, never changed afterwards.

    Attributes:
        at: the instant it took effect, UTC; never before the event it follows.
        by: who did it; `login` is the real account where somebody spoke for another.
        clock_at: what the clock said, where it was behind the ticket's history.
        seq: running number in the store; `change` numbers the command.
        digest: chains the event to the one before it; given by the store.
    """

    at: datetime
    by: str
    login: str | None = None
    clock_at: datetime | None = None
    seq: int = 0
    change: int = 0
    digest: str = ""


class TicketLogged(Event, frozen=True, kw_only=True):
    """The issue was detected and written down."""

    id: str
    uid: str
    title: str
    policy: str
    level: str
    priority: str
    description: str = ""
    impact: str | None = None
    urgency: str | None = None
    requester: str | None = None
    customer: str | None = None
    vip: bool = False
    service: str | None = None
    category: str | None = None
    tags: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    stakeholders: tuple[str, ...] = ()
    team: str | None = None
    owner: str | None = None
    key: str | None = None
    source: str | None = None
    imported_at: datetime | None = None


class TicketAssessed(Event, frozen=True, kw_only=True):
    """A resolver looked at it and judged what it needs."""

    priority: str
    impact: str | None = None
    urgency: str | None = None
    category: str | None = None
    skills: tuple[str, ...] | None = None
    message: str = ""


class TicketAcknowledged(Event, frozen=True, kw_only=True):
    """The level that holds the ticket has taken it."""

    message: str = ""


class TicketEscalated(Event, frozen=True, kw_only=True):
    """The ticket moved up one ladder.

    Attributes:
        origin: the level it came from, nothing on the first management step.
        since: the instant the reason became true.
        skipped: who was passed over while looking for the new owner, and why.
    """

    ladder: str
    to: str
    mode: str
    origin: str | None = msgspec.field(name="from", default=None)
    reason: str = ""
    trigger: str | None = None
    trigger_kind: str | None = None
    key: str | None = None
    since: datetime | None = None
    team: str | None = None
    owner: str | None = None
    routed: str = ""
    tried: str = ""
    impact_note: str = ""
    next_step: str = ""
    policy: str | None = None
    notified: tuple[str, ...] = ()


class NoteAdded(Event, frozen=True, kw_only=True):
    """Something was written on the ticket, in the open or internally."""

    text: str
    public: bool = False
    from_requester: bool = False


class ComplaintReceived(Event, frozen=True, kw_only=True):
    """The requester is unhappy with how it goes."""

    text: str = ""
    requester: str | None = None


class TicketAssigned(Event, frozen=True, kw_only=True):
    """The ticket was given to a person, or to nobody in particular."""

    owner: str | None
    team: str | None = None
    message: str = ""


class TicketPaused(Event, frozen=True, kw_only=True):
    """Work waits for somebody else, until somebody resumes or an instant."""

    waiting_for: str
    until: datetime | None = None
    message: str = ""


class TicketResumed(Event, frozen=True, kw_only=True):
    """Work goes on; `since` is the instant the wait was over."""

    since: datetime | None = None
    message: str = ""


class Changes(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The fields an edit sets; what is left out stays as it was."""

    title: str | UnsetType = UNSET
    description: str | UnsetType = UNSET
    priority: str | UnsetType = UNSET
    impact: str | UnsetType | None = UNSET
    urgency: str | UnsetType | None = UNSET
    requester: str | UnsetType | None = UNSET
    customer: str | UnsetType | None = UNSET
    vip: bool | UnsetType = UNSET
    service: str | UnsetType | None = UNSET
    category: str | UnsetType | None = UNSET
    tags: tuple[str, ...] | UnsetType = UNSET
    skills: tuple[str, ...] | UnsetType = UNSET


class TicketEdited(Event, frozen=True, kw_only=True):
    """Fields of the ticket were corrected."""

    changes: Changes
    message: str = ""
    key: str | None = None


class TicketResolved(Event, frozen=True, kw_only=True):
    """The issue is solved, or settled in another way."""

    resolution: str = ""


class TicketClosed(Event, frozen=True, kw_only=True):
    """The resolution was confirmed; the work on it is over."""

    message: str = ""


class TicketReopened(Event, frozen=True, kw_only=True):
    """It was not solved after all: a new cycle begins."""

    message: str = ""


class ReviewRecorded(Event, frozen=True, kw_only=True):
    """What the team learned: the post-incident review."""

    root_cause: str
    factors: tuple[str, ...] = ()
    went_well: tuple[str, ...] = ()
    actions: tuple[str, ...] = ()


class TriggerFired(Event, frozen=True, kw_only=True):
    """A finding of the policy was decided, once and for all.

    Attributes:
        key: ticket, cycle, trigger, episode and repeat number; unique for ever.
        since: the instant the condition became true.
        action: escalated, notified, prioritised, superseded, satisfied or lapsed.
        superseded: the key of the decision that went higher in the same run.
    """

    key: str
    trigger: str
    type: str
    trigger_kind: str
    since: datetime
    action: str
    reason: str = ""
    origin: str | None = msgspec.field(name="from", default=None)
    to: str | None = None
    notified: tuple[str, ...] = ()
    superseded: str | None = None
    policy: str | None = None


class TargetBreached(Event, frozen=True, kw_only=True):
    """A clock used up its target; `at` is when that was noticed."""

    clock: str
    cycle: int
    instance: int
    breached_at: datetime
    target: timedelta
    policy: str


class PolicyApplied(Event, frozen=True, kw_only=True):
    """The ticket follows another version of the policy from now on."""

    policy: str


AnyEvent = (
    TicketLogged
    | TicketAssessed
    | TicketAcknowledged
    | TicketEscalated
    | NoteAdded
    | ComplaintReceived
    | TicketAssigned
    | TicketPaused
    | TicketResumed
    | TicketEdited
    | TicketResolved
    | TicketClosed
    | TicketReopened
    | ReviewRecorded
    | TriggerFired
    | TargetBreached
    | PolicyApplied
)


def kind_of(event: Event) -> str:
    """Return the event's name as histories and scripts know it."""
    return str(event.__struct_config__.tag)
