"""What was brought in later says so, and does nothing about the ticket itself."""

import pytest

from escalate_cli.domain.ticket import events as e
from tests.conftest import a_log, a_ticket, after, taken


def imported(count: int) -> e.HistoryImported:
    return e.HistoryImported(
        at=after("2h"), by="ana", source="servicenow", imported_at=after("9h"), count=count
    )


@pytest.mark.parametrize(
    ("count", "line"),
    [
        (1, "imported 1 later event from servicenow"),
        (3, "imported 3 later events from servicenow"),
    ],
)
def test_it_says_from_where_and_how_much(count: int, line: str) -> None:
    assert imported(count).line == (line,)


def test_whoever_brings_it_in_does_not_touch_the_ticket() -> None:
    assert not imported(1).is_touch
    assert a_ticket(taken(after("1h")), imported(1)) == a_ticket(taken(after("1h")))


def test_a_log_is_recorded_by_whoever_imported_it() -> None:
    assert a_log(by="kim").recorded_by == "kim"
    assert a_log(by="kim", imported_by="ana").recorded_by == "ana"
