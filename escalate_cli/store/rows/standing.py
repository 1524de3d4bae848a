"""Standing entries as rows: what was said for the team, one row each, in the chain of events."""

from collections.abc import Iterator

import msgspec

from escalate_cli.domain.policy.maintenance import Window
from escalate_cli.domain.policy.standing import Standing, StandingUndone
from escalate_cli.domain.ticket.authority import Delegation
from escalate_cli.store.rows import codec
from escalate_cli.store.rows.tables import DELEGATIONS, MAINTENANCE, STANDING, Tables


class StandingRows:
    """Reads what was said for the team."""

    _tables: Tables

    def standing(self) -> list[Standing]:
        """Return all that was said for the team, the earliest first; DamagedHistoryError."""
        return [codec.decode_standing(row) for _, row in self._tables.rows(STANDING)]

    def broken_standing(self) -> list[int]:
        """Name the standing entries, by the number of their rows, that are not as written."""
        broken, before = [], ""
        for number, row in self._tables.rows(STANDING):
            if not codec.is_as_written(row, before):
                broken.append(number)
            before = codec.digest_in(row)
        return broken

    def delegations(self) -> Iterator[Delegation]:
        """Yield the authority that was lent and not cleared away."""
        for _, row in self._tables.rows(DELEGATIONS):
            yield msgspec.json.decode(row, type=Delegation)

    def windows(self) -> list[Window]:
        """Return the maintenance windows that rows go by; what somebody spoilt is none."""
        try:
            return msgspec.convert(self._tables.meta.get(MAINTENANCE, []), list[Window])
        except msgspec.ValidationError:
            return []

    def _said_by(self, person: str) -> tuple[set[int], set[int]]:
        """Return the changes of entries that a person made, and those that anybody took back."""
        entries = self.standing()
        undone = {entry.undone for entry in entries if isinstance(entry, StandingUndone)}
        own = (entry for entry in entries if entry.by == person)
        return {each.change for each in own if not isinstance(each, StandingUndone)}, undone
