"""The kinds of a row's events, read off its bytes, so that most events need not be decoded."""

import re
from functools import cache
from typing import TYPE_CHECKING

from escalate_cli.store.rows.decoders import KIND, event_types

if TYPE_CHECKING:  # start-up time
    from escalate_cli.domain.ticket.events import Event

_NUMBER = re.compile(rb"[0-9]{1,12}")
_HISTORY = b',"events":[{"kind":"ticket_logged"'
_SEQ = b'"seq":'


def kinds_of(row: bytes) -> "frozenset[type[Event]]":
    """Return the kinds of the events of a row as it was written; of any other none."""
    begin = row.find(_HISTORY)
    return _named(frozenset(KIND.findall(row, begin))) if begin >= 0 else frozenset()


@cache
def _named(names: frozenset[bytes]) -> "frozenset[type[Event]]":
    """Return what is meant by names; nothing where one of them is none of an event."""
    events = event_types()
    return frozenset(events[name] for name in names if names <= events.keys())


def last_seq_of(row: bytes) -> int:
    """Return the number of the last event of a row; 0 where it is lost."""
    begin = row.rfind(_SEQ) + len(_SEQ)
    found = _NUMBER.match(row, begin) if begin >= len(_SEQ) else None
    return int(found[0]) if found else 0
