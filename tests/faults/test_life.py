"""Three days of a team of twenty, with kills, full disks and wrong clocks: all is there, once."""

import ctypes
import gc
import json
import resource
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from escalate_cli import wiring
from escalate_cli.domain.ticket import events as e
from escalate_cli.store.json_store import JsonStore
from tests.cli.shell import Shell
from tests.faults.conftest import Figures
from tests.faults.program import Program
from tests.faults.team_life import Life

SHORT = 3
WHOLE = 72
SETTLED_IN = 8
"""Hours after which as many tickets are archived as are logged."""

GROWTH = 1.1


@pytest.mark.parametrize(
    "hours", [SHORT, pytest.param(WHOLE, marks=pytest.mark.faults)], ids=["short", "long"]
)
def test_nothing_is_lost_and_nothing_happens_twice(
    program: Program,
    shell: Shell,
    figures: Figures,
    monkeypatch: pytest.MonkeyPatch,
    hours: int,
) -> None:
    del shell.env["ESCALATE_NOW"], shell.env["ESCALATE_ACTOR"]
    life = Life(shell, program, seed=72)
    monkeypatch.setattr(wiring, "machine_clock", life.clock)
    memory = []
    for _ in range(hours):
        life.minutes(60)
        life.tidy()
        life.verify()
        memory.append(_memory())
    life.calm()
    life.verify()
    assert life.asked("outbox", "list", "--json").data == []
    _assert_all_is_there_once(shell.store, life)
    if hours > SHORT:
        assert memory[-1] <= GROWTH * memory[SETTLED_IN - 1], memory
        assert life.full > 20
        counts = {"steps": life.step, "kills": life.kills, "full_disks": life.full}
        growth = round(100 * memory[-1] / memory[SETTLED_IN - 1])
        figures.add("72 hours of twenty people", **counts, percent_of_memory=growth)


def _assert_all_is_there_once(store: Path, life: Life) -> None:
    view = JsonStore(store).read()
    texts: Counter[str] = Counter()
    fired: Counter[str] = Counter()
    breached: Counter[tuple[int, str, int, int]] = Counter()
    recorded: Counter[str] = Counter()
    for number in view.numbers():
        events = view.events(number)
        assert [event.at for event in events] == sorted(event.at for event in events)
        for event in events:
            match event:
                case e.TicketLogged():
                    texts[event.title] += 1
                case e.NoteAdded():
                    texts[event.text] += 1
                case e.TriggerFired():
                    fired[event.key] += 1
                case e.TargetBreached():
                    breached[number, event.clock, event.cycle, event.instance] += 1
                case e.MessageSent():
                    recorded[event.key] += 1
                case _:
                    pass
    assert life.stored - texts.keys() == set()
    assert texts.keys() - life.tried == set()
    for counts in (texts, fired, breached, recorded):
        assert counts
        assert set(counts.values()) == {1}
    parcels = defaultdict(set)
    for parcel, message in _sent(store / "sent.jsonl"):
        parcels[message].add(parcel)
    assert parcels.keys() == recorded.keys()
    assert all(len(names) == 1 for names in parcels.values())


def _sent(file: Path) -> Iterator[tuple[str, str]]:
    """Yield the key of each parcel with that of each message in it."""
    for line in file.read_text(encoding="utf-8").splitlines():
        parcel = json.loads(line)
        for message in parcel["messages"]:
            yield parcel["key"], message["key"]


def _memory() -> int:
    """Return the bytes that this process holds, without those that are free to be used again."""
    gc.collect()
    with suppress(OSError, AttributeError):
        ctypes.CDLL("libc.so.6").malloc_trim(0)
    status = Path("/proc/self/statm")
    if status.exists():
        return int(status.read_text().split()[1]) * resource.getpagesize()
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
