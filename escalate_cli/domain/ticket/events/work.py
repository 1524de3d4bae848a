"""Work on a ticket: assessed, taken, given to somebody, put aside, corrected."""

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import ClassVar

import msgspec
from msgspec import UNSET, UnsetType
from msgspec.structs import asdict, replace

from escalate_cli.domain.ticket.events.base import ByTheWay, Event, Words
from escalate_cli.domain.ticket.events.wording import Clause, MoveUp, spaced
from escalate_cli.domain.ticket.party_kind import Party
from escalate_cli.domain.ticket.ticket import ACTIVE, PUNCTUAL, Status, Ticket
from escalate_cli.domain.time.timezones import Instant


class TicketAssessed(ByTheWay, frozen=True, kw_only=True):
    """A resolver looked at it and judged what it needs.

    Attributes:
        priority_before: the one that it had, if it has another one now.
    """

    is_for_team: ClassVar[bool] = True
    response: ClassVar[str] = "assess"

    priority: str
    impact: str | None = None
    urgency: str | None = None
    category: str | None = None
    skills: tuple[str, ...] | None = None
    needs_decision: bool = False
    message: Words = ""
    priority_before: str | None = None

    def _after(self, ticket: Ticket) -> Ticket:
        taken = (ticket.taken(self.at) if self.takes(ticket) else ticket).awake()
        asked = ticket.decisions_asked
        return replace(
            taken,
            owner=ticket.owner or (None if self.in_passing else self.by),
            priority=self.priority,
            impact=self.impact or ticket.impact,
            urgency=self.urgency or ticket.urgency,
            category=self.category or ticket.category,
            skills=ticket.skills if self.skills is None else self.skills,
            decisions_asked=(*asked, self.at) if self.needs_decision else asked,
        )

    def takes(self, _ticket: Ticket) -> bool:
        """Who judges it has it, unless it waits for others."""
        return not self.in_passing

    @property
    def line(self) -> tuple[Clause, ...]:
        """Say what the resolver found."""
        before = self.priority_before
        return (
            ("assessed as ", MoveUp(before, self.priority) if before else self.priority),
            f"impact {self.impact}" if self.impact else "",
            f"urgency {self.urgency}" if self.urgency else "",
            f"category {self.category}" if self.category else "",
            f"needs {', '.join(self.skills)}" if self.skills else "",
            "needs a decision" if self.needs_decision else "",
        )


class TicketAcknowledged(Event, frozen=True, kw_only=True):
    """The level that holds the ticket has taken it.

    Attributes:
        take: it goes to who acknowledges, though somebody had it or it waited for another one.
    """

    is_for_team: ClassVar[bool] = True
    happens_in: ClassVar[Collection[Status]] = (Status.OPEN,)

    message: Words = ""
    take: bool = False

    def _after(self, ticket: Ticket) -> Ticket:
        if ticket.acknowledged_at is not None and not self.take:
            return ticket
        return replace(ticket.taken(self.at), owner=self.by)

    def takes(self, _ticket: Ticket) -> bool:
        """The duty to acknowledge is done."""
        return True

    def is_news(self, before: Ticket) -> bool:
        """Who had the ticket hears who has it now."""
        return before.owner not in {None, self.by}

    @property
    def line(self) -> tuple[Clause, ...]:
        """Say whether it was somebody else's."""
        return ("acknowledged", "taken over" if self.take else "")


class TicketAssigned(Event, frozen=True, kw_only=True):
    """The ticket was given to a person, or to nobody in particular."""

    is_for_team: ClassVar[bool] = True
    messages: ClassVar[tuple[str, ...]] = ("assigned",)

    owner: str | None
    team: str | None = None
    message: Words = ""

    def _after(self, ticket: Ticket) -> Ticket:
        taken = ticket.taken(self.at) if self.takes(ticket) else ticket
        return replace(taken, owner=self.owner, team=self.team or ticket.team)

    def takes(self, _ticket: Ticket) -> bool:
        """Whoever gives it to themselves has it; before there were parties, that was not so."""
        return self.owner == self.by and self.party is not None

    @property
    def line(self) -> tuple[Clause, ...]:
        """Say whose it is now."""
        team = f"team {self.team}" if self.team else ""
        return (f"assigned to {self.owner or 'nobody'}", team)


