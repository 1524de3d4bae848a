"""Take what is seen of things that somebody watches: a problem is logged, its end noted."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

import msgspec

from escalate_cli.domain.verbs import note, resolve
from escalate_cli.usecases.context import Context
from escalate_cli.usecases.ports import Transaction
from escalate_cli.usecases.unique_key import unresolved_under
from escalate_cli.usecases.unit_of_work import act_within
from escalate_cli.usecases.verbs.log import Logged, NewTicket, log_within


class Recovery(msgspec.Struct, frozen=True):
    """The problem under a key is over, as far as its observer sees."""

    key: str
    text: str


def take_sightings(
    context: Context, seen: Sequence[NewTicket | Recovery], *, resolves: bool
) -> list[Logged]:
    """Log problems, and note or resolve what is over; all or none, in the order of each key."""

    def take(tx: Transaction) -> list[Logged]:
        return [done for run in _runs(seen) for done in _take(context, tx, run, resolves=resolves)]

    return context.change(take)


def _runs(seen: Iterable[NewTicket | Recovery]) -> Iterator[list[NewTicket | Recovery]]:
    """Yield what follows each other under the same key and is of the same kind."""
    by_key: dict[str | None, list[NewTicket | Recovery]] = {}
    for each in seen:
        by_key.setdefault(each.key, []).append(each)
    for same in by_key.values():
        for _, run in groupby(same, type):
            yield list(run)


def _take(
    context: Context, tx: Transaction, run: Sequence[NewTicket | Recovery], *, resolves: bool
) -> Iterator[Logged]:
    drafts = [each for each in run if isinstance(each, NewTicket)]
    if drafts:
        yield from log_within(context, tx, drafts)
    for over in [each for each in run if isinstance(each, Recovery)][-1:]:
        yield from _recover(context, tx, over, resolves=resolves)


def _recover(
    context: Context, tx: Transaction, over: Recovery, *, resolves: bool
) -> Iterator[Logged]:
    """End what a key names, or say there that it is over, once; nothing if nothing is open."""
    ticket = unresolved_under(tx, over.key)
    if ticket is None:
        return
    if resolves:
        verb = resolve.resolve
        done = act_within(context, tx, ticket.number, lambda at, _: verb(at, over.text))
        yield Logged(done.standing, is_new=False, noted="as it is over", effect=done.effect)
    elif tx.events(ticket.number)[-1].written != over.text:
        done = act_within(context, tx, ticket.number, lambda at, _: note.note(at, over.text))
        yield Logged(done.standing, is_new=False, noted="noted that it is over", effect=done.effect)
