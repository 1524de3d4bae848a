"""The cycles of a ticket: logged, resolved, closed, reviewed, reopened."""

from collections.abc import Collection, Iterator, Mapping
from itertools import zip_longest
from typing import ClassVar

from msgspec.structs import replace

from escalate_cli.domain.policy.sections.clock_name import RESPONSE_CLOCKS
from escalate_cli.domain.ticket.events.base import Event, Words
from escalate_cli.domain.ticket.events.references import TicketId
from escalate_cli.domain.ticket.events.wording import VERSION, Clause
from escalate_cli.domain.ticket.party_kind import Party
from escalate_cli.domain.ticket.ticket import ACTIVE, HEARD, OWED, Status, Ticket
from escalate_cli.domain.time.timezones import Instant


class TicketLogged(Event, frozen=True, kw_only=True):
    """The issue was detected and written down.

    Attributes:
        routed: why it is with whom, where somebody stands in or nobody is there.
        in_turn: the team whose tickets go round, if it was the turn of the owner.
        rules: the version of the rules by which the clocks of its first cycle count.
        outbound: the team began it, and the requester has not asked for anything.
        by_phone: the requester was spoken to while it was written down.
        unknown: the clocks whose duty was done or not, where it comes from does not tell.
        action_of: the ticket whose review asked for it.
    """

    lasts: ClassVar[bool] = True
    begins_ticket: ClassVar[bool] = True
    begins_cycle: ClassVar[bool] = True

    id: TicketId
    uid: str
    title: Words
    policy: str
    level: str
    priority: str
    description: Words = ""
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
    routed: str = ""
    in_turn: str | None = None
    key: str | None = None
    source: str | None = None
    imported_at: Instant | None = None
    imported_by: str | None = None
    unknown: tuple[str, ...] = ()
    rules: int = 1
    outbound: bool = False
    by_phone: bool = False
    action_of: TicketId | None = None

    def begun(self) -> Ticket:
        """Return the ticket that begins with it."""
        return Ticket(
            id=self.id,
            status=Status.OPEN,
            uid=self.uid,
            title=self.title,
            policy=self.policy,
            level=self.level,
            priority=self.priority,
            logged_at=self.at,
            updated_at=self.at,
            arrived_at=self.at,
            touched_at=self.at,
            description=self.description,
            impact=self.impact,
            urgency=self.urgency,
            requester=self.requester,
            customer=self.customer,
            vip=self.vip,
            service=self.service,
            category=self.category,
            tags=self.tags,
            skills=self.skills,
            stakeholders=self.stakeholders,
            team=self.team,
            owner=self.owner,
            key=self.key,
            source=self.source,
            imported_at=self.imported_at,
            rules=self.rules,
            action_of=self.action_of,
        )

    @property
    def is_arrival(self) -> bool:
        """It comes to the first level."""
        return True

    @property
    def recorded_by(self) -> str:
        """Whoever brought it in from another system."""
        return self.imported_by or self.by

    @property
    def is_word_of_requester(self) -> bool:
        """It is of the person for whom it was written down, if they asked."""
        return self.requester is not None and not self.outbound

    @property
    def reports(self) -> int:
        """It is the first under its key."""
        return 1 if self.key else 0

    @property
    def severity(self) -> str | None:
        """The ticket begins with it."""
        return self.priority

    @property
    def is_unasked(self) -> bool:
        """The team says so."""
        return self.outbound

    @property
    def over_at_once(self) -> Mapping[str, bool]:
        """Who was spoken to is answered; what the source does not tell is never judged."""
        answered = dict.fromkeys(RESPONSE_CLOCKS if self.by_phone else (), True)
        return dict.fromkeys(self.unknown, False) | answered

    def asks(self, ticket: Ticket) -> bool:
        """A requester waits for an answer; by the rules of before, somebody always did."""
        return self.is_word_of_requester or (self.party is None and ticket.rules < OWED)

    @property
    def line(self) -> tuple[Clause, ...]:
        """Say for whom it was logged, as what and where, and how the requester came into it."""
        imported = f"imported from {self.source}" if self.imported_at else ""
        outbound = "the requester has not asked" if self.outbound else ""
        by_phone = "answered by phone" if self.by_phone else ""
        whose = self.is_word_of_requester and self.requester != self.by
        for_whom = f"for {self.requester} " if whose else ""
        logged = f"logged {for_whom}as {self.priority} at {self.level}"
        return (logged, imported, outbound, by_phone)

    @property
    def turn(self) -> tuple[str, str] | None:
        """The owner had it."""
        return (self.in_turn, self.owner) if self.in_turn and self.owner else None

    @property
    def written(self) -> str:
        """Return why it is with whom."""
        return self.routed

    def is_log_of(self, ticket_id: str) -> bool:
        """It says itself which ticket it begins."""
        return self.id == ticket_id


