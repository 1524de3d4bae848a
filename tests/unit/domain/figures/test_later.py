"""What was changed about a period since it is over is counted by ticket."""

import pytest
from msgspec.structs import replace

from escalate_cli.domain.figures.later import Later
from escalate_cli.domain.ticket import events as e
from tests.conftest import a_history, a_log, after, noted, resolved

SOLVED = replace(resolved(after("1h")), change=7)
UNDONE = e.ChangeUndone(at=after("5h"), by="bo", undone=7)


@pytest.mark.parametrize(
    ("events", "undone", "entered"),
    [
        ((SOLVED,), 0, 0),
        ((SOLVED, UNDONE), 1, 0),
        ((SOLVED, replace(UNDONE, at=after("2h"))), 1, 0),
        ((SOLVED, replace(UNDONE, at=after("90m"))), 0, 0),
        ((replace(SOLVED, at=after("3h")), UNDONE), 0, 0),
        ((replace(SOLVED, clock_at=after("2h")),), 0, 1),
        ((replace(SOLVED, clock_at=after("119m")),), 0, 0),
        ((replace(noted(after("3h")), clock_at=after("9h")),), 0, 0),
        ((a_log(imported_at=after("3h")), SOLVED), 0, 1),
        ((a_log(imported_at=after("2h")), SOLVED), 0, 1),
        ((a_log(imported_at=after("1h")), SOLVED), 0, 0),
    ],
    ids=[
        *(
            "nothing",
            "undone",
            "undone at its end",
            "undone in it",
            "done and undone later",
            "entered later",
        ),
        *("entered in it", "of later", "imported later", "imported at its end", "imported in it"),
    ],
)
def test_only_what_was_of_then_and_came_later_counts(
    events: tuple[e.Event, ...], undone: int, entered: int
) -> None:
    later = Later()
    later.add(a_history(*events), after("0m"), after("2h"))
    assert later == Later(undone=undone, entered=entered)


def test_a_log_that_was_undone_counts_as_undone() -> None:
    later = Later()
    gone = replace(UNDONE, withdrawn=True)
    later.add(a_history(a_log(change=7), gone), after("0m"), after("2h"))
    assert later.undone == 1
