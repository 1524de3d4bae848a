"""Two machines whose clocks differ write on one ticket: nobody is refused, nothing goes back."""

import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from escalate_cli.domain.ticket.events import Event, NoteAdded
from escalate_cli.store.json_store import JsonStore
from tests.faults.conftest import Figures
from tests.faults.loops import long
from tests.faults.program import ROOT

WRITERS = 8
APART = 2
"""Seconds."""
SOME = 1


def on_machine(ahead: int, store: Path, *argv: str) -> "subprocess.Popen[str]":
    """Start a command line on a machine whose clock is ahead by so many seconds."""
    return subprocess.Popen(
        [sys.executable, "-m", "tests.faults.clocked", str(ahead), *argv, "--store", str(store)],
        cwd=ROOT,
        env={"HOME": str(store.parent), "PATH": "/usr/bin:/bin", "ESCALATE_ACTOR": "ana"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )


def events_in(store: Path) -> list[Event]:
    """Return the history of the one ticket."""
    return JsonStore(store).read().events(1)


@pytest.mark.parametrize("each", [SOME, long(50)], ids=["short", "long"])
def test_eight_writers_by_two_clocks_are_all_heard_in_order(
    tmp_path: Path, figures: Figures, each: int
) -> None:
    store = tmp_path / "store"
    assert on_machine(APART, store, "log", "Mail is down").communicate()[1] == ""
    for turn in range(each):
        writers = [
            on_machine(APART * (n % 2), store, "note", "1", f"{turn}.{n}") for n in range(WRITERS)
        ]
        said = [(writer.communicate()[1], writer.returncode) for writer in writers]
        assert said == [("", 0)] * WRITERS
    events = events_in(store)
    texts = [event.text for event in events if isinstance(event, NoteAdded)]
    assert sorted(texts) == sorted(f"{t}.{n}" for t in range(each) for n in range(WRITERS))
    assert [event.at for event in events] == sorted(event.at for event in events)
    behind = [event.at - event.clock_at for event in events if event.clock_at]
    assert max(behind, default=timedelta(0)) <= timedelta(seconds=APART)
    if each > SOME:
        figures.add("two clocks", writers=WRITERS, commits=len(events), apart=APART)


def test_whoever_waited_for_the_store_does_not_go_back(tmp_path: Path) -> None:
    store = tmp_path / "store"
    assert on_machine(0, store, "log", "Mail is down").communicate()[1] == ""
    with JsonStore(store).transaction():
        waiting = on_machine(0, store, "note", "1", "here")
        with pytest.raises(subprocess.TimeoutExpired):
            waiting.communicate(timeout=3)
        last = events_in(store)[-1].at
    assert waiting.communicate()[1] == ""
    note = events_in(store)[-1]
    assert note.clock_at is None
    assert (note.at - last).total_seconds() >= 3
