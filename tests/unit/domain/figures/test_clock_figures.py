"""Every run of a clock has one fate, and its time counts where its duty was done."""

import pytest
from msgspec.structs import replace

from escalate_cli.domain.figures.clock_figures import FATES, ClockFigures
from escalate_cli.domain.figures.counted import CountedRun
from escalate_cli.domain.figures.run_tally import RunTally
from escalate_cli.domain.policy.target import Target
from escalate_cli.domain.ticket.clock.sla_clock import Clock
from escalate_cli.domain.ticket.cycles import TicketCycle
from tests.conftest import HOUR, after

TARGET = Target(calendar="always", within=4 * HOUR)
RUNNING = Clock(
    name="resolve",
    instance=1,
    cycle=1,
    started_at=after("0m"),
    counted_to=after("2h"),
    spent=2 * HOUR,
    target=TARGET,
)
BREACHED = replace(RUNNING, spent=5 * HOUR, breached_at=after("4h"))

ONCE_MORE = BREACHED.ended(after("5h"), judged=True).continued(after("8h"), 2)


def figures(*runs: Clock) -> ClockFigures:
    tally, cycle = RunTally(), TicketCycle(after("0m"), 1)
    tally.add(CountedRun(run, cycle, run.ended_at, "L1") for run in runs)
    return next(each for each in tally.clocks() if each.clock == "resolve")


@pytest.mark.parametrize(
    ("run", "fates", "timed"),
    [
        (RUNNING, {"running"}, 0),
        (replace(RUNNING, running=False), {"running"}, 0),
        (RUNNING.ended(after("2h"), judged=True), {"met"}, 1),
        (RUNNING.ended(after("2h"), judged=False), {"dropped"}, 0),
        (BREACHED, {"breached", "breached_open"}, 0),
        (BREACHED.ended(after("5h"), judged=True), {"breached"}, 1),
        (BREACHED.ended(after("5h"), judged=False), {"breached"}, 0),
        (ONCE_MORE, {"running"}, 0),
        (ONCE_MORE.ended(after("9h"), judged=True), {"dropped"}, 1),
        (replace(RUNNING, target=None), {"no_target"}, 0),
        (replace(RUNNING, target=None).ended(after("2h"), judged=True), {"no_target"}, 0),
    ],
    ids=[
        *("running", "paused", "met", "dropped", "late and open", "late", "late and dropped"),
        *("late once, and open again", "late once, and done in the end"),
        *("without a target", "done without a target"),
    ],
)
def test_a_run_has_one_fate(run: Clock, fates: set[str], timed: int) -> None:
    found = figures(run)
    assert {fate for fate in FATES if getattr(found, fate)} == fates
    assert (found.runs, found.elapsed.n) == (1, timed)


def test_the_share_speaks_of_the_runs_that_are_judged() -> None:
    met, late = (run.ended(after("5h"), judged=True) for run in (RUNNING, BREACHED))
    assert figures(met, met, met, late, RUNNING).met_share is None
    assert figures(met, met, met, met, late, RUNNING).met_share == 0.8


@pytest.mark.parametrize("run", [BREACHED, BREACHED.ended(after("5h"), judged=True)])
def test_an_excused_run_is_neither_met_nor_breached(run: Clock) -> None:
    found = figures(replace(run, excused=True))
    assert (found.excused, found.runs, found.judged, found.breached_open) == (1, 1, 0, 0)
