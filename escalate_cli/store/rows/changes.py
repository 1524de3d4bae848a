"""Changes: whose the last was, which tickets one was about, what stands for all, read off rows."""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING

import msgspec

from escalate_cli.store.rows import codec
from escalate_cli.store.rows.standing import StandingRows
from escalate_cli.store.rows.tables import GAPS, HEAD, SEQ, STANDING, TICKETS, Wanted, counter
from escalate_cli.store.rows.whole import WholeRows
from escalate_cli.usecases.records import Fingerprint

if TYPE_CHECKING:
    from collections.abc import Iterable

    from escalate_cli.domain.ticket.events import Event
    from escalate_cli.usecases.records import Seals


class ChangeRows(StandingRows, WholeRows):
    """Finds changes by who made them, tickets by the change, and what stands for all events."""

    def last_change_by(self, person: str) -> int | None:
        """Return the number of the last change that a person made and nobody undid."""
        from escalate_cli.domain.ticket import events as e  # noqa: PLC0415 - start-up time

        quoted = b'by":' + msgspec.json.encode(person)
        made, undone = {0}, set()
        for _, row in self._tables.rows(TICKETS):
            events = codec.decode_events(row) if quoted in row else []
            undone |= {event.undone for event in events if isinstance(event, e.ChangeUndone)}
            made |= {x.change for x in events if x.recorded_by == person and may_be_undone(x)}
        said, taken_back = self._said_by(person)
        return max((made | said) - undone - taken_back) or None

    def changed_in(self, change: int) -> list[int]:
        """Name the tickets that a change recorded something about."""
        written = re.compile(rb'"change":%d[,}]' % change)
        return [
            number
            for number, row in self._every_row(Wanted(change=change))
            if written.search(row) and any(c.change == change for c in codec.decode_events(row))
        ]

    def fingerprint(self) -> Fingerprint:
        """Return what stands for all events so far: the head of their chain."""
        return Fingerprint(counter(self._tables, SEQ), str(self._tables.meta.get(HEAD, "")))

    def fingerprint_at(self, last: int) -> Fingerprint | None:
        """Return what stands for the events up to one; nothing if one of them is missing."""
        head = None if last > self.fingerprint().last else self._chained(last, None, or_later=True)
        return None if head is None else Fingerprint(last, head)

    def is_chained(self, read: Iterable[Seals] | None = None) -> bool:
        """Tell whether all events together are those that were written."""
        kept = self.fingerprint()
        return self._chained(kept.last, read, or_later=False) == kept.digest

    def _chained(self, last: int, read: Iterable[Seals] | None, *, or_later: bool) -> str | None:
        from escalate_cli.store.rows.hash_chain import head_of_chain  # noqa: PLC0415 - start-up time

        unread, tables = self._every_row() if read is None else (), self._tables
        rows = (row for _, row in chain(tables.rows(STANDING), unread))
        return head_of_chain(rows, last, read or (), or_later=or_later, gaps=GAPS in tables.meta)


def may_be_undone(event: Event) -> bool:
    """Tell whether an event is no correction itself, which is the last word."""
    from escalate_cli.domain.ticket import events as e  # noqa: PLC0415 - start-up time

    return not isinstance(event, e.ChangeUndone | e.EventRedacted)
