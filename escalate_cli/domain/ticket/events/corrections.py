"""What was taken back, blacked out, or changed behind the program's back."""

from msgspec import UNSET, UnsetType

from escalate_cli.domain.ticket.events.base import Event
from escalate_cli.domain.ticket.events.lifecycle import Changes


class ChangeUndone(Event, frozen=True, kw_only=True):
    """What one command recorded about the ticket counts no more.

    Attributes:
        undone: the number of that change.
        withdrawn: it had logged the ticket, which is closed now.
    """

    undone: int
    withdrawn: bool = False
    message: str = ""


class EventRedacted(Event, frozen=True, kw_only=True):
    """The free text of an event was removed for good; its digest stays.

    Attributes:
        event: the number of that event.
        seal: the digest that it has without its text.
    """

    event: int
    seal: str
    message: str = ""


class HandEdited(Event, frozen=True, kw_only=True):
    """Somebody changed the ticket's state in the store's file.

    Attributes:
        cells: the fields that were not as the history makes them.
        changes: those of them that are taken over; the others are as before.
        owner: the new owner, if that was changed.
    """

    cells: tuple[str, ...]
    changes: Changes = Changes()
    owner: str | UnsetType | None = UNSET
