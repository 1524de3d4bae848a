"""Runs are alike where nothing but their times and their tickets tells them apart."""

import pytest
from msgspec.structs import replace

from escalate_cli.domain.figures.runs_alike import RunsAlike, kind_of
from escalate_cli.domain.policy.target import Target
from escalate_cli.domain.ticket.clock.sla_clock import Clock
from tests.conftest import HOUR, after

TARGET = Target(calendar="always", within=4 * HOUR)
RUN = Clock(name="resolve", started_at=after("0m"), counted_to=after("2h"), target=TARGET)
MET = RUN.ended(after("2h"), judged=True)


def test_when_and_how_long_a_run_was_does_not_matter() -> None:
    later = replace(MET, cycle=2, instance=3, spent=HOUR, ended_at=after("9h"), due_at=after("8h"))
    assert kind_of("L1", later) == kind_of("L1", MET)


@pytest.mark.parametrize(
    "other",
    [
        replace(MET, name="level"),
        replace(MET, target=None),
        replace(MET, target=Target(calendar="always", within=5 * HOUR)),
        replace(MET, judged=False),
        replace(MET, ended_at=None),
        replace(MET, breached_at=after("1h")),
        replace(MET, was_breached=True),
        replace(MET, excused=True),
    ],
    ids=[
        *("another duty", "no target", "another target", "dropped", "goes on"),
        *("breached", "was breached", "excused"),
    ],
)
def test_whatever_a_figure_tells_apart_makes_another_kind(other: Clock) -> None:
    assert kind_of("L1", other) != kind_of("L1", MET)
    assert kind_of("L2", MET) != kind_of("L1", MET)


def test_what_another_process_counted_of_a_kind_is_added() -> None:
    alike, later = RunsAlike("L1", MET), RunsAlike("L1", MET)
    alike.add(replace(MET, spent=HOUR))
    later.add(replace(MET, spent=2 * HOUR))
    alike.add_later(later)
    assert (alike.level, alike.run, alike.n, alike.times.total()) == ("L1", MET, 2, 3 * HOUR)


@pytest.mark.parametrize(
    ("run", "timed"),
    [
        (MET, 1),
        (RUN, 0),
        (replace(MET, target=None), 0),
        (replace(MET, name="level", judged=False, target=None), 1),
    ],
    ids=["done under a target", "still running", "without a target", "a visit to a level"],
)
def test_times_are_kept_where_a_figure_tells_of_them(run: Clock, timed: int) -> None:
    alike = RunsAlike("L1", run)
    alike.add(run)
    assert (alike.n, len(alike.times)) == (1, timed)
