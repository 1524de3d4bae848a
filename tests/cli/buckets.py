"""A store whose few tickets lie in several buckets of the archive."""

from collections.abc import Iterator
from functools import partial
from itertools import cycle
from pathlib import Path

from bench._stores import MINUTE, context_of, copied, logged, mixed_lives
from escalate_cli.usecases.context import Context
from escalate_cli.usecases.ports import Transaction
from escalate_cli.usecases.records import Record

BEGINS = (1, 1001, 2001, 3001)
EACH = 30


def filled_apart(store: Path) -> Path:
    """Make one with some tickets at the beginning of each bucket, and one in use after them."""
    context = context_of(store)
    mixed = mixed_lives(context)
    lives = iter(cycle(mixed[:: len(mixed) // 6]))
    for begin in BEGINS:
        context.store.change(partial(_put_away, context, lives, begin))
    new = logged(context, MINUTE)[:1]
    for begin in BEGINS:
        context.store.change(partial(_keep, context, new[0], begin + EACH))
    return store


def _put_away(context: Context, lives: Iterator[Record], begin: int, tx: Transaction) -> None:
    for number in range(begin, begin + EACH):
        _keep(context, next(lives), number, tx)
    tx.archive(context.now)


def _keep(context: Context, life: Record, wanted: int, tx: Transaction) -> None:
    tx.pin(context.policy.rules.id, context.source)
    tx.save(copied(life, tx.next_number(wanted)))
