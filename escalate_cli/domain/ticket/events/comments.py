"""What people wrote on a ticket."""

from datetime import datetime
from typing import ClassVar

from msgspec.structs import replace

from escalate_cli.domain.ticket.events.base import Event, Words
from escalate_cli.domain.ticket.events.wording import Clause
from escalate_cli.domain.ticket.ticket import Complaint, Ticket


class NoteAdded(Event, frozen=True, kw_only=True):
    """Something was written on the ticket, in the open or internally."""

    messages: ClassVar[tuple[str, ...]] = ("note", "reply")

    text: Words
    public: bool = False
    from_requester: bool = False

    def _after(self, ticket: Ticket) -> Ticket:
        answered = self.from_requester and ticket.waiting_for == "requester"
        return ticket.awake() if answered else ticket

    @property
    def is_question(self) -> bool:
        """What the requester writes wants an answer."""
        return self.from_requester

    @property
    def is_answer(self) -> bool:
        """What they can read answers them, unless they wrote it."""
        return self.public and not self.from_requester

    @property
    def line(self) -> tuple[Clause, ...]:
        """Say who wrote to whom."""
        if self.from_requester:
            return ("note from the requester",)
        return ("public note" if self.public else "internal note",)

    @property
    def written(self) -> str:
        """Return the note."""
        return self.text

    def is_told_as(self, message: str) -> bool:
        """An internal note is told to nobody."""
        return message == ("reply" if self.from_requester else "note" if self.public else None)


class ComplaintReceived(Event, frozen=True, kw_only=True):
    """The requester is unhappy with how it goes.

    Attributes:
        elsewhere: when the same requester complained about other tickets, as known then.
    """

    messages: ClassVar[tuple[str, ...]] = ("complaint",)

    text: Words = ""
    requester: str | None = None
    elsewhere: tuple[datetime, ...] = ()

    def _after(self, ticket: Ticket) -> Ticket:
        complaint = Complaint(at=self.at, elsewhere=self.elsewhere)
        return replace(ticket, complaints=(*ticket.complaints, complaint))

    @property
    def is_question(self) -> bool:
        """A complaint wants an answer."""
        return True

    @property
    def line(self) -> tuple[Clause, ...]:
        """Say who complains."""
        return (f"complaint from {self.requester}" if self.requester else "complaint",)

    @property
    def written(self) -> str:
        """Return the complaint."""
        return self.text
