"""What people wrote on a ticket."""

from datetime import datetime

from escalate_cli.domain.ticket.events.base import Event


class NoteAdded(Event, frozen=True, kw_only=True):
    """Something was written on the ticket, in the open or internally."""

    text: str
    public: bool = False
    from_requester: bool = False


class ComplaintReceived(Event, frozen=True, kw_only=True):
    """The requester is unhappy with how it goes.

    Attributes:
        elsewhere: when the same requester complained about other tickets, as known then.
    """

    text: str = ""
    requester: str | None = None
    elsewhere: tuple[datetime, ...] = ()
