"""Merge another store into this one: its tickets by their uids, each with its whole history.

What went on only there is appended, what is not here comes in, and what went on in both is named
and left alone. All of it is one change, which can be undone.
"""

from collections.abc import Iterator

import msgspec

from escalate_cli.domain.policy.standing import StandingRedacted, StoreMerged
from escalate_cli.domain.ticket.divergence import Continuation, Naming, continuation
from escalate_cli.domain.ticket.history import History
from escalate_cli.domain.ticket.ticket import id_of, number_in
from escalate_cli.errors import DamagedHistoryError
from escalate_cli.usecases.care.merged_standing import bring_beats, bring_standing, new_standing
from escalate_cli.usecases.care.transplant import Transplant
from escalate_cli.usecases.context import Context
from escalate_cli.usecases.ports import Transaction, View
from escalate_cli.usecases.unique_key import must_share_no_key
from escalate_cli.usecases.unit_of_work import record_of


class Parted(msgspec.Struct, frozen=True):
    """A ticket that went on in both stores; it is left alone."""

    here: str
    there: str


class Renumbered(msgspec.Struct, frozen=True):
    """A ticket that has another id here than there, as that was taken."""

    there: str
    here: str


class Merged(msgspec.Struct, frozen=True, kw_only=True):
    """What became of the tickets of another store.

    Attributes:
        known: nothing happened to them there that is not known here.
        change: the number to undo it by; nothing where nothing changed, or where this store had
            nothing and is now what the other one is.
    """

    new: int = 0
    updated: int = 0
    known: int = 0
    both: tuple[Parted, ...] = ()
    renumbered: tuple[Renumbered, ...] = ()
    change: int | None = None


class Plan(msgspec.Struct, kw_only=True):
    """What a merge will do; numbers are those of the other store."""

    here: dict[int, int]
    new: dict[int, Continuation]
    grown: dict[int, Continuation]
    both: list[Parted]
    known: int

    @property
    def changed(self) -> dict[int, Continuation]:
        """Return all that there is to add, in the order of the other store."""
        return dict(sorted((self.new | self.grown).items()))


def merge_stores(context: Context, other: View, source: str, *, dry_run: bool = False) -> Merged:
    """Bring in what another store knows and this one does not, in one commit.

    Raises:
        DamagedHistoryError: a history there is not as it was written.
        NotAllowedError: two unresolved tickets would share a key.
    """
    if dry_run:
        with context.store.read() as view:
            return _outcome(_plan(view, other))
    done: list[Merged] = []

    def merge(tx: Transaction) -> list[int] | None:
        plan = _plan(tx, other)
        if not tx.fingerprint().last and other.is_as_written():
            tx.take_over(other.dump())
            done[:] = [_outcome(plan)]
            return None
        result, blackened = _bring_in(context, tx, other, plan, source)
        done[:] = [result]
        return blackened

    blackened = context.change(merge)
    if blackened is not None:
        context.store.purge(blackened)
    return done[-1]


def _outcome(
    plan: Plan, change: int | None = None, renumbered: tuple[Renumbered, ...] = ()
) -> Merged:
    return Merged(
        new=len(plan.new),
        updated=len(plan.grown),
        known=plan.known,
        both=tuple(plan.both),
        renumbered=renumbered,
        change=change,
    )


def _plan(view: View, other: View) -> Plan:
    ours, theirs = view.uids(), other.uids()
    name_here = _naming({number: uid for uid, number in ours.items()})
    name_there = _naming({number: uid for uid, number in (ours | theirs).items()})
    here = {number: ours[uid] for uid, number in theirs.items() if uid in ours}
    plan = Plan(here=here, new={}, grown={}, both=[], known=0)
    for number in other.numbers():
        events = other.events(number)
        if broken := other.broken_digests(number):
            raise DamagedHistoryError(
                f"event {broken[0]} of {id_of(number)} in the other store is not as it was written",
                "escalate verify --store OTHER tells; nothing was brought in",
            )
        mine = view.events(here[number]) if number in here else []
        more = continuation(mine, events, name_here, name_there)
        if more is None:
            plan.both.append(Parted(id_of(here[number]), id_of(number)))
        elif not more.tail:
            plan.known += 1
        else:
            (plan.grown if number in here else plan.new)[number] = more
    return plan


def _naming(uids: dict[int, str]) -> Naming:
    return lambda ticket: uids.get(number_in(ticket), ticket)


def _bring_in(
    context: Context, tx: Transaction, other: View, plan: Plan, source: str
) -> tuple[Merged, list[int] | None]:
    """Add what the other store has more; return that, and the tickets that lost a text by it."""
    renumbered = tuple(_number(tx, plan))
    entries = new_standing(tx, other)
    events = (event.change for more in plan.changed.values() for event in more.tail)
    numbers = sorted({*events, *(entry.change for entry in entries)})
    if not numbers:
        return _outcome(plan), None
    changes = {number: tx.next_change() for number in numbers}
    last = tx.fingerprint().last
    work = Transplant(
        context=context, tx=tx, other=other, here=plan.here, changes=changes, last=last
    )
    changed = [work.bring(number, more) for number, more in plan.changed.items()]
    _keep(context, tx, changed)
    bring_standing(tx, entries, changes)
    bring_beats(tx, other)
    receipt = StoreMerged(
        source=source,
        first=changes[numbers[0]],
        tickets=tuple(history.ticket.id for history in changed),
        **context.stamp,
    )
    tx.enter(receipt)
    is_blackened = work.blackened or any(isinstance(each, StandingRedacted) for each in entries)
    blackened = work.blackened if is_blackened else None
    return _outcome(plan, tx.standing()[-1].change, renumbered), blackened


def _number(tx: Transaction, plan: Plan) -> Iterator[Renumbered]:
    """Give each new ticket a number: its own where that is free, which no later one may take."""
    taken = set(tx.numbers())
    for number in sorted(plan.new, key=lambda each: (each in taken, each)):
        plan.here[number] = tx.next_number(0 if number in taken else number)
        if plan.here[number] != number:
            yield Renumbered(there=id_of(number), here=id_of(plan.here[number]))


def _keep(context: Context, tx: Transaction, changed: list[History]) -> None:
    """Refuse tickets of one key, as both stores may have logged the same, then keep them all."""
    must_share_no_key(tx, [history.ticket for history in changed], "come in")
    for history in changed:
        tx.save(record_of(context, history))
