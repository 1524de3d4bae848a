"""Back and forth between levels is a bounce; a way through them is not."""

import pytest

from escalate_cli.domain.engine.triggers.bounced import Bounced
from escalate_cli.domain.ticket import events as e
from tests.conftest import a_ticket, after, escalated, resolved
from tests.unit.domain.engine.triggers.conftest import found, spoken


def back(at: str, to: str, origin: str) -> e.TicketReturned:
    return e.TicketReturned(at=after(at), by="bo", to=to, origin=origin)


UP = escalated(after("1h"), "L2")
DOWN = back("2h", "L1", "L2")
UP_AGAIN = escalated(after("3h"), "L2")


def test_climbing_is_no_bounce() -> None:
    assert spoken(Bounced(), UP, escalated(after("2h"), "L3")) == []


def test_coming_back_to_the_level_just_left_is_one() -> None:
    assert spoken(Bounced(), UP, DOWN) == [(after("2h"), None)]


def test_a_detour_is_none() -> None:
    through = UP, escalated(after("2h"), "L3"), back("3h", "L1", "L3")
    assert spoken(Bounced(), *through) == []


def test_a_management_step_in_between_changes_nothing() -> None:
    involved = escalated(after("90m"), "lead", "management")
    assert spoken(Bounced(), UP, involved, DOWN) == [(after("2h"), None)]


@pytest.mark.parametrize(
    ("times", "since"), [(1, "2h"), (2, "3h"), (3, None)], ids=["first", "second", "third"]
)
def test_the_arrival_that_completes_the_count_speaks(times: int, since: str | None) -> None:
    began = [began for began, _ in spoken(Bounced(times=times), UP, DOWN, UP_AGAIN)]
    assert began == ([after(since)] if since else [])


def test_it_is_over_with_the_resolution() -> None:
    assert spoken(Bounced(), UP, DOWN, resolved(after("4h"))) == [(after("2h"), after("4h"))]


def test_it_says_where_the_ticket_came_back_to() -> None:
    [finding] = found(Bounced(), UP, DOWN)
    assert finding.reason == "bounced back to L1"
    sentence = "it has not come back to a level it had just left 2 times"
    assert Bounced(times=2).waits_for(a_ticket()) == sentence
