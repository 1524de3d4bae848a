"""How a list is arranged: in which order, in which groups, and how much of it."""

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import groupby, islice
from typing import Final, TypeVar

from escalate_cli.errors import UsageError
from escalate_cli.invocation import Invocation
from escalate_cli.render.parts.data.field_selection import named, names_in
from escalate_cli.render.parts.data.json_values import Fields
from escalate_cli.render.parts.data.tsv import cell

T = TypeVar("T")
_NUMBERS: Final = r"(\d+)"


def arranged(things: Iterable[T], fields: Fields[T], asked: Invocation) -> Iterable[T]:
    """Return things in the order asked for, at most so many, and each group of them together."""
    first = islice(ordered(things, fields, asked), asked.limit or None)
    return grouped(first, fields, asked)


def ordered(things: Iterable[T], fields: Fields[T], asked: Invocation) -> Iterable[T]:
    """Return things in the order of `--sort`; without it as they come, read no further than needed.

    What lacks a value comes last, in whatever direction.
    """
    for name, falling in reversed(_keys(fields, asked)):
        things = _by(fields[name], things, falling=falling)
    return things


def grouped(things: Iterable[T], fields: Fields[T], asked: Invocation) -> Iterable[T]:
    """Return things group by group, each group in the order that its things had."""
    name = group_of(fields, asked)
    return things if name is None else _by(fields[name], things, falling=False)


def group_of(fields: Iterable[str], asked: Invocation) -> str | None:
    """Return the field by which things are grouped, if they are; raises UsageError."""
    return None if asked.group_by is None else named(asked.group_by, tuple(fields))


def headings(name: str, values: Iterable[str]) -> list[str]:
    """Return what stands above each row: the name of a group and its size above its first."""
    found = []
    for value, same in groupby(values):
        number = len(list(same))
        found += [f"{name} {value or '-'} ({number})", *[""] * (number - 1)]
    return found


def _keys(fields: Iterable[str], asked: Invocation) -> list[tuple[str, bool]]:
    """Read `priority,-due`: names of fields, falling where a `-` stands before them."""
    if asked.sort is None:
        return []
    words, known = names_in(asked.sort), tuple(fields)
    if not words:
        raise UsageError("--sort names no field", "for example: --sort priority,-logged_at")
    return [(named(word.removeprefix("-"), known), word.startswith("-")) for word in words]


def _by(get: Callable[[T], object], things: Iterable[T], *, falling: bool) -> Sequence[T]:
    listed = [(get(thing), thing) for thing in things]
    valued = [(_rank(value), thing) for value, thing in listed if value not in _NOTHING]
    valued.sort(key=lambda each: each[0], reverse=falling)
    return [
        *(thing for _, thing in valued),
        *(thing for value, thing in listed if value in _NOTHING),
    ]


_NOTHING: Final[Sequence[object]] = (None, "", [], {})


def _rank(value: object) -> tuple[int, object]:
    """Return by what values are compared: numbers, then texts, `T-2` before `T-10`."""
    if isinstance(value, int | float):
        return 0, value
    pieces = re.split(_NUMBERS, cell(value).casefold())
    return 1, [int(piece) if place % 2 else piece for place, piece in enumerate(pieces)]
