"""Values as JSON has them, and documents as named ways to get at them."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from operator import attrgetter
from typing import Final, TypeVar

from escalate_cli.domain.time.plain_values import plain, plain_values

SCHEMA: Final = 1
"""The version of every document."""

T = TypeVar("T")
Fields = Mapping[str, Callable[[T], object]]
"""Each name of a document, in order, with what it says of a thing."""

_BATCH: Final = 100
"""So many things are held while their fields are read."""


class Stored:
    """A field that is an attribute, as JSON has it.

    Args:
        path: where it is: `ticket.owner`.
    """

    __slots__ = ("get",)

    def __init__(self, path: str) -> None:
        self.get: Callable[[object], object] = attrgetter(path)

    def __call__(self, thing: object) -> object:
        """Return it of one thing."""
        return plain(self.get(thing))


def stored(*paths: str) -> dict[str, Callable[[object], object]]:
    """Return the fields that are attributes, each named after the last part of its path.

    Another name stands before the path: `from=origin`.
    """
    return {_name_of(path): Stored(path.rpartition("=")[2]) for path in paths}


def _name_of(path: str) -> str:
    name, is_named, _ = path.partition("=")
    return name if is_named else path.rpartition(".")[2]


def document(fields: Fields[T], thing: T) -> dict[str, object]:
    """Return a thing as a document of these fields."""
    return {name: get(thing) for name, get in fields.items()}


def documents(fields: Fields[T], things: Iterable[T]) -> list[dict[str, object]]:
    """Return each of some things as a document of these fields."""
    return [document(fields, thing) for thing in things]


def rows_of(
    fields: Sequence[Callable[[T], object]], things: Iterable[T]
) -> Iterator[tuple[object, ...]]:
    """Yield what fields say of each thing.

    Some things are asked for one field after the other, as that takes a third of the time.
    """
    remaining = iter(things)
    while batch := list(islice(remaining, _BATCH)):
        yield from zip(*(_column(field, batch) for field in fields), strict=True)


def _column(field: Callable[[T], object], things: Sequence[T]) -> Sequence[object]:
    if isinstance(field, Stored):
        return plain_values(list(map(field.get, things)))
    return list(map(field, things))
