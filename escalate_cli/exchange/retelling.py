"""From the updates of one incident to the events of one ticket.

An update says how the incident stood, an event what happened, so each row is compared with the
ticket that the events before it make. What a row does not change, it says nothing about.

When it happened. An update took effect at its `sys_updated_at`. `resolved_at` and `closed_at` stand
on every row and tell of the last time only, so they count where the row itself brings that state
and they fall between the row before and this one; they are what dates the plain list of incidents,
one row each. In an audit log they add nothing: in the public one of 600 incidents, of 607 rows that
bring `Resolved`, 568 agree with it to the minute, 22 name a later resolution and 17 are empty.

Who has it. The export's word stands: a change of person or group is an assignment, never an
escalation, and where an incident is worked on with nobody assigned, nobody owns the ticket. A state
that goes back to `New` without a reopening leaves it acknowledged: what was taken stays taken.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from itertools import accumulate

from msgspec.structs import replace

from escalate_cli.domain.policy.sections.clock_name import CLOCKS, ClockName
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.counting import RULES
from escalate_cli.domain.ticket.ticket import Status
from escalate_cli.exchange.reading.update import Note, Update


def unknown_in(update: Update) -> Collection[str]:
    """Name the duties whose fulfilment the only row of an incident does not tell.

    The row tells how it stands: while nobody has it, nobody has answered; later anybody may have.
    """
    known = {ClockName.RESOLVE}
    if update.acknowledged_at is not None:
        known |= {ClockName.ACKNOWLEDGE, ClockName.FIRST_RESPONSE}
    match update.state.status:
        case Status.OPEN:
            return ()
        case Status.RESOLVED | Status.CLOSED:
            return tuple(name for name in CLOCKS if name not in known)
    return tuple(name for name in CLOCKS if name not in known | {ClockName.LEVEL})


def instants_of(updates: Sequence[Update]) -> list[datetime]:
    """Return when each update took effect: in file order, never before the incident was opened.

    Where the file goes back in time, as few updates as possible are moved: those before it back,
    or those after it forward.
    """
    chosen = stated = [update.updated_at for update in updates]
    forward = list(accumulate(stated, max))
    if forward != stated:
        back = list(accumulate(reversed(stated), min))[::-1]
        chosen = min(forward, back, key=lambda at: sum(map(datetime.__ne__, at, stated)))
    opened_at = updates[0].opened_at
    return chosen if chosen[0] >= opened_at else [max(at, opened_at) for at in chosen]


def opening(
    update: Update, source: str, imported_at: datetime, unknown: Collection[str]
) -> e.TicketLogged:
    """Return the event that begins the ticket, as far as the export can say it."""
    event = e.TicketLogged(
        at=update.opened_at,
        by=update.opened_by,
        id="",
        uid="",
        title="",
        policy="",
        level="",
        priority="",
        key=update.number,
        source=source,
        imported_at=imported_at,
        unknown=tuple(unknown),
        rules=RULES,
    )
    return replace(event, **update.fields)


class Retelling:
    """The events of one incident, and the ticket that they make so far."""

    def __init__(
        self, first: Update, source: str, imported_at: datetime, unknown: Collection[str] = ()
    ) -> None:
        self.opening = opening(first, source, imported_at, unknown)
        self.rest: list[e.Event] = []
        self._ticket = self.opening.begun()
        self._fields = first.fields
        self._group: str | None = None
        self._links: set[tuple[str, str]] = set()
        # What was reopened before the first row, nobody knows when, is not told.
        self._reopenings = first.reopenings or 0
        self._seen_at = self.opening.at

    def take(self, update: Update, at: datetime) -> None:
        """Add what an update changed; it took effect at an instant not before the last one."""
        closes_at = self._believed(update.closed_at, at)
        begins_at = self._begins_at(update, at, closes_at)
        by = update.updated_by
        if self._is_reopened(update):
            if self._ticket.is_active:
                self._add(e.TicketResolved(at=begins_at, by=by))
            self._add(e.TicketReopened(at=begins_at, by=by, rules=RULES))
        self._take_up(update, begins_at)
        self._edit(update, begins_at)
        self._link(update, begins_at)
        self._assign(update, begins_at)
        self._move(update, begins_at, closes_at)
        self._assign(update, begins_at)
        self._reopenings = max(self._reopenings, update.reopenings or 0)
        self._seen_at = at

    def with_notes(self, notes: Sequence[Note]) -> list[e.Event]:
        """Return all that happened with what people wrote, which changes no status."""
        begin = self.opening.at
        told: list[e.Event] = [
            e.NoteAdded(
                at=max(note.at, begin),
                by=note.by,
                text=note.text,
                public=note.public,
                from_requester=note.from_requester,
            )
            for note in notes
        ]
        return sorted([*told, *self.rest], key=lambda event: event.at)

    def _take_up(self, update: Update, at: datetime) -> None:
        """Acknowledge it when the file says in hindsight that somebody did."""
        taken = update.acknowledged_at
        is_over = update.state.status is not Status.OPEN
        if (
            taken
            and is_over
            and self._ticket.status is Status.OPEN
            and self._seen_at <= taken <= at
        ):
            self._add(e.TicketAcknowledged(at=taken, by=update.owner or update.updated_by))

    def _add(self, event: e.Event) -> None:
        self.rest.append(event)
        self._ticket = event.apply(self._ticket)

    def _believed(self, hindsight: datetime | None, at: datetime) -> datetime:
        """Prefer an instant known in hindsight if it lies between the rows."""
        fits = hindsight is not None and self._seen_at <= hindsight <= at
        return hindsight if hindsight is not None and fits else at

    def _begins_at(self, update: Update, at: datetime, closes_at: datetime) -> datetime:
        """Return the instant of the first thing an update brought."""
        status, held = update.state.status, self._ticket.status
        if status is Status.CLOSED and held is not Status.CLOSED:
            if held is Status.RESOLVED:
                return closes_at
            return min(self._believed(update.resolved_at, at), closes_at)
        if status is Status.RESOLVED and held is not Status.RESOLVED:
            return self._believed(update.resolved_at, at)
        return at

    def _is_reopened(self, update: Update) -> bool:
        """Tell whether the incident was resolved before this update and is open again.

        A count that rises while it is worked on says so too: the rows between are missing.
        """
        if update.reopenings is not None and update.reopenings > self._reopenings:
            return True
        over = (Status.RESOLVED, Status.CLOSED)
        held, status = self._ticket.status, update.state.status
        return held in over and (status not in over or over.index(status) < over.index(held))

    def _edit(self, update: Update, at: datetime) -> None:
        if update.fields is self._fields:
            return  # rows that say the same have the same object
        self._fields = update.fields
        changed = {
            name: value
            for name, value in update.fields.items()
            if getattr(self._ticket, name) != value
        }
        if changed:
            changes = replace(e.Changes(), **changed)
            self._add(e.TicketEdited(at=at, by=update.updated_by, changes=changes))

    def _link(self, update: Update, at: datetime) -> None:
        for what, name in update.links.items():
            if (what, name) not in self._links:
                self._links.add((what, name))
                self._add(e.NoteAdded(at=at, by=update.updated_by, text=f"{what}: {name}"))

    def _assign(self, update: Update, at: datetime) -> None:
        """Follow person and group; a group of the export is no team of the policy."""
        message = ""
        if update.group != self._group:
            self._group = update.group
            message = f"assignment group: {update.group or 'none'}"
        if message or update.owner != self._ticket.owner:
            event = e.TicketAssigned(
                at=at, by=update.updated_by, owner=update.owner, message=message
            )
            self._add(event)

    def _move(self, update: Update, at: datetime, closes_at: datetime) -> None:
        """Bring the ticket to the status of an update."""
        held, by = self._ticket.status, update.updated_by
        match update.state.status:
            case Status.OPEN | Status.ACKNOWLEDGED if held is Status.WAITING:
                self._add(e.TicketResumed(at=at, by=by))
            case Status.ACKNOWLEDGED if held is Status.OPEN:
                self._add(e.TicketAcknowledged(at=at, by=update.owner or by))
            case Status.WAITING:
                self._wait(update, at)
            case Status.RESOLVED if self._ticket.is_active:
                self._resolve(update, at)
            case Status.CLOSED if held is not Status.CLOSED:
                if self._ticket.is_active:
                    self._resolve(update, at)
                self._add(e.TicketClosed(at=closes_at, by=by))

    def _wait(self, update: Update, at: datetime) -> None:
        whom = update.state.waiting_for
        if whom is not None and whom != self._ticket.waiting_for:
            message = update.state_name if whom == "other" else ""
            event = e.TicketPaused(at=at, by=update.updated_by, waiting_for=whom, message=message)
            self._add(event)

    def _resolve(self, update: Update, at: datetime) -> None:
        """Resolve it; who did and how is known of the last resolution only."""
        is_last = update.resolved_at is None or update.resolved_at <= update.updated_at
        by = (update.resolved_by if is_last else None) or update.updated_by
        resolution = (update.closed_code if is_last else None) or ""
        self._add(e.TicketResolved(at=at, by=by, resolution=resolution))
