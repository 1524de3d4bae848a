"""Import tickets from elsewhere: history only, no message, no decision."""

from collections.abc import Sequence
from typing import Protocol

import msgspec

from escalate_cli.domain.ticket.events import Event
from escalate_cli.domain.ticket.history import History
from escalate_cli.domain.ticket.ticket import id_of
from escalate_cli.usecases.ports import Transaction, View
from escalate_cli.usecases.unit_of_work import Context, record_of


class Foreign(Protocol):
    """One ticket of another system, told in our events."""

    @property
    def number(self) -> str:
        """Return the id it has there."""

    def events(
        self, *, ticket_id: str, uid: str, policy: str, level: str, team: str | None
    ) -> Sequence[Event]:
        """Return its history under the names we give it."""


class BroughtIn(msgspec.Struct, frozen=True):
    """How many tickets were new, and how many were here already."""

    new: int
    known: int


def import_tickets(
    context: Context, source: str, foreigners: Sequence[Foreign], *, dry_run: bool = False
) -> BroughtIn:
    """Keep the histories that are not here yet, in one commit; the others are left alone."""
    if dry_run:
        with context.store.read() as view:
            return _count(foreigners, _unknown(view, source, foreigners))

    def bring_in(tx: Transaction) -> BroughtIn:
        new = _unknown(tx, source, foreigners)
        if new:
            tx.pin(context.rules.id, context.source)
        for foreign in new:
            _keep(context, tx, foreign)
        return _count(foreigners, new)

    return context.change(bring_in)


def _unknown(view: View, source: str, foreigners: Sequence[Foreign]) -> list[Foreign]:
    known = view.imported_keys(source, [foreign.number for foreign in foreigners])
    return [foreign for foreign in foreigners if foreign.number not in known]


def _count(foreigners: Sequence[Foreign], new: Sequence[Foreign]) -> BroughtIn:
    return BroughtIn(len(new), len(foreigners) - len(new))


def _keep(context: Context, tx: Transaction, foreign: Foreign) -> None:
    first = context.rules.functional[0]
    events = foreign.events(
        ticket_id=id_of(tx.next_number()),
        uid=context.new_uid(),
        policy=context.rules.id,
        level=first.id,
        team=first.team,
    )
    tx.save(record_of(context, History(events, context.rules_of(tx))))