class TicketResolved(Event, frozen=True, kw_only=True):
    """The issue is solved, or settled in another way."""

    is_solution: ClassVar[bool] = True
    messages: ClassVar[tuple[str, ...]] = ("resolution",)
    happens_in: ClassVar[Collection[Status]] = ACTIVE

    resolution: Words = ""
    outcome: str | None = None

    def _after(self, ticket: Ticket) -> Ticket:
        pending = ticket.pending_approval
        return replace(
            ticket.awake(),
            status=Status.RESOLVED,
            resolution=self.resolution,
            outcome=self.outcome,
            pending_approval=pending if pending and pending.afterwards else None,
            resolved_at=self.at,
        )

    @property
    def line(self) -> tuple[Clause, ...]:
        """Say as what it was resolved, if that is known."""
        return (f"resolved as {self.outcome}" if self.outcome else "resolved",)

    @property
    def written(self) -> str:
        """Return the resolution."""
        return self.resolution


class TicketClosed(Event, frozen=True, kw_only=True):
    """The resolution was confirmed; the work on it is over."""

    messages: ClassVar[tuple[str, ...]] = ("closure",)
    happens_in: ClassVar[Collection[Status]] = (Status.RESOLVED,)

    message: Words = ""

    def _after(self, ticket: Ticket) -> Ticket:
        return replace(ticket, status=Status.CLOSED, closed_at=self.at)

    @property
    def ends_duties(self) -> bool:
        """It ends what was asked since the resolution, too."""
        return True


class TicketReopened(Event, frozen=True, kw_only=True):
    """It was not solved after all: a new cycle begins, whose clocks count by `rules`."""

    begins_cycle: ClassVar[bool] = True
    messages: ClassVar[tuple[str, ...]] = ("reopened", "status_update")
    happens_in: ClassVar[Collection[Status]] = (Status.RESOLVED, Status.CLOSED)

    message: Words = ""
    rules: int = 1

    def _after(self, ticket: Ticket) -> Ticket:
        return replace(
            ticket.arrived(self.at),
            cycle=ticket.cycle + 1,
            resolved_at=None,
            closed_at=None,
            resolution=None,
            outcome=None,
            reviewed_at=None,
            agreed_due_at=None,
            duplicate_of=None,
            rules=self.rules,
        )

    @property
    def is_arrival(self) -> bool:
        """It comes to the level where it was resolved."""
        return True

    def asks(self, ticket: Ticket) -> bool:
        """Whoever reported it waits again, if a person says so; machines and strangers do not.

        By rules of before, anybody did.
        """
        if ticket.rules < HEARD:
            return ticket.requester is not None or ticket.rules < OWED
        reported = ticket.requester is not None and self.is_by_team
        return reported or self.party is Party.REQUESTER


class ReviewRecorded(Event, frozen=True, kw_only=True):
    """What the team learned: the post-incident review.

    Attributes:
        tickets: under which each action is tracked; none where it was recorded before they were.
        answered_by: the version of the policy that was changed for it.
    """

    root_cause: Words
    factors: tuple[Words, ...] = ()
    went_well: tuple[Words, ...] = ()
    actions: tuple[Words, ...] = ()
    tickets: tuple[TicketId, ...] = ()
    answered_by: str | None = None

    def _after(self, ticket: Ticket) -> Ticket:
        return replace(ticket, reviewed_at=self.at)

    @property
    def written(self) -> str:
        """Return what was learned, a line for each thing."""
        parts = (
            f"root cause: {self.root_cause}",
            *(f"factor: {text}" for text in self.factors),
            *(f"went well: {text}" for text in self.went_well),
            *(f"action{which}: {text}" for which, text in self._tracked()),
            *self._answer(),
        )
        return "\n".join(parts)

    def _answer(self) -> Iterator[str]:
        if self.answered_by:
            yield f"answered by: policy version {self.answered_by[:VERSION]}"

    def _tracked(self) -> Iterator[tuple[str, str]]:
        """Yield each action after the ticket that tracks it."""
        for ticket, text in zip_longest(self.tickets, self.actions):
            yield f" {ticket}" if ticket else "", text
