"""A replay on a page: what changes stands out, what tells little is only counted."""

from typing import Any

import pytest
from msgspec.structs import replace

from escalate_cli.domain.figures.replay_comparison import outline_of
from escalate_cli.render.results.replay import ReplayResult
from tests.conftest import a_policy
from tests.snapshot import assert_matches
from tests.unit.render.replays import DIFFERENCES, FIGURES, REPLAY
from tests.unit.render.screen import Shown, a_terminal
from tests.unit.render.tickets import SHOWN


def shown(patch: pytest.MonkeyPatch, limit: int = 0, width: int = 100, **changes: Any) -> Shown:
    screen = a_terminal(patch, width=width)
    screen.show(ReplayResult(replace(REPLAY, **changes), limit))
    return screen


@pytest.mark.parametrize("width", [60, 80, 120])
def test_it_fits_a_screen(monkeypatch: pytest.MonkeyPatch, width: int) -> None:
    assert_matches(f"render/replay-{width}.txt", shown(monkeypatch, width=width).out)


def test_it_is_drawn_with_what_the_terminal_can_show(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = a_terminal(monkeypatch, width=120, encoding="ascii")
    screen.show(ReplayResult(REPLAY))
    assert screen.out.isascii()
    assert "12 -> 20" in screen.out


def test_fields_can_be_chosen_on_a_terminal_too(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = a_terminal(monkeypatch, fields="section,change")
    screen.show(ReplayResult(REPLAY))
    assert screen.lines[0].split() == ["SECTION", "CHANGE"]


def test_where_nothing_differs_nothing_is_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = shown(monkeypatch, differ=0, differences=())
    assert "320 tickets: 0 would differ, 320 would not\n" in screen.out
    assert "What differs" not in screen.out


def test_of_no_tickets_nothing_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = shown(
        monkeypatch,
        tickets=0,
        differ=0,
        figures=replace(FIGURES, triggers=(), clocks=(), levels=(), people=()),
        differences=(),
    )
    assert screen.lines[2:] == [
        "0 tickets: 0 would differ, 0 would not",
        "left out: 40 logged at another time, 1 logged by mistake",
    ]


def test_what_should_be_known_is_told_first(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = shown(monkeypatch, moot=0, elsewhere=0, unasked=0, imported=0, left_out={})
    assert plain.lines[3:5] == [
        "left out: none",
        "of 1,204 things that people did: all as they were",
    ]
    assert "imported" not in plain.out
    odd = shown(
        monkeypatch, checked_at=None, left_out={**REPLAY.left_out, "unmatched": 7, "damaged": 2}
    )
    assert "when somebody last checked is not known: the policy acts up to now\n" in odd.out
    assert "7 not asked for, 1 logged by mistake, 2 that cannot be read" in odd.out


def test_tickets_and_policies_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = shown(
        monkeypatch,
        scope=replace(REPLAY.scope, ids=("T-12", "T-14")),
        against=outline_of(a_policy(id="5d7d8c40b94e", name="Before").rules),
    )
    assert screen.lines[:2] == [
        "Replay  the tickets T-12, T-14",
        "under IT support (e01f71f6), beside Before (5d7d8c40)",
    ]


def rows(screen: Shown) -> list[str]:
    start = next(n for n, line in enumerate(screen.lines) if line.startswith("  TICKET"))
    return [" ".join(line.split()) for line in screen.lines[start + 1 :]]


def test_each_difference_says_how(monkeypatch: pytest.MonkeyPatch) -> None:
    assert rows(shown(monkeypatch, width=140)) == [
        "T-12 Sun 09:30 p1-one-hour L1 → L2 30m earlier",
        "T-12 Sun 10:45 p1-one-hour L1 → L2 45m later",
        "T-12 Sun 10:00 p1-one-hour L1 → L3 was: p1-one-hour L1 → L2",
        "T-12 Sun 10:00 p1-one-hour L1 → L2 had told bo, lee",
        "T-12 Sun 10:00 p1-one-hour L1 → L2 had told nobody",
        "T-14 Sun 13:00 resolve breached new",
        "T-14 Sun 09:15 unacknowledged notified lee gone",
        f"T-15 Sun 09:50 {SHOWN} L1 → L2 moot",
        "and 2 closings",
        "and 1 reminder",
    ]


def test_no_more_are_listed_than_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    assert rows(shown(monkeypatch, limit=2))[2:] == [
        "and 6 more; --limit 0 shows them",
        "and 2 closings",
        "and 1 reminder",
    ]


def test_closings_alone_make_no_table(monkeypatch: pytest.MonkeyPatch) -> None:
    closings = (DIFFERENCES[8], DIFFERENCES[10])
    assert shown(monkeypatch, differences=closings).lines[-2:] == [
        "What differs",
        "  and 2 closings",
    ]
