"""Several processes go past an archive where that pays, and say what one would."""

import os
import sys
from collections.abc import Callable, Iterable
from functools import partial
from types import SimpleNamespace
from typing import Any

import pytest

from escalate_cli.cli.typed import jobs
from escalate_cli.cli.typed.jobs import FEW, workers
from escalate_cli.usecases.walk import Walk


class Watched:
    """Stands for the part of a wiring that shows progress."""

    def __init__(self) -> None:
        self.passed, self.totals = 0, list[int]()
        self.printer = SimpleNamespace(watch=self.watch)

    def watch(self, things: Iterable[Any], total: int) -> Iterable[Any]:
        self.totals.append(total)
        for thing in things:
            self.passed += 1
            yield thing


@pytest.fixture(autouse=True)
def _nobody_else_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "_may_be_copied", lambda: True)


def walk(stretches: int, found: Callable[[], int] = lambda: 0) -> Walk[int]:
    cut = [partial(range, n * 10, (n + 1) * 10) for n in range(stretches)]
    return Walk(cut, stretches * 10, found)


def who(some: Iterable[int]) -> tuple[int, int]:
    return sum(some), os.getpid()


def counted(run: Watched, number: int | None, way: Walk[int]) -> tuple[int, set[int]]:
    found = list(workers(run, number)(way, who))  # type: ignore[arg-type]
    return sum(n for n, _ in found), {pid for _, pid in found}


@pytest.mark.parametrize("number", [2, 3, 50])
def test_stretches_are_taken_by_others_and_add_up(number: int) -> None:
    run = Watched()
    total, pids = counted(run, number, walk(6))
    assert (total, run.passed, run.totals) == (sum(range(60)), 60, [60])
    assert os.getpid() not in pids


@pytest.mark.parametrize(("number", "stretches"), [(1, 6), (2, FEW - 1)], ids=["asked", "small"])
def test_little_is_done_in_one_process(number: int, stretches: int) -> None:
    run = Watched()
    assert counted(run, number, walk(stretches)) == (sum(range(stretches * 10)), {os.getpid()})
    assert (run.passed, run.totals) == (stretches * 10, [stretches * 10])


def test_by_themselves_there_are_as_many_as_processors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "_default", lambda: 1)
    assert counted(Watched(), None, walk(6)) == (sum(range(60)), {os.getpid()})


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is one")
def test_the_default_has_a_bound() -> None:
    assert 1 <= jobs._default() <= jobs.MOST


def test_what_is_to_be_spoken_of_is_gone_past_here() -> None:
    seen: list[int] = []

    def count(some: Iterable[int]) -> tuple[int, int]:
        listed = list(some)
        if 20 in listed:
            seen.append(20)
        return sum(listed), os.getpid()

    found = list(workers(Watched(), 2)(walk(6, lambda: len(seen)), count))  # type: ignore[arg-type]
    assert [pid == os.getpid() for _, pid in found].count(True) >= 1
    assert (found[2][1], sum(n for n, _ in found), seen) == (os.getpid(), sum(range(60)), [20])


def test_an_error_is_that_of_one_process() -> None:
    def count(some: Iterable[int]) -> int:
        if 20 in (listed := list(some)):
            raise LookupError("no 20")
        return sum(listed)

    with pytest.raises(LookupError, match="no 20"):
        list(workers(Watched(), 2)(walk(6), count))  # type: ignore[arg-type]
