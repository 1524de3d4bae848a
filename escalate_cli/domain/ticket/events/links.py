"""Ties between tickets: related ones, and duplicates with their original."""

from datetime import timedelta
from enum import StrEnum
from typing import ClassVar

from msgspec.structs import replace

from escalate_cli.domain.ticket.events.base import Event, Words
from escalate_cli.domain.ticket.events.references import TicketId
from escalate_cli.domain.ticket.events.wording import Clause
from escalate_cli.domain.ticket.ticket import Status, Ticket

DUPLICATE = "duplicate"
"""What came of a ticket that repeats another one."""


class Relation(StrEnum):
    """What a ticket is to another one from an event on."""

    RELATED = "related"
    DUPLICATE_OF = "duplicate_of"
    ORIGINAL_OF = "original_of"
    NO_ORIGINAL_OF = "no_original_of"


_WORDS = {
    Relation.RELATED: "related to",
    Relation.DUPLICATE_OF: "closed as a duplicate of",
    Relation.ORIGINAL_OF: "has the duplicate",
    Relation.NO_ORIGINAL_OF: "has no longer the duplicate",
}


class TicketLinked(Event, frozen=True, kw_only=True):
    """The ticket was tied to another one, or a tie was undone; the other one says so, too.

    Attributes:
        keys: what names the original from then on, or no longer.
        unanswered_for: how long a question that goes over to the original has waited.
    """

    messages: ClassVar[tuple[str, ...]] = ("closure",)

    relation: Relation
    ticket: TicketId
    keys: tuple[str, ...] = ()
    outcome: str | None = None
    unanswered_for: timedelta | None = None
    message: Words = ""

    def _after(self, ticket: Ticket) -> Ticket:
        if self.relation is Relation.RELATED:
            return replace(ticket, related=(*ticket.related, self.ticket))
        if self.is_duplicate:
            return self._closed(ticket)
        keys = tuple(key for key in ticket.other_keys if key not in self.keys)
        if self.relation is Relation.ORIGINAL_OF:
            keys = (*keys, *self.keys)
        return replace(ticket, other_keys=keys)

    def _closed(self, ticket: Ticket) -> Ticket:
        return replace(
            ticket.awake(),
            status=Status.CLOSED,
            closed_at=self.at,
            pending_approval=None,
            duplicate_of=self.ticket,
            outcome=self.outcome,
        )

    @property
    def is_duplicate(self) -> bool:
        """The other one has its duties."""
        return self.relation is Relation.DUPLICATE_OF

    def asks(self, _ticket: Ticket) -> bool:
        """Who asked on the duplicate waits for an answer here."""
        return self.unanswered_for is not None

    @property
    def has_waited(self) -> timedelta:
        """It says itself how long that was."""
        return self.unanswered_for or super().has_waited

    def is_told_as(self, message: str) -> bool:
        """Only that it is closed is told."""
        return self.is_duplicate and super().is_told_as(message)

    @property
    def line(self) -> tuple[Clause, ...]:
        """Say to which ticket, and how, and whether somebody waits for an answer."""
        asked = ("whose question goes on here",) if self.unanswered_for is not None else ()
        return (f"{_WORDS[self.relation]} {self.ticket}", *asked)
