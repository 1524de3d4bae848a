"""The time at each level adds up to the time at all of them."""

from datetime import timedelta

from escalate_cli.domain.figures.counted import CountedRun
from escalate_cli.domain.figures.level_figures import LevelFigures
from escalate_cli.domain.figures.run_tally import RunTally
from escalate_cli.domain.ticket.clock.sla_clock import Clock
from escalate_cli.domain.ticket.cycles import TicketCycle
from tests.conftest import HOUR, after


def figures(**hours: tuple[int, ...]) -> list[LevelFigures]:
    """Count visits of so many hours; those of less than one are not over."""
    tally, cycle = RunTally(), TicketCycle(after("0m"), 1)
    for level, visits in hours.items():
        for each in visits:
            ended_at = None if each <= 0 else after("9h")
            run = Clock(
                name="level",
                instance=1,
                cycle=1,
                started_at=after("0m"),
                counted_to=after("9h"),
                spent=timedelta(hours=abs(each)),
                ended_at=ended_at,
            )
            tally.add([CountedRun(run, cycle, ended_at, level)])
    return list(tally.levels())


def test_levels_come_by_name_with_the_time_of_all_visits() -> None:
    found = figures(L2=(1, -2), L1=(3, 4, 0))
    assert [(level.level, level.visits, level.still_there) for level in found] == [
        ("L1", 3, 1),
        ("L2", 2, 1),
    ]
    assert [level.spent for level in found] == [7 * HOUR, 3 * HOUR]
    assert [level.of_all for level in found] == [0.7, 0.3]


def test_the_time_of_each_visit_is_that_of_the_visits_that_are_over() -> None:
    [level] = figures(L1=(1, 2, 3, 4, 5, -60))
    assert (level.each.n, level.each.median) == (5, 3 * HOUR)


def test_of_too_few_visits_no_share_is_told() -> None:
    assert [level.of_all for level in figures(L1=(1, 2), L2=(3, 4))] == [None, None]
