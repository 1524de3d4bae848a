"""A feed: what a monitoring system sees now, by a mapping; each row is a problem, or its end."""

from collections.abc import Sequence

import msgspec

from escalate_cli.domain.ticket.ticket import Status
from escalate_cli.errors import UsageError
from escalate_cli.exchange.files.table import ForeignFileError, RejectedRow
from escalate_cli.exchange.foreign_file import ForeignFile
from escalate_cli.exchange.mapping_choice import chosen
from escalate_cli.exchange.reading.row_reader import RowReader, Stated
from escalate_cli.usecases.verbs.log import NewTicket
from escalate_cli.usecases.verbs.sightings import Recovery

_OVER = {Status.RESOLVED, Status.CLOSED}


class Feed(msgspec.Struct, frozen=True):
    """What came in, in order, and which rows are of no use."""

    seen: Sequence[NewTicket | Recovery]
    rejected: Sequence[RejectedRow]


def read_feed(file: ForeignFile, name: str, priorities: Sequence[str], default: str) -> Feed:
    """Read what a mapping of a feed reads.

    Raises:
        ForeignFileError: the file is of another kind, or lacks what the mapping needs.
    """
    mapping, table = chosen(file, name)
    if mapping.rows != "feed":
        help_ = f"escalate import FILE --from {name}"
        raise ForeignFileError(f"'{mapping.name}' is no feed but a mapping for import", help_)
    seen: list[NewTicket | Recovery] = []
    rejected = list(table.rejected)
    if table.rows:
        rows = RowReader(mapping, table.shape, priorities, default)
        rows.must_have()
        for row in table.rows:
            try:
                seen.extend(_said(rows.stated(row)))
            except UsageError as error:
                rejected.append(RejectedRow(row.line, str(error)))
    return Feed(seen, rejected)


def _said(stated: Stated) -> Sequence[NewTicket | Recovery]:
    """Return a row as what is done about it; nothing where nothing is known of it."""
    status = stated.state.status
    if status is None:
        return ()
    if status in _OVER:
        return (Recovery(stated.number, f"it is over: {stated.fields['title']}"),)
    return (NewTicket(key=stated.number, **stated.fields),)
