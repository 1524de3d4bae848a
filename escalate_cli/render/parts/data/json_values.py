"""Values as JSON has them, and documents as named ways to get at them."""

from collections.abc import Callable, Iterable, Mapping
from operator import attrgetter
from typing import Final, TypeVar

from escalate_cli.domain.time.plain_values import plain

SCHEMA: Final = 1
"""The version of every document."""

T = TypeVar("T")
Fields = Mapping[str, Callable[[T], object]]
"""Each name of a document, in order, with what it says of a thing."""


def stored(*paths: str) -> dict[str, Callable[[object], object]]:
    """Return the fields that are attributes, each named after the last part of its path.

    Another name stands before the path: `from=origin`.
    """
    return {_name_of(path): _plain_of(path) for path in paths}


def _name_of(path: str) -> str:
    name, is_named, _ = path.partition("=")
    return name if is_named else path.rpartition(".")[2]


def _plain_of(path: str) -> Callable[[object], object]:
    get = attrgetter(path.rpartition("=")[2])
    return lambda thing: plain(get(thing))


def document(fields: Fields[T], thing: T) -> dict[str, object]:
    """Return a thing as a document of these fields."""
    return {name: get(thing) for name, get in fields.items()}


def documents(fields: Fields[T], things: Iterable[T]) -> list[dict[str, object]]:
    """Return each of some things as a document of these fields."""
    return [document(fields, thing) for thing in things]
