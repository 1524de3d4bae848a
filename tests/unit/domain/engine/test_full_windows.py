"""A window is full from what completes it until its first leaves it."""

from datetime import datetime, timedelta

import pytest

from escalate_cli.domain.engine.full_windows import MOMENT, full_windows
from tests.conftest import after

HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("counted", "full"),
    [
        ([("1h", None)], []),
        ([("1h", "0m")], [("1h", "1h")]),
        ([("61m", "0m")], []),
        ([("30m", "0m"), ("40m", "20m")], [("30m", "80m")]),
        ([("30m", "0m"), ("5h", "5h")], [("30m", "1h"), ("5h", "6h")]),
    ],
    ids=["too few", "at its end", "too late", "goes on", "full again"],
)
def test_a_window_is_full_for_so_long(
    counted: list[tuple[str, str | None]], full: list[tuple[str, str]]
) -> None:
    things: list[tuple[datetime, datetime | None]] = [
        (after(at), after(first) if first else None) for at, first in counted
    ]
    found = list(full_windows(things, HOUR, "often"))
    assert [(each.since, each.until) for each in found] == [
        (after(since), after(until) + MOMENT) for since, until in full
    ]
    assert {each.reason for each in found} <= {"often"}
