"""Changes: whose the last one was, and which tickets one was about, read off rows."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from escalate_cli.store.rows import codec
from escalate_cli.store.rows.standing import StandingRows
from escalate_cli.store.rows.tables import TICKETS, Wanted
from escalate_cli.store.rows.whole import WholeRows

if TYPE_CHECKING:
    from escalate_cli.domain.ticket.events import Event


class ChangeRows(StandingRows, WholeRows):
    """Finds changes by who made them, and tickets by the change."""

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


def may_be_undone(event: Event) -> bool:
    """Tell whether an event is no correction itself, which is the last word."""
    from escalate_cli.domain.ticket import events as e  # noqa: PLC0415 - start-up time

    return not isinstance(event, e.ChangeUndone | e.EventRedacted)
