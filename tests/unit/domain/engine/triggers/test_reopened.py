"""A ticket that was reopened often enough is spoken about in each cycle from then on."""

import pytest

from escalate_cli.domain.engine.triggers.reopened import Reopened
from tests.conftest import a_ticket, after, closed, reopened, resolved
from tests.unit.domain.engine.triggers.conftest import found, spoken

ONCE = resolved(after("1h")), reopened(after("2h"))
TWICE = *ONCE, resolved(after("3h")), closed(after("4h")), reopened(after("5h"))


def test_a_first_cycle_says_nothing() -> None:
    assert spoken(Reopened()) == []


@pytest.mark.parametrize(
    ("times", "since"), [(1, [after("5h")]), (2, [after("5h")]), (3, [])], ids=["1", "2", "3"]
)
def test_the_reopening_that_completes_the_count_speaks(times: int, since: list[object]) -> None:
    assert [began for began, _ in spoken(Reopened(times=times), *TWICE)] == since


def test_it_is_over_with_the_next_resolution() -> None:
    assert spoken(Reopened(), *ONCE, resolved(after("3h"))) == [(after("2h"), after("3h"))]


def test_it_says_how_often_it_was() -> None:
    assert [finding.reason for finding in found(Reopened(), *ONCE)] == ["reopened"]
    assert [finding.reason for finding in found(Reopened(), *TWICE)] == ["reopened 2 times"]
    assert Reopened(times=3).waits_for(a_ticket(*ONCE)) == "it was reopened 1 of 3 times"
