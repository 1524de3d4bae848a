"""What an export takes out of the store: tickets as they stand, or the record itself."""

from collections.abc import Iterable, Iterator
from datetime import datetime

import msgspec
from msgspec.structs import replace

from escalate_cli.domain.ticket.events import Event
from escalate_cli.domain.ticket.ticket_snapshot import TicketSnapshot
from escalate_cli.errors import UsageError
from escalate_cli.usecases.context import Context
from escalate_cli.usecases.damage import error_of
from escalate_cli.usecases.insight.list_and_show import find
from escalate_cli.usecases.insight.query import Query
from escalate_cli.usecases.ports import ProgressWatch, View
from escalate_cli.usecases.records import Dump


class Outgoing(msgspec.Struct, frozen=True):
    """A ticket to export: how it stands, and the view from which its history is read."""

    standing: TicketSnapshot
    view: View

    @property
    def events(self) -> list[Event]:
        """Return what happened to it."""
        return self.view.events(self.standing.ticket.number)


class ExportChoice(msgspec.Struct, kw_only=True):
    """Which tickets go out.

    Attributes:
        query: what is asked for.
        since: only those of which anything was recorded from then on.
        is_all: nothing was asked for, so that all goes out that the store keeps.
        count: how many have gone out so far.
    """

    query: Query
    since: datetime | None = None
    is_all: bool
    count: int = 0

    def tickets(
        self, context: Context, view: View, watch: ProgressWatch | None = None
    ) -> Iterator[Outgoing]:
        """Yield the tickets one after the other, as they stand."""
        for standing in find(context, view, self.query, watch):
            found = Outgoing(standing, view)
            if self.since is None or recorded_at(found.events) >= self.since:
                self.count += 1
                yield found

    def record(self, context: Context, view: View) -> Dump:
        """Return the rows of the store, or those of the chosen tickets; raises UsageError.

        Where anything is damaged the rows end in DamagedStoreError, as nothing would bring it in.
        """
        if context.present.is_typed and context.store.read().may_be_ahead_of(context.now):
            raise UsageError(
                "the record is of all times, and cannot be exported as it stood",
                "leave --now away, or choose --format csv",
            )
        if self.is_all:
            self.count = sum(1 for _ in view.numbers())
            dump = view.dump()
        else:
            dump = view.dump({each.standing.ticket.number for each in self.tickets(context, view)})
        return replace(dump, rows=_sound(view, dump.rows))


def _sound(view: View, rows: Iterable[tuple[str, int, bytes]]) -> Iterator[tuple[str, int, bytes]]:
    """Pass rows on, and refuse at the end what was seen to be damaged meanwhile."""
    yield from rows
    if damage := view.damage():
        raise error_of(damage)


def recorded_at(events: list[Event]) -> datetime:
    """Return when the last event was recorded, by the clock, not by the instant typed."""
    return max(event.clock_at or event.at for event in events)
