"""Every run of a clock is found with the level that held the ticket."""

from escalate_cli.domain.figures.clock_runs import RunTally, runs
from escalate_cli.domain.ticket import events as e
from tests.conftest import a_history, a_policy, after, escalated, reopened, resolved, targets

POLICY = a_policy(targets=(targets(resolve="4h", level="1h"),))
STORY = (escalated(after("1h"), "L2"), resolved(after("2h")), reopened(after("3h")))


def found(name: str, *events: e.Event) -> list[tuple[str, int, int]]:
    history = a_history(*events, policy=POLICY)
    return [
        (level, run.cycle, run.instance)
        for level, run in runs(history, after("9h"))
        if run.name == name
    ]


def test_a_run_belongs_to_the_level_at_which_it_ended() -> None:
    assert found("level", *STORY) == [("L1", 1, 1), ("L2", 1, 2), ("L2", 2, 1)]
    assert found("resolve", *STORY) == [("L2", 1, 1), ("L2", 2, 1)]


def test_a_level_that_was_passed_through_in_no_time_had_no_run() -> None:
    assert found("level", escalated(after("0m"), "L2")) == [("L2", 1, 2)]


def test_runs_are_summed_by_clock_and_by_level() -> None:
    tally = RunTally()
    tally.add(a_history(*STORY, policy=POLICY), after("9h"))
    resolve = tally.clocks["resolve"].figures()
    assert (resolve.runs, resolve.met, resolve.breached) == (2, 1, 1)
    assert {level: each.visits for level, each in tally.levels.items()} == {"L1": 1, "L2": 2}
