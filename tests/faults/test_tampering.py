"""Seven ways to falsify a store: what the chain finds, and what only a head kept elsewhere does."""

import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import fields, replace

from escalate_cli.domain.ticket.events import Event, NoteAdded
from escalate_cli.domain.ticket.history import History
from escalate_cli.store.file.table_file import TableFile
from escalate_cli.store.json_store import JsonStore
from escalate_cli.usecases.care.verify import head, verify
from escalate_cli.usecases.unit_of_work import save
from escalate_cli.usecases.verbs.acknowledge import acknowledge
from escalate_cli.usecases.verbs.note import note
from escalate_cli.usecases.verbs.resolve import resolve
from tests.conftest import HOUR, MONDAY_NINE
from tests.faults.conftest import Figures
from tests.faults.loops import long
from tests.unit.store.contexts import a_context, logged

SOME = 5
LATER = MONDAY_NINE + HOUR
TICKETS = ("T-1", "T-2", "T-3")


@pytest.fixture
def store(tmp_path: Path) -> JsonStore:
    """Make a store of three tickets that have lived."""
    store = JsonStore(tmp_path / "store")
    logged(a_context(store), "one", "two", "three", requester="kim@example.org")
    acknowledge(a_context(store, LATER), TICKETS)
    for word in ("tried this", "tried that"):
        note(a_context(store, LATER), TICKETS, word)
    resolve(a_context(store, LATER), TICKETS, "done")
    return store


def _edited(events: list[dict[str, Any]], chance: random.Random) -> None:
    event = chance.choice(events)
    name = chance.choice([n for n, value in event.items() if isinstance(value, str | int)])
    value = event[name]
    event[name] = f"{value}x" if isinstance(value, str) else value + 100


def _deleted(events: list[dict[str, Any]], chance: random.Random) -> None:
    del events[chance.randrange(len(events))]


def _swapped(events: list[dict[str, Any]], chance: random.Random) -> None:
    at = chance.randrange(len(events) - 1)
    events[at], events[at + 1] = events[at + 1], events[at]


def _inserted(events: list[dict[str, Any]], chance: random.Random) -> None:
    at = chance.randrange(1, len(events) + 1)
    events.insert(at, {**events[at - 1], "by": "nobody", "seq": 90 + at})


Falsify = Callable[[list[dict[str, Any]], random.Random], None]
IN_PLACE: dict[str, Falsify] = {
    "edited": _edited,
    "deleted": _deleted,
    "swapped": _swapped,
    "inserted": _inserted,
}


def _in_place(store: JsonStore, falsify: Falsify, chance: random.Random) -> None:
    """Change a ticket's events in the file, and let the checksum fit."""
    number = chance.randrange(1, len(TICKETS) + 1)
    with TableFile(store.folder / "tickets.json").transaction() as image:
        row = json.loads(image.get("tickets", number) or b"{}")
        falsify(row["events"], chance)
        image.put("tickets", number, json.dumps(row).encode())


@pytest.mark.parametrize("times", [SOME, long(200)], ids=["some", "many"])
@pytest.mark.parametrize("way", IN_PLACE)
def test_the_chain_finds_what_was_changed_in_place(
    store: JsonStore, figures: Figures, way: str, times: int
) -> None:
    path = store.folder / "tickets.json"
    sound, chance = path.read_bytes(), random.Random(way)  # noqa: S311 - chance, not secrecy
    unnoticed = 0
    for _ in range(times):
        path.write_bytes(sound)
        _in_place(store, IN_PLACE[way], chance)
        unnoticed += not verify(a_context(store, LATER)).differences
    assert unnoticed == 0
    if times > SOME:
        figures.add("falsified in place", tried=times, found_by_the_chain=times)


Histories = dict[int, list[Event]]


def _without_end(histories: Histories, chance: random.Random) -> None:
    """Cut off the last events of the store."""
    last = sorted((event.seq for events in histories.values() for event in events), reverse=True)
    least = last[chance.randrange(4)]
    for number, events in histories.items():
        histories[number] = [event for event in events if event.seq < least]


def _rewritten(histories: Histories, chance: random.Random) -> None:
    """Let somebody else have said something else."""
    events = histories[chance.choice(sorted(histories))]
    at = next(n for n, event in enumerate(events) if isinstance(event, NoteAdded))
    events[at] = replace(events[at], by="eva")


def _end_forged(histories: Histories, chance: random.Random) -> None:
    """Put other last events in the place of the true ones."""
    before = len([event for events in histories.values() for event in events])
    _without_end(histories, chance)
    lost = before - len([event for events in histories.values() for event in events])
    events = histories[chance.choice(sorted(histories))]
    for _ in range(lost):
        events.append(NoteAdded(at=LATER, by="eva", text="all was well", seq=99))


ANEW: dict[str, Callable[[Histories, random.Random], None]] = {
    "the end cut off": _without_end,
    "rewritten": _rewritten,
    "the end forged": _end_forged,
}


def _anew(store: JsonStore, folder: Path, falsify: Callable[..., None], n: int) -> JsonStore:
    """Write a store whose digests, states and head all fit, with other histories."""
    view, chance = store.read(), random.Random(n)  # noqa: S311 - chance, not secrecy
    histories = {number: view.events(number) for number in view.numbers()}
    falsify(histories, chance)
    forged = JsonStore(folder)
    context = a_context(forged, LATER)
    for number, events in sorted(histories.items()):
        with forged.transaction() as tx:
            tx.pin(context.policy.rules.id, context.source)
            bare = [_bare(event) for event in events]
            assert tx.next_number() == number
            save(context, tx, History(bare, context.rules_of(tx)))
    return forged


def _bare(event: Event) -> Event:
    defaults = {"seq": 0, "change": 0, "digest": ""}
    assert set(defaults) <= {field.name for field in fields(event)}
    return replace(event, **defaults)


@pytest.mark.parametrize("times", [SOME, long(200)], ids=["some", "many"])
@pytest.mark.parametrize("way", ANEW)
def test_only_a_head_that_was_kept_elsewhere_finds_what_was_written_anew(
    store: JsonStore, tmp_path: Path, figures: Figures, way: str, times: int
) -> None:
    kept = head(a_context(store, LATER))
    found = 0
    for n in range(times):
        context = a_context(_anew(store, tmp_path / f"forged-{n}", ANEW[way], n), LATER)
        assert verify(context).differences == ()
        found += bool(verify(context, expected=kept).differences)
    assert found == times
    if times > SOME:
        figures.add("written anew", tried=times, found_by_a_head_kept_elsewhere=found)
