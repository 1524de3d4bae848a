"""Renumbering: the same event, under the numbers of another store."""

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Annotated, get_args, get_origin

import msgspec
from msgspec.structs import fields, replace

from escalate_cli.domain.ticket.events import Event
from escalate_cli.domain.ticket.events.references import Refers

_AFTER_UNDO = re.compile(r":after-([0-9]{1,12})(?=:|$)", re.ASCII)
"""What an undo adds to the keys of what is decided anew."""


class Numbers(msgspec.Struct, frozen=True, kw_only=True):
    """What stands for a ticket, a change and an event of one store in another one."""

    ticket: Callable[[str], str]
    change: Callable[[int], int]
    event: Callable[[int], int]


def renumbered(event: Event, numbers: Numbers) -> Event:
    """Return an event with other numbers, and with no digest."""
    named = {
        name: _renumbered(getattr(event, name), refers, numbers)
        for name, refers in _references(type(event))
    }
    seq, change = numbers.event(event.seq), numbers.change(event.change)
    return replace(event, **named, seq=seq, change=change, digest="")


def _renumbered(value: object, refers: Refers, numbers: Numbers) -> object:
    if value is None:
        return None
    if isinstance(value, tuple):
        return tuple(_renumbered(each, refers, numbers) for each in value)
    if isinstance(value, int):
        return numbers.change(value) if refers == "change" else numbers.event(value)
    text = str(value)
    return numbers.ticket(text) if refers == "ticket" else renumbered_key(text, numbers)


def renumbered_key(key: str, numbers: Numbers) -> str:
    """Return the key of a decision or message under other numbers."""
    ticket, colon, rest = key.partition(":")
    rest = _AFTER_UNDO.sub(lambda found: f":after-{numbers.event(int(found[1]))}", rest)
    return f"{numbers.ticket(ticket)}{colon}{rest}"


@cache
def _references(kind: type[Event]) -> tuple[tuple[str, Refers], ...]:
    """Name the fields of a kind of event that refer to something by its number."""
    return tuple((field.name, refers) for field in fields(kind) for refers in _refers(field.type))


def _refers(type_: object) -> Iterator[Refers]:
    if get_origin(type_) is Annotated:
        _, meta = get_args(type_)
        refers = (meta.extra or {}).get("refers")
        yield from (refers,) if refers else ()
        return
    for part in get_args(type_):
        yield from _refers(part)
