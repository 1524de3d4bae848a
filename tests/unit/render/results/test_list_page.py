"""The list is calm, aligned, and says what presses."""

from collections.abc import Iterator
from typing import Any

import pytest

from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.ticket_snapshot import TicketSnapshot
from escalate_cli.render.results.list import ListResult
from escalate_cli.usecases.insight.list_and_show import Listing, urgency
from tests.conftest import DAY, HOUR, MONDAY_NINE, after, escalated, paused, resolved, taken
from tests.snapshot import assert_matches
from tests.unit.render.screen import Shown, a_terminal
from tests.unit.render.tickets import HOSTILE, SHOWN, a_standing

NOW = after("4h20m")


def everything() -> list[TicketSnapshot]:
    """Return tickets in every state that a list can show, in the order in which they are found."""
    friday = MONDAY_NINE - 3 * DAY
    moved = escalated(after("2h"), "L2", origin="L1", owner="bo")
    manager = escalated(after("3h"), "manager", "management")
    found = [
        a_standing(id="T-7", at=friday, owner="ana.ruiz@example.org", title=HOSTILE, now=NOW),
        a_standing(moved, manager, id="T-12", priority="P1", title="VPN drops", now=NOW),
        a_standing(id="T-131", at=after("1h"), title="Invoices not printed [urgent]", now=NOW),
        a_standing(moved, taken(after("3h")), id="T-40", at=after("90m"), now=NOW),
        a_standing(paused(after("1h")), id="T-9", title=f"{'A long story ' * 12}", now=NOW),
        a_standing(
            resolved(after("1h")), id="T-5", title="日本語のタイトルはとても長い" * 3, now=NOW
        ),
    ]
    return sorted(found, key=urgency)


def listed(patch: pytest.MonkeyPatch, *, width: int = 80, limit: int = 0, **look: Any) -> Shown:
    shown = a_terminal(patch, now=NOW, width=width, limit=limit, **look)
    shown.show(ListResult(everything()))
    return shown


@pytest.mark.parametrize("width", [60, 80, 120, 200])
def test_the_table_looks_right(monkeypatch: pytest.MonkeyPatch, width: int) -> None:
    assert_matches(f"render/list-{width}.txt", listed(monkeypatch, width=width).out)


def test_the_table_looks_right_without_utf_8(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = a_terminal(monkeypatch, now=NOW, encoding="ascii", limit=4)
    shown.show(ListResult(everything()[:-1]))
    assert shown.out.isascii()
    assert_matches("render/list-ascii.txt", shown.out)


def test_colour_is_kept_for_what_presses(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = listed(monkeypatch, coloured=True).lines
    assert ["\x1b[31m" in line for line in lines] == [False, True, True, *[False] * 4, True]
    assert ["\x1b[33m" in line for line in lines] == [*[False] * 3, True, *[False] * 3, True]


def test_a_limit_says_how_many_more_there_are(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = listed(monkeypatch, limit=2).lines
    assert lines[3:] == ["6 tickets · 2 overdue · 1 at risk", "… 4 more (-n 0 shows all)"]


@pytest.mark.parametrize("limit", [0, 6, 30])
def test_where_all_are_shown_nothing_is_said_of_more(
    monkeypatch: pytest.MonkeyPatch, limit: int
) -> None:
    assert len(listed(monkeypatch, limit=limit).lines) == 8


@pytest.mark.parametrize(
    ("height", "rows"), [(1, 1), (4, 1), (5, 1), (6, 2), (8, 4), (9, 6), (10, 6), (50, 6)]
)
def test_without_a_limit_there_are_as_many_rows_as_fit(
    monkeypatch: pytest.MonkeyPatch, height: int, rows: int
) -> None:
    shown = a_terminal(monkeypatch, now=NOW)
    monkeypatch.setenv("LINES", str(height))
    shown.show(ListResult(everything()))
    lines = shown.lines
    hidden = 6 - rows
    assert sum("T-" in line for line in lines) == rows
    assert lines[1].startswith("!  T-12 ")  # the worst is the last to go
    assert lines[-1].startswith(f"… {hidden} more" if hidden else "6 tickets")
    assert len(lines) < height or rows == 1


def test_what_is_asked_for_and_of_whom_stands_below_its_ticket(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    request = e.EscalationRequested(
        at=after("1h"), by="bo", ladder="functional", to="L2", approver="lead", asked=("lee", "ana")
    )
    standings = [a_standing(request, id=f"T-{n}", now=NOW) for n in (1, 2, 3)]
    shown = a_terminal(monkeypatch, now=NOW, width=80)
    shown.show(ListResult(standings))
    assert [line.strip() for line in shown.lines[2:7:2]] == [
        "asks for L2, to be approved by lee, ana"
    ] * 3
    low = a_terminal(monkeypatch, now=NOW, width=80)
    monkeypatch.setenv("LINES", "8")
    low.show(ListResult(standings))
    assert len(low.lines) < 8


def test_the_most_urgent_priority_stands_out(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = a_terminal(monkeypatch, now=NOW, width=80, coloured=True)
    ranks = a_standing().rules.priorities
    shown.show(ListResult([a_standing(priority=each, now=MONDAY_NINE) for each in ranks]))
    styles = [f"\x1b[{style}m{rank}" for style, rank in ((1, ranks[0]), (2, ranks[-1]))]
    assert [style in shown.out for style in styles] == [True, True]
    assert f"m{ranks[1]}" not in shown.out


def test_one_ticket_is_counted_as_one(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = a_terminal(monkeypatch)
    shown.show(ListResult([a_standing(now=MONDAY_NINE + HOUR)]))
    assert shown.lines[-1] == "1 ticket"


def test_a_hostile_title_is_one_harmless_cell(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = listed(monkeypatch, width=200).lines
    assert lines[2].endswith(SHOWN)
    assert all(line.isprintable() for line in lines)


def test_where_their_number_is_told_no_more_are_looked_at_than_are_shown(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    looked: list[str] = []

    def looked_at() -> Iterator[TicketSnapshot]:
        for standing in everything():
            looked.append(standing.ticket.id)
            yield standing

    shown = a_terminal(monkeypatch, now=NOW, limit=4)
    shown.show(ListResult(Listing(looked_at(), lambda: 6)))
    assert shown.out == listed(monkeypatch, limit=4).out
    assert len(looked) == 5
