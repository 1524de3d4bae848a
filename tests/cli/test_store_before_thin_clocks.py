"""A store whose rows say of clocks what their ticket says: it reads alike, and is written thinner.

It was made by the commands of the version before: four tickets, two of them in the archive, of
which one was reopened, moved and missed targets; one waits, and one has an agreed date.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.kept_stores import known, opened, printed
from tests.cli.shell import Shell

KEPT = Path(__file__).parents[1] / "stores" / "before_thin_clocks"
NOW = "2026-11-23T09:00:00Z"
ASKED = {
    "show": ("show", "1", "2", "3", "4"),
    "list": ("list", "--all"),
    "report": ("report", "--since", "2026-11-01"),
    "verify": ("verify",),
    "replay": ("policy", "replay"),
}


@pytest.fixture
def kept(tmp_path: Path, home: Path) -> Shell:
    """Open a copy of the store, when everything was printed."""
    return opened(KEPT, tmp_path, home, NOW)


def row(shell: Shell, number: int) -> dict[str, Any]:
    """Read the row of a ticket in use."""
    found: dict[str, Any] = json.loads(shell.file())["tickets"][str(number)]
    return found


@pytest.mark.parametrize("name", ASKED)
def test_everything_reads_as_it_did(kept: Shell, name: str) -> None:
    then = printed(KEPT, name)
    assert known(kept.done(*ASKED[name], "--json").data, then) == then


def test_the_first_change_writes_its_row_thinner_and_leaves_the_others(kept: Shell) -> None:
    before, waiting = kept.file(), row(kept, 3)
    kept.done("ack", "4")
    assert b'"format":3' in kept.file().split(b"\n")[0]
    assert (kept.store / "tickets.json.format-2.bak").read_bytes() == before
    assert row(kept, 3) == waiting
    clock = row(kept, 4)["clocks"]["level"]
    assert clock.keys().isdisjoint({"name", "instance", "cycle", "started_at", "counted_to"})


def test_all_reads_as_it_did_once_every_row_is_thin(kept: Shell) -> None:
    then = {each["id"]: each for each in printed(KEPT, "show")}
    for each in ("1", "2", "3", "4"):
        kept.done("note", each, "looked at it")
    for story in kept.done("show", "1", "2", "3", "4", "--json").data:
        before = then[story["id"]]
        assert [known(*pair) for pair in zip(story["events"], before["events"], strict=False)] == (
            before["events"]
        )
        assert known(story["clocks"], before["clocks"]) == before["clocks"]
    assert kept("verify").code == 0
    assert kept.done("policy", "replay", "--json").data["differences"] == []


def test_a_row_that_was_edited_by_hand_is_put_right_as_before(kept: Shell) -> None:
    kept.done("ack", "4")
    edited = kept.file().replace(b'"title":"Fan is loud","policy"', b'"title":"Fan","policy"', 1)
    (kept.store / "tickets.json").write_bytes(edited)
    assert "was edited by hand (T-4)" in kept.done("note", "4", "quieter now").stderr
    assert kept.show("4")["title"] == "Fan"
    assert kept("verify").code == 0
