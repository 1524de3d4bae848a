"""Runs are summed by clock, and those of the level clock by level."""

from escalate_cli.domain.figures.counted import counted
from escalate_cli.domain.figures.run_tally import RunTally
from tests.conftest import a_history, a_policy, after, escalated, reopened, resolved, targets


def test_runs_are_summed_by_clock_and_by_level() -> None:
    policy = a_policy(targets=(targets(resolve="4h", level="1h"),))
    story = (escalated(after("1h"), "L2"), resolved(after("2h")), reopened(after("3h")))
    tally = RunTally()
    tally.add(counted(a_history(*story, policy=policy), after("9h")).runs)
    resolve = next(each for each in tally.clocks() if each.clock == "resolve")
    assert (resolve.runs, resolve.met, resolve.breached) == (2, 1, 1)
    assert {each.level: each.visits for each in tally.levels()} == {"L1": 1, "L2": 2}
