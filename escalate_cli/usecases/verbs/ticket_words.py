"""Ticket words: `52..54`, `@last` and `key:K`, each in the place of the ids that it means."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

from escalate_cli.domain.ticket.ticket import id_of
from escalate_cli.errors import NothingMeantError, UsageError
from escalate_cli.usecases.context import Context
from escalate_cli.usecases.unique_key import unresolved_under
from escalate_cli.usecases.verbs.typed_ticket_ids import ID

LAST: Final = "@last"
KEY: Final = "key:"
MOST: Final = 100
"""So many tickets may be named at once where ranges name them: a slip of the finger is cheap."""

_RANGE: Final = re.compile(rf"{ID}\.\.{ID}", re.ASCII)


def ids_meant(words: Sequence[str], context: Callable[[], Context]) -> list[str]:
    """Replace words such as `@last` and `52..54` by ids; other words stay as they are.

    Args:
        words: what was typed.
        context: where `@last` and `key:K` are looked up; nothing else needs it.

    Raises:
        UsageError: for a range that counts down, or names too many.
        NothingMeantError: where no ticket is meant.
    """
    ranges = [match for word in words if (match := _RANGE.fullmatch(word))]
    between = sum(int(match[2]) - int(match[1]) + 1 for match in ranges)
    named = len(words) - len(ranges) + between
    if ranges and named > MOST:
        raise UsageError(f"that is {named:,} tickets; at most {MOST} at once", "name fewer of them")
    return [ticket for word in words for ticket in _meant(word, context)]


def one_meant(word: str, context: Callable[[], Context]) -> str:
    """Return the one id that a word means; raises UsageError where it means several."""
    found = ids_meant([word], context)
    if len(found) > 1:
        raise UsageError(f"'{word}' means {len(found)} tickets, and one is wanted", "name one")
    return found[0]


def _meant(word: str, context: Callable[[], Context]) -> Iterable[str]:
    match = _RANGE.fullmatch(word)
    if match:
        return _between(int(match[1]), int(match[2]), word)
    if word == LAST:
        return _last(context())
    if word.startswith(KEY):
        return [_under(context(), word.removeprefix(KEY))]
    return [word]


def _between(first: int, last: int, word: str) -> Iterator[str]:
    if last < first:
        raise UsageError(f"'{word}' counts down", f"write it as {last}..{first}")
    return map(id_of, range(first, last + 1))


def _last(context: Context) -> Iterable[str]:
    """Name what the last command of a person changed, unless it was undone."""
    with context.read() as view:
        change = view.last_change_by(context.by)
        if change is None:
            raise NothingMeantError(
                f"{context.by} has changed no ticket that is still in use", "name it as T-12 or 12"
            )
        return map(id_of, view.changed_in(change))


def _under(context: Context, key: str) -> str:
    with context.read() as view:
        ticket = unresolved_under(view, key)
        if ticket is None:
            raise NothingMeantError(
                f"no unresolved ticket has the key '{key}'",
                "escalate list --all key:KEY finds a resolved one",
            )
        return ticket.id
