"""One row, checked: how a ticket stood after somebody changed it."""

from collections.abc import Mapping
from datetime import datetime

import msgspec

from escalate_cli.domain.ticket.ticket import FINISHED
from escalate_cli.exchange.mappings.mapping import Meaning


class Note(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody wrote."""

    at: datetime
    by: str
    text: str
    public: bool = False
    from_requester: bool = False


class Update(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """How a ticket stood.

    Attributes:
        fields: the ticket's fields that an edit may set, by their names.
        links: records of other kinds that it names, by what they are.
        resolved_at: of the last resolution, on every row; so are the other instants.
        reopenings: how often it was reopened up to this row, if the file says so.
        tells_all: the row is one of those that tell each change.
    """

    line: int
    number: str
    state: Meaning
    state_name: str
    opened_at: datetime
    updated_at: datetime
    updated_by: str
    opened_by: str
    fields: Mapping[str, str | tuple[str, ...] | None]
    links: Mapping[str, str]
    owner: str | None
    group: str | None
    reopenings: int | None
    acknowledged_at: datetime | None = None
    resolved_at: datetime | None
    closed_at: datetime | None
    resolved_by: str | None
    closed_code: str | None
    tells_all: bool = False

    def is_over_before(self, at: datetime) -> bool:
        """Tell whether by this update the ticket was over before an instant."""
        ends = (self.resolved_at, self.closed_at) if self.state.status in FINISHED else ()
        return any(end is not None and end < at for end in ends)
