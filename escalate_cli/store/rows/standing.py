"""What holds for the team as rows: entries in the chain of events, and gauges that are replaced."""

from collections.abc import Iterator
from contextlib import suppress
from typing import TYPE_CHECKING

import msgspec

from escalate_cli.domain.policy.sections.maintenance import Window
from escalate_cli.errors import DamagedHistoryError
from escalate_cli.store.rows import codec, standing_codec
from escalate_cli.store.rows.tables import DELEGATIONS, GAUGES, MAINTENANCE, STANDING, Tables

if TYPE_CHECKING:  # types alone: start-up time
    from escalate_cli.domain.policy.standing import Standing
    from escalate_cli.domain.policy.standing.gauges import Gauge
    from escalate_cli.domain.ticket.people.approvers import Delegation


class StandingRows:
    """Reads what was said for the team."""

    _tables: Tables

    def standing(self) -> "list[Standing]":
        """Return all that was said for the team, the earliest first; DamagedHistoryError."""
        return [standing_codec.decode_standing(row) for _, row in self._tables.rows(STANDING)]

    def broken_standing(self) -> list[int]:
        """Name the standing entries, by the number of their rows, that are not as written."""
        broken, before = [], ""
        rows = list(self._tables.rows(STANDING))
        seals = standing_codec.seals_in(row for _, row in rows)
        for number, row in rows:
            if not standing_codec.is_as_written(row, before, seals):
                broken.append(number)
            before = standing_codec.digest_in(row)
        return broken

    def delegations(self) -> "Iterator[Delegation]":
        """Yield the authority that was lent; of a spoilt entry, which `verify` names, nothing."""
        from escalate_cli.domain.ticket.people.approvers import (  # noqa: PLC0415 - start-up time
            Delegation,
            lent_in,
        )

        for _, row in self._tables.rows(DELEGATIONS):  # of before there were entries
            yield msgspec.json.decode(row, type=Delegation)
        with suppress(DamagedHistoryError):
            yield from lent_in(self.standing())

    def windows(self) -> list[Window]:
        """Return the maintenance windows that rows go by; what somebody spoilt is none."""
        kept = self._tables.meta.get(MAINTENANCE, [])
        try:
            return msgspec.convert(kept, list[Window]) if kept else []
        except msgspec.ValidationError:
            return []

    def gauges(self) -> "list[Gauge]":
        """Return the latest value of each gauge; raises DamagedHistoryError."""
        return [standing_codec.decode_gauge(row) for _, row in self._tables.rows(GAUGES)]

    def _said_by(self, person: str) -> tuple[set[int], set[int]]:
        """Return the changes of entries that a person made, and those that anybody took back."""
        from escalate_cli.domain.policy.standing import StandingUndone  # noqa: PLC0415 - the same

        entries = self.standing()
        undone = {entry.undone for entry in entries if isinstance(entry, StandingUndone)}
        return {each.change for each in entries if each.by == person and each.is_act}, undone


def put_redacted(tables: Tables, blank: "Standing") -> str:
    """Put an entry without its words in its place; return the digest that it has so.

    Its row keeps the digest that it had with them, and so the chain holds.
    """
    before = ""
    for number, row in list(tables.rows(STANDING)):
        if standing_codec.decode_standing(row).seq == blank.seq:
            tables.put(STANDING, number, standing_codec.encode_standing(blank))
            break
        before = standing_codec.digest_in(row)
    return codec.digest_of(blank, before)


class GaugeWriter:
    """Keeps the latest value of each gauge."""

    _tables: Tables

    def set_gauge(self, gauge: "Gauge") -> None:
        """Keep a value in the place of the one before it."""
        number = self._row_of(gauge) or self._tables.highest(GAUGES) + 1
        self._tables.put(GAUGES, number, standing_codec.encode_gauge(gauge))

    def forget_gauge(self, gauge: "Gauge") -> None:
        """Keep a value no more."""
        number = self._row_of(gauge)
        if number is not None:
            self._tables.delete(GAUGES, number)

    def _row_of(self, gauge: "Gauge") -> int | None:
        rows = (
            (number, standing_codec.decode_gauge(row)) for number, row in self._tables.rows(GAUGES)
        )
        same = (n for n, each in rows if type(each) is type(gauge) and each.name == gauge.name)
        return next(same, None)
