"""What was taken back, blacked out, or changed behind the program's back."""

from msgspec import UNSET, UnsetType
from msgspec.structs import replace

from escalate_cli.domain.ticket.clock.latched_breach import MissedTarget
from escalate_cli.domain.ticket.events.base import Event, Words
from escalate_cli.domain.ticket.events.references import ChangeNumber, EventNumber
from escalate_cli.domain.ticket.events.wording import Clause, spaced
from escalate_cli.domain.ticket.events.work import Changes
from escalate_cli.domain.ticket.ticket import UNDONE, Status, Ticket


class ChangeUndone(Event, frozen=True, kw_only=True):
    """What one command recorded about the ticket counts no more.

    Attributes:
        undone: the number of that change.
        followed: the numbers of the changes by which the policy went on from there.
        withdrawn: it had logged the ticket, which is closed now.
        missed: the targets that had been missed and are on record no more.
    """

    undone: ChangeNumber
    followed: tuple[ChangeNumber, ...] = ()
    withdrawn: bool = False
    missed: tuple[MissedTarget, ...] = ()
    message: Words = ""

    def _after(self, ticket: Ticket) -> Ticket:
        """A ticket without its log is withdrawn: closed, and its key is free again."""
        if not self.withdrawn:
            return ticket
        return replace(
            ticket.awake(),
            status=Status.CLOSED,
            resolution=UNDONE,
            closed_at=self.at,
            pending_approval=None,
            key=None,
        )

    @property
    def is_act(self) -> bool:
        """It takes back, and goes on with nothing."""
        return False

    @property
    def takes_back(self) -> tuple[int, ...]:
        """What the policy did after the change goes with it."""
        return (self.undone, *self.followed)

    @property
    def ends_duties(self) -> bool:
        """Without its log there is no ticket."""
        return self.withdrawn

    @property
    def line(self) -> tuple[Clause, ...]:
        """Say what was undone."""
        return (
            f"undid change {self.undone}",
            "with what the policy made of it" if self.followed else "",
            *(
                (f"{spaced(each.clock)} missed at ", each.missed_at, " counts no more")
                for each in self.missed
            ),
            "the ticket is withdrawn" if self.withdrawn else "",
        )


class EventRedacted(Event, frozen=True, kw_only=True):
    """The free text of an event was removed for good; its digest stays.

    Attributes:
        event: the number of that event.
        seal: the digest that it has without its text.
    """

    event: EventNumber
    seal: str
    message: Words = ""

    @property
    def is_act(self) -> bool:
        """It takes away words, and goes on with nothing."""
        return False

    @property
    def line(self) -> tuple[Clause, ...]:
        """Say which text is gone."""
        return (f"redacted event {self.event}",)


class HandEdited(Event, frozen=True, kw_only=True):
    """Somebody changed the ticket's state in the store's file, or a message about it.

    Attributes:
        cells: the fields that were not as the history makes them; `outbox` is the message `key`.
        changes: those of them that are taken over; the others are as before.
        owner: the new owner, if that was changed.
        before: what the fields were that are taken over; `owner_before` who had it.
    """

    cells: tuple[str, ...]
    changes: Changes = Changes()
    owner: str | UnsetType | None = UNSET
    before: Changes = Changes()
    owner_before: str | UnsetType | None = UNSET
    key: str | None = None

    def _after(self, ticket: Ticket) -> Ticket:
        owner = ticket.owner if self.owner is UNSET else self.owner
        return replace(self.changes.made_to(ticket), owner=owner)

    @property
    def line(self) -> tuple[Clause, ...]:
        """Say which fields were changed, and what is taken over."""
        if self.key is not None:
            return (f"message edited by hand in the store's file: {self.key}",)
        edited = f"edited by hand in the store's file: {', '.join(self.cells)}"
        taken = self.before.to(self.changes)
        if self.owner is not UNSET and self.owner_before is not UNSET:
            taken = (*taken, f"owner: {self.owner_before or '-'} to {self.owner or '-'}")
        return (edited, *taken)
