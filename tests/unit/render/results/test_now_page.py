"""The page now fits every terminal: what presses first is on it, and what is hidden is counted."""

from collections.abc import Sequence
from typing import Any

import pytest

from escalate_cli.domain.engine.decision import Decision
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.action import Action
from escalate_cli.domain.ticket.ticket_snapshot import TicketSnapshot
from escalate_cli.render.results.now import NowResult
from escalate_cli.usecases.insight.coming import Coming
from escalate_cli.usecases.insight.now import NowPage
from escalate_cli.usecases.unchecked import Unchecked
from tests.conftest import HOUR, after, paused
from tests.snapshot import assert_matches
from tests.unit.render.screen import Shown, a_terminal
from tests.unit.render.tickets import HOSTILE, SHOWN, a_standing

NOW = after("1h20m")
REQUEST = e.EscalationRequested(
    at=after("1h"),
    by="bo",
    ladder="functional",
    to="L2",
    approver="lead",
    asked=("ana",),
    auto_at=after("2h"),
    reason="a firewall rule, which needs the network people",
)


def some(first: int, count: int, **fields: Any) -> tuple[TicketSnapshot, ...]:
    """Return some tickets of one kind, numbered from a first one on."""
    titles = ("Card terminals reject every card", "日本語のタイトル " * 6, HOSTILE)
    return tuple(
        a_standing(id=f"T-{n}", now=NOW, **{"title": titles[n % 3]} | fields)
        for n in range(first, first + count)
    )


def decided(ticket: str, action: str, **fields: Any) -> Coming:
    """Return what the policy does next about a ticket."""
    usual: dict[str, Any] = {"trigger": "one-hour", "type": "clock", "since": NOW}
    fields = usual | {"key": f"{ticket}:1:one-hour:1:0", "noticed_at": after("2h")} | fields
    return Coming(after("2h"), Decision(ticket=ticket, action=action, **fields))


def a_page(**parts: Any) -> NowPage:
    usual: dict[str, Any] = {
        "at": NOW,
        "person": "ana",
        "levels": ("L1",),
        "active": 40,
        "last_check_at": after("1h17m"),
        "awaiting_check": 0,
        "since": None,
        **dict.fromkeys(("pressing", "approvals", "yours", "free", "waiting", "coming"), ()),
    }
    return NowPage(**usual | parts)


def busy() -> NowPage:
    """Return a page with much of everything."""
    asked = a_standing(REQUEST, id="T-62", now=NOW)
    waits = [
        a_standing(paused(after("1h"), until), id=f"T-{n}", now=NOW)
        for n, until in ((46, None), (34, after("26h")), (35, None), (36, None))
    ]
    coming = (
        decided("T-72", "escalated", to="L2", notified=("bo",)),
        decided("T-48", "notified", notified=("lee", "max")),
        decided("T-40", Action.RECORDED, trigger="first_response"),
    )
    return a_page(
        pressing=some(58, 9, priority="P1", owner="bo") + some(70, 2, priority="P1"),
        approvals=(asked,),
        yours=some(40, 3, owner="ana"),
        free=some(10, 17),
        waiting=tuple(waits),
        coming=coming,
    )


def shown(patch: pytest.MonkeyPatch, page: NowPage, width: int, height: int, **look: Any) -> Shown:
    terminal = a_terminal(patch, now=NOW, width=width, **look)
    patch.setenv("LINES", str(height))
    terminal.show(NowResult(page))
    return terminal


SIZES = [(40, 10), (60, 15), (80, 24), (200, 50)]


