"""The life of a ticket: logged, worked on, resolved, reopened."""

from datetime import datetime

import msgspec
from msgspec import UNSET, UnsetType

from escalate_cli.domain.ticket.events.base import Event


class TicketLogged(Event, frozen=True, kw_only=True):
    """The issue was detected and written down.

    Attributes:
        rules: the version of the rules by which the clocks of its first cycle count.
    """

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
    rules: int = 1


class TicketAssessed(Event, frozen=True, kw_only=True):
    """A resolver looked at it and judged what it needs."""

    priority: str
    impact: str | None = None
    urgency: str | None = None
    category: str | None = None
    skills: tuple[str, ...] | None = None
    needs_decision: bool = False
    message: str = ""


class TicketAcknowledged(Event, frozen=True, kw_only=True):
    """The level that holds the ticket has taken it.

    Attributes:
        take: it goes to who acknowledges, though somebody had it or it waited for another one.
    """

    message: str = ""
    take: bool = False


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
    stakeholders: tuple[str, ...] | UnsetType = UNSET


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
    """It was not solved after all: a new cycle begins, whose clocks count by `rules`."""

    message: str = ""
    rules: int = 1


class ReviewRecorded(Event, frozen=True, kw_only=True):
    """What the team learned: the post-incident review."""

    root_cause: str
    factors: tuple[str, ...] = ()
    went_well: tuple[str, ...] = ()
    actions: tuple[str, ...] = ()
