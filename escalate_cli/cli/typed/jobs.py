"""The option `--jobs`: how many processes go through an archive."""

import os
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from itertools import count as counter
from itertools import repeat
from typing import TYPE_CHECKING, Annotated, Final, TypeVar

import typer

from escalate_cli.errors import EscalateError, UsageError
from escalate_cli.usecases.ports import ProgressWatch
from escalate_cli.usecases.walk import Walk, Workers

if TYPE_CHECKING:
    from escalate_cli.wiring import Wiring

S = TypeVar("S")
T = TypeVar("T")

FEW: Final = 4
"""Of fewer stretches it takes longer to begin with processes than to go through them."""

MOST: Final = 8
"""So many processes are started by themselves, so that their memory has a bound."""


def _several(jobs: int | None) -> int | None:
    if jobs is not None and jobs < 1:
        raise UsageError(f"{jobs} processes do nothing", "--jobs 1 is one process")
    return jobs


Jobs = Annotated[
    int | None,
    typer.Option(
        "--jobs",
        metavar="N",
        callback=_several,
        help="Take N processes for a large archive [default: as many as there are processors]",
    ),
]


def workers(run: "Wiring", jobs: int | None) -> Workers:
    """Return what takes walks with so many processes where that pays, and shows how far it is."""
    watch = run.printer.watch

    def take(walk: Walk[S], count: Callable[[Iterable[S]], T]) -> Iterable[T]:
        number = min(_default() if jobs is None else jobs, len(walk.stretches))
        if number > 1 and len(walk.stretches) >= FEW and _may_be_copied():
            return _together(walk, count, number, watch)
        return _one_by_one(walk, count, watch)

    return take


def _default() -> int:
    """Count the processors; where Python thinks little of copies of a process, there is one."""
    return min(MOST, len(os.sched_getaffinity(0))) if sys.platform == "linux" else 1


def _may_be_copied() -> bool:
    """Tell whether nothing else runs in this process, which a copy would lack."""
    return threading.active_count() == 1


def _one_by_one(
    walk: Walk[S], count: Callable[[Iterable[S]], T], watch: ProgressWatch
) -> Iterator[T]:
    """Take the stretches here, under one bar."""
    passed = iter(watch(repeat(None), walk.total))
    for begin in walk.stretches:
        yield count(thing for thing, _ in zip(begin(), passed, strict=False))


def _together(
    walk: Walk[S], count: Callable[[Iterable[S]], T], number: int, watch: ProgressWatch
) -> Iterator[T]:
    """Let processes take the stretches; what is damaged, or fails, is gone past here to say so."""
    from escalate_cli.worker_processes import WorkerProcesses  # noqa: PLC0415 - start-up time

    found = walk.found()

    def take(n: int) -> tuple[int, T]:
        passed = counter()
        counted = count(thing for thing, _ in zip(walk.stretches[n](), passed, strict=False))
        if walk.found() != found:
            raise EscalateError("something is to be said")
        return next(passed), counted

    done: dict[int, T] = {}
    following = 0
    with WorkerProcesses(take, len(walk.stretches), number) as processes:

        def gone_past() -> Iterator[None]:
            for n, taken in processes:
                if taken is not None:
                    passed, done[n] = taken
                    yield from repeat(None, passed)

        for _ in watch(gone_past(), walk.total):
            while following in done:
                yield done.pop(following)
                following += 1
    for n in range(following, len(walk.stretches)):
        yield done.pop(n) if n in done else count(walk.stretches[n]())
