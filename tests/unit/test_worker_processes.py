"""Processes share work, and nobody waits for one that is gone."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from select import select

import pytest

from escalate_cli.worker_processes import WorkerLostError, WorkerProcesses

FAMILY = """
import os, sys, time
from escalate_cli.worker_processes import WorkerProcesses

def work(n):
    os.write(theirs, b".")
    time.sleep(0.2)

theirs = int(sys.argv[1])
with WorkerProcesses(work, 900, 2) as workers:
    list(workers)
"""


def square(n: int) -> int:
    if n == 3:
        raise ValueError(n)
    return n * n


def is_there(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.parametrize("count", [1, 2, 5])
def test_each_part_is_done_once_and_what_fails_is_left_to_us(count: int) -> None:
    with WorkerProcesses(square, 9, count) as workers:
        assert sorted(workers) == [(n, None if n == 3 else n * n) for n in range(9)]


def test_what_is_handed_over_may_be_large() -> None:
    with WorkerProcesses(lambda n: str(n) * 3_000_000, 3, 2) as workers:
        assert {n: (found or "")[:2] for n, found in workers} == {0: "00", 1: "11", 2: "22"}


def test_more_parts_than_a_pipe_holds_are_handed_out() -> None:
    with WorkerProcesses(lambda n: n, 20_000, 2) as workers:
        assert sum(n for n, _ in workers) == sum(range(20_000))


def test_none_is_left_by_an_interrupt_as_parts_are_handed_out() -> None:
    class Interrupted(WorkerProcesses[int]):
        def _deal(self, deals: int) -> None:
            started.extend(self._pids.values())
            os.close(deals)
            raise KeyboardInterrupt

    started: list[int] = []
    with pytest.raises(KeyboardInterrupt), Interrupted(square, 3, 2):
        pass
    assert [is_there(pid) for pid in started] == [False, False]


def test_no_process_is_left() -> None:
    with WorkerProcesses(square, 4, 2) as workers:
        pids = dict(workers._pids)
        list(workers)
    assert len(pids) == 2
    assert not any(map(is_there, pids.values()))


def dies(_n: int) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def starves(_n: int) -> None:
    raise MemoryError


def exits(_n: int) -> None:
    os._exit(7)


@pytest.mark.parametrize(
    ("end", "said"),
    [(dies, "was ended by SIGKILL"), (starves, "had too little memory"), (exits, "ended with 7")],
    ids=["killed", "no memory", "gone"],
)
def test_one_that_dies_ends_the_work(end: Callable[[int], None], said: str) -> None:
    with pytest.raises(WorkerLostError) as lost, WorkerProcesses(end, 4, 2) as workers:
        list(workers)
    assert str(lost.value) == f"a process that took a part of the work {said}"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_they_end_with_the_process_that_began_them(number: int) -> None:
    ours, theirs = os.pipe()
    command = [sys.executable, "-c", FAMILY, str(theirs)]
    with subprocess.Popen(command, pass_fds=[theirs], stderr=subprocess.DEVNULL) as family:
        os.close(theirs)
        assert os.read(ours, 1) == b"."
        family.send_signal(number)
    while select([ours], [], [], 60) == ([ours], [], []) and os.read(ours, 1024):
        pass
    assert os.read(ours, 1) == b"", "the pipe is at its end once nobody holds it any more"
    os.close(ours)
