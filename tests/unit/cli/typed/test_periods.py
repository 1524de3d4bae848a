"""`--since` and `--until` as people type them."""

from datetime import datetime
from typing import TYPE_CHECKING

import pytest

from escalate_cli.cli.typed.periods import period_of
from escalate_cli.domain.figures.counted import LOGGED
from escalate_cli.domain.figures.report_figures import Period
from escalate_cli.domain.time.instant_parsing import parse_instant
from escalate_cli.errors import BadInstantError
from tests.conftest import DAY, HOUR, MONDAY_NINE

if TYPE_CHECKING:
    from escalate_cli.wiring import Wiring

MIDNIGHT = MONDAY_NINE - 9 * HOUR
NOVEMBER = datetime.fromisoformat("2026-11-01T00:00:00+01:00")
DECEMBER = datetime.fromisoformat("2026-12-01T00:00:00+01:00")


class _Run:
    """As much of a wiring as is asked: when and where it is."""

    now, zone = MONDAY_NINE, "Europe/Berlin"

    def instant(self, typed: str, *, past: bool) -> datetime:
        """Read an instant as the wiring does."""
        return parse_instant(typed, self.now, self.zone, past=past)


def a_period(since: str, until: str) -> Period:
    run: Wiring = _Run()  # type: ignore[assignment]  # as much of one as is looked at
    return period_of(run, since, until)


@pytest.mark.parametrize(
    ("since", "until", "expected"),
    [
        ("30d", "0m", (MONDAY_NINE - 30 * DAY, MONDAY_NINE)),
        ("2026-11", "2026-11", (NOVEMBER, DECEMBER)),
        ("this week", "2h", (MIDNIGHT, MONDAY_NINE - 2 * HOUR)),
        ("2026-11-23", "2026-11-23T09:00", (MIDNIGHT, MONDAY_NINE)),
    ],
    ids=["so long ago", "a month whole", "by words", "instants"],
)
def test_a_span_is_meant_from_its_first_instant_to_its_last(
    since: str, until: str, expected: tuple[datetime, datetime]
) -> None:
    period = a_period(since, until)
    assert (period.since, period.until, period.by) == (*expected, LOGGED)


def test_a_month_that_does_not_exist_is_refused() -> None:
    with pytest.raises(BadInstantError, match="there is no such month or week"):
        a_period("2026-13", "0m")
