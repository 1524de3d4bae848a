"""Is what the store keeps what the histories say?"""

from collections.abc import Iterator, Sequence

import msgspec

from escalate_cli.domain import events as e
from escalate_cli.domain.due import breached_clocks
from escalate_cli.domain.history import History
from escalate_cli.domain.ticket import Ticket
from escalate_cli.errors import EscalateError
from escalate_cli.usecases import words
from escalate_cli.usecases.desk import Desk, number_of
from escalate_cli.usecases.ports import View


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that is not as the history makes it."""

    ticket: str
    field: str
    kept: str
    found: str


class Verified(msgspec.Struct, frozen=True):
    """How many tickets were looked at, and what differs."""

    tickets: int
    differences: tuple[Difference, ...]


def verify(desk: Desk, ids: Sequence[str] = ()) -> Verified:
    """Refold histories under their policies; recompute digests, clocks and verdicts."""
    view = desk.store.read()
    asked = words.numbers_of(ids) or [number_of(ticket) for ticket in view.tickets()]
    found = [difference for number in asked for difference in _verify(desk, view, number)]
    chain = () if ids or view.is_chained() else (_differs("store", "head", "kept", "broken"),)
    return Verified(len(asked), (*found, *chain))


def _differs(ticket: str, field: str, kept: object, found: object) -> Difference:
    return Difference(ticket=ticket, field=field, kept=str(kept), found=str(found))


def _verify(desk: Desk, view: View, number: int) -> Iterator[Difference]:
    kept = view.ticket(number)
    for seq in view.broken_digests(number):
        yield _differs(kept.id, f"event {seq}", "digest", "another digest: it was changed")
    try:
        history = desk.history(view, number)
    except EscalateError as error:
        yield _differs(kept.id, "history", "readable", error)
        return
    yield from _fields(kept, history.ticket)
    yield from _verdicts(kept.id, history)


def _fields(kept: Ticket, folded: Ticket) -> Iterator[Difference]:
    for field in Ticket.__struct_fields__:
        was, is_now = getattr(kept, field), getattr(folded, field)
        if field == "clocks":
            for name in sorted({*was, *is_now}):
                if was.get(name) != is_now.get(name):
                    yield _differs(kept.id, f"clocks.{name}", was.get(name), is_now.get(name))
        elif was != is_now:
            yield _differs(kept.id, field, was, is_now)


def _verdicts(ticket_id: str, history: History) -> Iterator[Difference]:
    """Compare each recorded breach with the one that the clocks make."""
    clocks = breached_clocks(history, history.ticket.updated_at)
    for event in history.events:
        if isinstance(event, e.TargetBreached):
            clock = clocks.get((event.cycle, event.clock, event.instance))
            breached_at = clock.breached_at if clock else None
            if breached_at != event.breached_at:
                field = f"breach of {event.clock} {event.instance}"
                yield _differs(ticket_id, field, event.breached_at, breached_at)