class TicketPaused(ByTheWay, frozen=True, kw_only=True):
    """Work waits for somebody else, until somebody resumes or an instant."""

    messages: ClassVar[tuple[str, ...]] = ("status_update",)
    happens_in: ClassVar[Collection[Status]] = ACTIVE

    waiting_for: str
    until: Instant | None = None
    message: Words = ""

    def _after(self, ticket: Ticket) -> Ticket:
        taken = ticket.taken(self.at) if self.takes(ticket) else ticket
        return replace(
            taken,
            status=Status.WAITING,
            owner=ticket.owner or (self.by if self._is_theirs else None),
            waiting_for=self.waiting_for,
            waiting_until=self.until,
        )

    def takes(self, ticket: Ticket) -> bool:
        """The team takes one that nobody has by parking it, though somebody else parked it before.

        By rules of before, only one that was open. Others leave it to whoever acknowledges, and so
        does one of the team for whom it does not wait.
        """
        is_free = ticket.acknowledged_at is None and ticket.rules >= PUNCTUAL
        return self._is_theirs and (ticket.status is Status.OPEN or is_free)

    @property
    def _is_theirs(self) -> bool:
        """Tell whether it is by somebody who may take the ticket, as far as was recorded."""
        return self.is_by_team and not self.in_passing

    @property
    def is_word(self) -> bool:
        """What is said with it goes to the requester."""
        return bool(self.message)

    @property
    def is_answer(self) -> bool:
        """What the team says with it goes to the requester; before, that met no duty."""
        return self.party is Party.TEAM and bool(self.message)

    @property
    def line(self) -> tuple[Clause, ...]:
        """Say what it waits for, and how long."""
        until = (" until ", self.until) if self.until else ()
        return ((f"waiting for {self.waiting_for}", *until),)


class TicketResumed(Event, frozen=True, kw_only=True):
    """Work goes on; `since` is the instant the wait was over."""

    happens_in: ClassVar[Collection[Status]] = (Status.WAITING,)

    since: Instant | None = None
    message: Words = ""

    def _after(self, ticket: Ticket) -> Ticket:
        return ticket.awake() if ticket.status is Status.WAITING else ticket


class Changes(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The fields an edit sets; what is left out stays as it was."""

    title: Words | UnsetType = UNSET
    description: Words | UnsetType = UNSET
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
    agreed_due_at: Instant | UnsetType | None = UNSET

    def made_to(self, ticket: Ticket) -> Ticket:
        """Return the ticket with the fields that are set."""
        return replace(ticket, **{n: v for n, v in asdict(self).items() if v is not UNSET})

    def to(self, others: "Changes") -> tuple[str, ...]:
        """Say each field that is set, with its value and what others make of it."""
        after = asdict(others)
        return tuple(
            name
            if name == "description"
            else f"{name}: {_shown(was) or '-'} to {_shown(now) or '-'}"
            for name, was in asdict(self).items()
            if was is not UNSET and (now := after[name]) is not UNSET
        )

    def said(self, priority_before: str | None) -> Iterator[Clause]:
        """Yield each field that is set, with its value."""
        for name, value in asdict(self).items():
            label = spaced(name.removesuffix("_at"))
            if name == "description" and value is not UNSET:
                yield name
            elif name == "priority" and value is not UNSET and priority_before:
                yield "priority: ", MoveUp(priority_before, value)
            elif isinstance(value, datetime):
                yield f"{label}: ", value
            elif value is not UNSET:
                yield f"{label}: {_shown(value) or '-'}"


class TicketEdited(Event, frozen=True, kw_only=True):
    """Fields of the ticket were corrected.

    Attributes:
        key: of the decision by which a rule did it.
        priority_before: the one that it had, if it has another one now.
    """

    changes: Changes
    message: Words = ""
    key: str | None = None
    priority_before: str | None = None

    def _after(self, ticket: Ticket) -> Ticket:
        return self.changes.made_to(ticket)

    def is_news(self, _before: Ticket) -> bool:
        """Whoever became a stakeholder hears how the ticket stands."""
        return self.changes.stakeholders is not UNSET

    @property
    def agrees_on_date(self) -> bool:
        """A date is set, and no agreement ended."""
        return isinstance(self.changes.agreed_due_at, datetime)

    @property
    def line(self) -> tuple[Clause, ...]:
        """Say which fields were set to what."""
        changes = list(self.changes.said(self.priority_before))
        first, *others = changes or [""]
        edited = f"edited {first}" if isinstance(first, str) else ("edited ", *first)
        return (edited, *others)


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return " ".join(map(str, value)) if isinstance(value, tuple) else str(value or "")
