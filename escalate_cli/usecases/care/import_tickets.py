"""Import tickets from elsewhere: history only, no message, no decision.

What is not here yet is kept as it is told. Of what is here the events that the other system knows
later are appended; see `follow_up`. All of it is one change, which can be undone.
"""

from collections.abc import Sequence
from typing import Protocol

import msgspec

from escalate_cli.domain.ticket.events import Event
from escalate_cli.domain.ticket.history import History
from escalate_cli.domain.ticket.ticket import id_of
from escalate_cli.usecases.care.follow_up import FollowUp, follow_up, later_events
from escalate_cli.usecases.context import Context
from escalate_cli.usecases.ports import ProgressWatch, Transaction, View
from escalate_cli.usecases.unit_of_work import record_of, save


class Foreign(Protocol):
    """One ticket of another system, told in our events."""

    @property
    def number(self) -> str:
        """Return the id it has there."""

    @property
    def opening(self) -> Event:
        """Return its log, to which the names are given that it has here."""

    @property
    def rest(self) -> Sequence[Event]:
        """Return what happened since, in the order of time."""


class Both(msgspec.Struct, frozen=True):
    """A ticket on which people went another way here than there; it is left alone."""

    ticket: str
    key: str


class BroughtIn(msgspec.Struct, frozen=True, kw_only=True):
    """What became of the tickets of an import.

    Attributes:
        known: they are here already, and nothing happened on them since.
        change: the number to undo it by; nothing where nothing changed.
    """

    new: int = 0
    updated: int = 0
    known: int = 0
    both: tuple[Both, ...] = ()
    change: int | None = None


def import_tickets(
    context: Context,
    source: str,
    foreigners: Sequence[Foreign],
    watch: ProgressWatch | None = None,
    *,
    dry_run: bool = False,
) -> BroughtIn:
    """Keep what is not here yet, and what came later of the rest, in one commit.

    `watch` sees each new ticket go by.
    """
    if dry_run:
        with context.store.read() as view:
            return _plan(context, view, source, foreigners).outcome(None)
    done: list[tuple[_Plan, Transaction]] = []

    def bring_in(tx: Transaction) -> None:
        plan = _plan(context, tx, source, foreigners)
        done[:] = [(plan, tx)]
        if plan.new:
            tx.pin(context.rules.id, context.source)
        new = watch(plan.new, len(plan.new)) if watch else plan.new
        plan.numbers.extend(_keep(context, tx, foreign) for foreign in new)
        for each in plan.followed:
            for key in each.dropped:
                tx.drop(key)
            tx.queue(each.told)
            save(context, tx, each.history)

    context.change(bring_in)
    [(plan, view)] = done
    return plan.outcome(view)


class _Plan(msgspec.Struct, kw_only=True):
    """What an import will do; `numbers` are the tickets that it changed."""

    new: list[Foreign]
    followed: list[FollowUp]
    both: list[Both]
    known: int
    numbers: list[int]

    def outcome(self, view: View | None) -> BroughtIn:
        """Return what became of it; after the commit with the number of the change."""
        change = view.events(self.numbers[0])[-1].change if view and self.numbers else None
        return BroughtIn(
            new=len(self.new),
            updated=len(self.followed),
            known=self.known,
            both=tuple(self.both),
            change=change,
        )


def _plan(context: Context, view: View, source: str, foreigners: Sequence[Foreign]) -> _Plan:
    kept = view.imported_from(source, [foreign.number for foreign in foreigners])
    plan = _Plan(new=[], followed=[], both=[], known=0, numbers=[])
    for foreign in foreigners:
        number = kept.get(foreign.number)
        if number is None:
            plan.new.append(foreign)
        elif not (news := later_events(view.events(number), foreign.rest)):
            plan.known += 1
        elif (followed := follow_up(context, view, number, source, news)) is None:
            plan.both.append(Both(id_of(number), foreign.number))
        else:
            plan.followed.append(followed)
            plan.numbers.append(number)
    return plan


def _keep(context: Context, tx: Transaction, foreign: Foreign) -> int:
    first, number = context.rules.functional[0], tx.next_number()
    log = msgspec.structs.replace(
        foreign.opening,
        id=id_of(number),
        uid=context.new_uid(),
        policy=context.rules.id,
        level=first.id,
        team=first.team,
        imported_by=context.by,
    )
    tx.save(record_of(context, History([log, *foreign.rest], context.rules_of(tx))))
    return number