def test_what_a_yes_is_asked_for_wraps_where_there_is_room(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = a_standing(REQUEST, id="T-62", now=NOW)
    page = shown(monkeypatch, a_page(approvals=(asked,)), 50, 24)
    assert page.out.count("     asks for L2: a firewall rule, which needs the\n") == 1
    assert page.out.count("     network people\n") == 1
    wide = shown(monkeypatch, a_page(approvals=(asked,)), 120, 24)
    assert "     asks for" not in wide.out


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_the_page_looks_right(monkeypatch: pytest.MonkeyPatch, width: int, height: int) -> None:
    assert_matches(
        f"render/now-{width}x{height}.txt", shown(monkeypatch, busy(), width, height).out
    )


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_it_fits_and_leaves_a_line_to_type_on(
    monkeypatch: pytest.MonkeyPatch, width: int, height: int
) -> None:
    lines = shown(monkeypatch, busy(), width, height).lines
    assert len(lines) <= height - 1
    assert all(len(line) <= width for line in lines)


def test_a_terminal_without_utf_8_and_colour_shows_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    page = a_page(pressing=some(3, 1, title=HOSTILE), waiting=busy().waiting)
    out = shown(monkeypatch, page, 80, 24, encoding="ascii").out
    assert out.isascii()
    assert SHOWN[:20] in out
    assert "\x1b" not in out


def test_colour_is_kept_for_what_presses(monkeypatch: pytest.MonkeyPatch) -> None:
    page = a_page(pressing=some(3, 1, priority="P1", owner="bo"), free=some(5, 1))
    lines = shown(monkeypatch, page, 80, 24, coloured=True).lines
    assert ["\x1b[31m" in line for line in lines] == [True, False, False, True, False, False]


def test_a_check_that_does_not_come_is_said_in_the_head(monkeypatch: pytest.MonkeyPatch) -> None:
    late = a_page(unchecked=Unchecked(34, after("1h")), last_check_at=NOW - 25 * HOUR)
    lines = shown(monkeypatch, late, 80, 24).lines
    assert lines[0].endswith("checked 1d 1h ago")
    assert lines[1] == "34 tickets due for a check since 10:00: escalate doctor says why"
    soon = a_page(awaiting_check=1, since=after("1h10m"), last_check_at=None)
    assert shown(monkeypatch, soon, 80, 24).lines[:2] == [
        "Mon 11-23 10:20  ana · L1   40 open   never checked",
        "",
    ]


@pytest.mark.parametrize(
    ("owners", "typed"),
    [
        ((None, "ana"), "escalate ack ID takes it"),
        (("bo",), "escalate ack ID --take"),
        ((None, "bo"), "escalate ack ID takes it, --take another one's"),
        (("ana", "bo"), "escalate ack ID takes it, --take another one's"),
    ],
    ids=["free", "another one's", "both", "theirs and another one's"],
)
def test_what_another_one_has_is_taken_by_its_option(
    monkeypatch: pytest.MonkeyPatch, owners: tuple[str | None, ...], typed: str
) -> None:
    pressing = [some(n, 1, owner=owner)[0] for n, owner in enumerate(owners, 3)]
    page = shown(monkeypatch, a_page(pressing=tuple(pressing)), 80, 24)
    assert page.lines[2].endswith(f"  {typed}")


def test_nothing_is_said_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = shown(monkeypatch, a_page(levels=(), person="kim"), 80, 24).lines
    assert lines[0].startswith("Mon 11-23 10:20  kim   40 open")
    assert lines[2] == "nothing presses, and nothing waits for you"


def test_a_stranger_sees_what_nobody_has_and_why_nothing_is_theirs(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    page = a_page(levels=(), person="r\x1b[1moot", is_stranger=True, free=some(10, 1, owner="bo"))
    lines = shown(monkeypatch, page, 120, 24).lines
    assert (lines[2], lines[3].split()[:2]) == ("NOT TAKEN", ["T-10", "P3"])
    assert lines[4].startswith("nothing is yours: the policy has no 'r")
    assert lines[4].endswith("oot'; ESCALATE_ACTOR=NAME says who you are")
    assert "\x1b[1m" not in lines[4]
    idle = shown(monkeypatch, a_page(levels=(), is_stranger=True, active=0), 80, 24)
    assert idle.lines[2] == "nothing presses, and nothing waits for you"


def titles(lines: Sequence[str]) -> list[str]:
    return [line.split("  ")[0] for line in lines if line[:1].isupper()][1:]


def test_a_limit_counts_for_every_part_and_0_is_all(monkeypatch: pytest.MonkeyPatch) -> None:
    for limit, rows in ((2, 7), (0, 32)):
        terminal = a_terminal(monkeypatch, now=NOW)
        terminal.show(NowResult(busy(), limit))
        assert sum("T-" in line[:5] for line in terminal.lines) == rows
        assert titles(terminal.lines) == [
            *("PRESSING", "YOUR YES", "YOURS, LATER", "FREE AT L1", "WAITING", "NEXT"),
        ]
