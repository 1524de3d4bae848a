"""A view of a store on a server: one moment of it, read by index."""

from collections.abc import Collection, Iterator, Sequence
from typing import Final, Self

import msgspec
from msgspec.structs import replace

from escalate_cli.domain.policy.sections.maintenance import Window
from escalate_cli.store.postgres.moment import Moment
from escalate_cli.store.postgres.search.event_search import EventSearch
from escalate_cli.store.postgres.search.outbox_search import OutboxSearch
from escalate_cli.store.postgres.search.ticket_search import TicketSearch
from escalate_cli.store.rows.tables import (
    CHANGE,
    EVERY_ROW,
    GAPS,
    HEAD,
    NEXT,
    SEQ,
    STORE,
    Wanted,
    policy_in,
)
from escalate_cli.store.rows.whole import WholeRows
from escalate_cli.usecases.damage import Damage
from escalate_cli.usecases.records import Dump

WINDOWS: Final = "windows"


class ServerView(TicketSearch, EventSearch, OutboxSearch, WholeRows):
    """Reads tickets in one transaction, which lasts as long as somebody looks.

    Attributes:
        moment: the rows themselves.
    """

    def __init__(self, moment: Moment) -> None:
        self.moment = self._moment = self._tables = moment

    def __enter__(self) -> Self:
        """Look at that moment while a block runs."""
        return self

    def __exit__(self, *_error: object) -> None:
        """Let go of it."""
        self._moment.end()

    def name(self) -> str:
        """Return what tells this store from all others; nothing before its first change."""
        return str(self._moment.meta.get(STORE, ""))

    def damage(self) -> Sequence[Damage]:
        """Return what is damaged: the server answers for its files."""
        return ()

    def policy_source(self, policy_id: str) -> str | None:
        """Return the text of a policy version that some ticket follows."""
        link = self._moment.link
        return _source(
            link.value(
                "SELECT body FROM escalate.policies WHERE store_id = %s AND id = %s",
                *(link.store, policy_id),
            )
        )

    def newest_policy(self) -> str | None:
        """Return the text of the policy version that was pinned last."""
        link = self._moment.link
        return _source(
            link.value(
                "SELECT body FROM escalate.policies WHERE store_id = %s"
                " ORDER BY number DESC LIMIT 1",
                link.store,
            )
        )

    def windows(self) -> list[Window]:
        """Return the maintenance windows by which rows say when something is next to be done."""
        body = self._moment.get(WINDOWS, 1)
        return [] if body is None else msgspec.json.decode(body, type=list[Window])

    def is_as_written(self) -> bool:
        """Tell whether all is here that was written."""
        return self.is_chained()

    def _every_row(self, wanted: Wanted = EVERY_ROW) -> Iterator[tuple[int, bytes]]:
        """Go through the rows of all tickets by number, whatever is wanted."""
        del wanted
        return self._moment.ticket_rows()

    def dump(self, numbers: Collection[int] | None = None) -> Dump:
        """Return all that there is, as it is written; or some tickets and their policies alone."""
        kept, link = self.fingerprint(), self._moment.link
        change = link.value(
            "SELECT max(id) FROM escalate.change WHERE store_id = %s AND digests <> ''", link.store
        )
        counted: dict[str, object] = {
            SEQ: kept.last,
            CHANGE: change or 0,
            NEXT: self.highest() + 1,
            HEAD: kept.digest,
        }
        gaps = {GAPS: True} if self._has_gaps(kept.last) else {}
        return replace(super().dump(numbers), meta=counted | gaps)

    def _has_gaps(self, last: int) -> bool:
        return sum(1 for _ in self._digests()) < last


def _source(body: memoryview | None) -> str | None:
    kept = None if body is None else policy_in(bytes(body))
    return kept.source if kept else None
