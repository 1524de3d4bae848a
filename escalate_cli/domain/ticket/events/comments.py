"""What people wrote on a ticket."""

from typing import ClassVar

from msgspec.structs import replace

from escalate_cli.domain.ticket.events.base import Event, Words
from escalate_cli.domain.ticket.events.wording import Clause
from escalate_cli.domain.ticket.party_kind import Party
from escalate_cli.domain.ticket.ticket import Complaint, Ticket
from escalate_cli.domain.time.timezones import Instant


class NoteAdded(Event, frozen=True, kw_only=True):
    """Something was written on the ticket, in the open or internally.

    Attributes:
        times: how many reports under the ticket's key it tells of, where it tells of several.
        reported: it is a report under the key of the ticket.
        priority: the one that a report named, or that followed from what it named.
        mail: the id of the mail that it was.
    """

    messages: ClassVar[tuple[str, ...]] = ("note", "reply")

    text: Words
    public: bool = False
    from_requester: bool = False
    times: int = 1
    reported: bool = False
    priority: str | None = None
    mail: str | None = None

    def _after(self, ticket: Ticket) -> Ticket:
        return ticket.answered() if self.from_requester else ticket

    @property
    def reports(self) -> int:
        """It says itself whether it is one, or several in the same words."""
        return self.times if self.reported else 0

    @property
    def severity(self) -> str | None:
        """It says itself, if the report did."""
        return self.priority

    @property
    def is_word(self) -> bool:
        """It is nothing else."""
        return True

    @property
    def is_word_of_requester(self) -> bool:
        """It says so itself."""
        return self.from_requester

    def asks(self, _ticket: Ticket) -> bool:
        """What the requester's side writes wants an answer."""
        return self.from_requester

    @property
    def is_answer(self) -> bool:
        """What they can read answers them, if the team wrote it."""
        return self.public and self.is_by_team and not self.from_requester

    @property
    def is_for_owner(self) -> bool:
        """Tell whether the owner must hear of it, who did not expect it."""
        return self.from_requester or (self.public and not self.is_by_team)

    def is_of_mail(self, mail: str) -> bool:
        """It says itself which one it was."""
        return self.mail == mail

    @property
    def line(self) -> tuple[Clause, ...]:
        """Say who wrote to whom, and whether that is a word of the team at all."""
        if self.from_requester:
            return ("note from the requester",)
        outside = {Party.MACHINE: "by a machine", Party.OTHER: "by somebody of no party"}
        note = "public note" if self.public else "internal note"
        return (note, outside.get(self.party, "") if self.party else "")

    @property
    def written(self) -> str:
        """Return the note."""
        return self.text

    def is_told_as(self, message: str) -> bool:
        """An internal note is told to nobody."""
        return message == ("reply" if self.is_for_owner else "note" if self.public else None)


class ComplaintReceived(Event, frozen=True, kw_only=True):
    """The requester is unhappy with how it goes.

    Attributes:
        elsewhere: when the same requester complained about other tickets, as known then.
    """

    messages: ClassVar[tuple[str, ...]] = ("complaint",)

    text: Words = ""
    requester: str | None = None
    elsewhere: tuple[Instant, ...] = ()

    def _after(self, ticket: Ticket) -> Ticket:
        complaint = Complaint(at=self.at, elsewhere=self.elsewhere)
        heard = ticket.answered() if self.party is not None else ticket
        return replace(heard, complaints=(*ticket.complaints, complaint))

    @property
    def is_word(self) -> bool:
        """It is nothing else, even without a text."""
        return True

    @property
    def is_word_of_requester(self) -> bool:
        """Whoever passes it on, it is theirs."""
        return True

    def asks(self, _ticket: Ticket) -> bool:
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
