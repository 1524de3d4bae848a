"""Clocks as rows have them: without what their ticket says, which most share.

A clock goes by the name under which it stands. Most began when their ticket was logged, and are
counted up to its last change; those are 29 of 100 bytes of an open ticket. Rows of before say it
all, and read as ever.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Final

import msgspec
from msgspec.structs import force_setattr, replace

from escalate_cli.domain.ticket.clock.sla_clock import UNSAID, Clock
from escalate_cli.store.rows.decoders import LateDecoder, decoded

if TYPE_CHECKING:
    from escalate_cli.domain.ticket.ticket import Ticket


_TOGETHER: Final = 50
"""So many rows are read at once: no more than a page shows."""


class _Clocks(msgspec.Struct):
    clocks: dict[str, Clock] = {}


_to_clocks = LateDecoder(_Clocks)


def thinned(ticket: "Ticket") -> "Ticket":
    """Return a ticket as its row says it."""
    clocks = {name: _thin(clock, name, ticket) for name, clock in ticket.clocks.items()}
    return replace(ticket, clocks=clocks)


def _thin(clock: Clock, name: str, ticket: "Ticket") -> Clock:
    return replace(
        clock,
        name="" if clock.name == name else clock.name,
        started_at=UNSAID if clock.started_at == ticket.logged_at else clock.started_at,
        counted_to=UNSAID if clock.counted_to == ticket.updated_at else clock.counted_to,
    )


class LateClocks(Mapping[str, Clock]):
    """The clocks of a ticket that was just read: of many tickets nobody asks for them.

    They do not lead back to the ticket, which no garbage collector looks after.
    """

    __slots__ = (
        "_id",
        "_known",
        "_row_of",
        "_times",
    )  # there is one for every ticket of a list

    def __init__(self, ticket: "Ticket", row_of: Callable[[int], bytes]) -> None:
        self._id, self._row_of = ticket.id, row_of
        self._times = ticket.logged_at, ticket.updated_at
        self._known: Mapping[str, Clock] | None = None

    @property
    def _clocks(self) -> Mapping[str, Clock]:
        if self._known is None:
            from escalate_cli.domain.ticket.ticket import number_in  # noqa: PLC0415 - start-up time

            row = self._row_of(number_in(self._id))
            self._known = _filled(decoded(_to_clocks, row).clocks, *self._times)
        return self._known

    def __getitem__(self, name: str) -> Clock:
        return self._clocks[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._clocks)

    def __len__(self) -> int:
        return len(self._clocks)


@cache
def _to_tickets() -> "tuple[msgspec.json.Decoder[Ticket], msgspec.json.Decoder[list[Ticket]]]":
    """Make what reads a ticket, and some, without clocks: their name is sought as none has it."""
    from escalate_cli.domain.ticket.ticket import Ticket  # noqa: PLC0415 - start-up time

    without = msgspec.defstruct(
        "Ticket", [("clocks", dict, {})], bases=(Ticket,), frozen=True, rename={"clocks": "-"}
    )
    return msgspec.json.Decoder(without), msgspec.json.Decoder(list[without])  # type: ignore[valid-type]


def glanced_at(rows: Iterable[bytes], row_of: Callable[[int], bytes]) -> "Iterator[Ticket]":
    """Yield the states that rows keep, with clocks that are read when somebody asks for them.

    They are most of it, and of tickets that cannot press yet nobody asks. Some rows are read at
    once, which takes less than a call for each.
    """
    remaining = iter(rows)
    while some := list(islice(remaining, _TOGETHER)):
        for ticket in _states_in(some):
            force_setattr(ticket, "clocks", LateClocks(ticket, row_of))  # nobody else has it yet
            yield ticket


def _states_in(rows: Sequence[bytes]) -> "Iterable[Ticket]":
    """Read rows at once; where one cannot be read, each by itself up to that."""
    to_ticket, to_tickets = _to_tickets()
    try:
        return to_tickets.decode(b"[%b]" % b",".join(rows))
    except (msgspec.DecodeError, UnicodeDecodeError):
        return (decoded(to_ticket, row) for row in rows)


def fill(ticket: "Ticket") -> None:
    """Complete a ticket that was just read, which nobody else has yet."""
    _filled(ticket.clocks, ticket.logged_at, ticket.updated_at)


def _filled(
    clocks: Mapping[str, Clock], logged_at: datetime, updated_at: datetime
) -> Mapping[str, Clock]:
    for name, clock in clocks.items():
        if not clock.name:
            force_setattr(clock, "name", name)
        if clock.started_at is UNSAID:
            force_setattr(clock, "started_at", logged_at)
        if clock.counted_to is UNSAID:
            force_setattr(clock, "counted_to", updated_at)
    return clocks
