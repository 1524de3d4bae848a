"""After a check, a person sees what was done, what is late and what will be."""

from datetime import datetime
from typing import Any

import pytest
from msgspec.structs import replace

from escalate_cli.domain.ticket.history import History
from escalate_cli.render.results.check import CheckResult
from escalate_cli.usecases.automation.check import Checked, Pressing
from escalate_cli.usecases.outbox.outbox_counts import Counts
from tests.conftest import DAY, HOUR, MINUTE, MONDAY_NINE, after, checked, paused
from tests.snapshot import assert_matches
from tests.unit.render.screen import WIDTH, Shown, a_terminal
from tests.unit.render.tickets import HOSTILE, POLICY, SHOWN, a_history, seen

NOW = after("4h20m")


def _tickets() -> list[History]:
    return [
        a_history(priority="P1", title="VPN drops for building 4", owner="bo"),
        a_history(id="T-7", at=MONDAY_NINE - 3 * DAY, owner="ana.ruiz@example.org", title=HOSTILE),
        a_history(id="T-131", at=after("1h"), title="Invoices not printed [urgent]"),
        a_history(id="T-9", at=after("4h")),
    ]


def a_run(**fields: Any) -> Checked:
    nothing: dict[str, Any] = {
        "now": NOW,
        "last_check_at": NOW - 2 * MINUTE,
        "active": 41,
        "decisions": (),
        "tickets": (),
        "errors": (),
    }
    return Checked(**nothing | fields)


def report(
    patch: pytest.MonkeyPatch,
    run: Checked,
    histories: list[History] | None = None,
    *,
    dry_run: bool = False,
    now: datetime = NOW,
    **look: Any,
) -> Shown:
    shown = a_terminal(patch, now=now, **look)
    standings = [seen(history, now) for history in histories or ()]
    pressing = Pressing(
        tuple(s for s in standings if s.is_overdue), tuple(s for s in standings if s.is_at_risk)
    )
    shown.show(CheckResult(replace(run, pressing=pressing), dry_run=dry_run))
    return shown


def _busy(patch: pytest.MonkeyPatch, **look: Any) -> Shown:
    histories = _tickets()
    decisions = [
        decision for history in histories for decision in checked(history, NOW, POLICY.people)
    ]
    run = a_run(
        decisions=tuple(sorted(decisions, key=lambda d: d.since)),
        tickets=tuple(history.ticket for history in histories),
        left=Counts(pending=3, dead=1),
        outdated=2,
    )
    return report(patch, run, histories, **look)


@pytest.mark.parametrize("width", [60, 80, 120, 200])
def test_the_report_looks_right(monkeypatch: pytest.MonkeyPatch, width: int) -> None:
    assert_matches(f"render/check-{width}.txt", _busy(monkeypatch, width=width).out)


def test_the_report_looks_right_without_utf_8(monkeypatch: pytest.MonkeyPatch) -> None:
    text = _busy(monkeypatch, encoding="ascii").out
    assert text.isascii()
    assert_matches("render/check-ascii.txt", text)


def test_a_dry_run_says_what_would_be_done(monkeypatch: pytest.MonkeyPatch) -> None:
    assert_matches("render/check-dry-run.txt", _busy(monkeypatch, dry_run=True).out)


@pytest.mark.parametrize(
    ("stands", "last", "line"),
    [
        ({}, 2 * MINUTE, "41 open · 0 overdue · 0 at risk · last check 2m ago"),
        ({}, 3 * HOUR, "41 open · 0 overdue · 0 at risk · last check 3h ago"),
        ({}, None, "41 open · 0 overdue · 0 at risk · first check"),
        (
            {"sent": 9, "left": Counts(pending=3, dead=1), "outdated": 2},
            2 * MINUTE,
            (
                "41 open · 0 overdue · 0 at risk · 3 messages to send · 1 message undelivered"
                " · 2 under an older policy · last check 2m ago"
            ),
        ),
        (
            {"left": Counts(pending=3, unreachable=3)},
            2 * MINUTE,
            "41 open · 0 overdue · 0 at risk · 3 messages without a contact · last check 2m ago",
        ),
    ],
    ids=["quiet", "silent scheduler", "first", "standing facts", "nobody in reach"],
)
def test_a_quiet_check_is_one_line_as_long_as_it_fits(
    monkeypatch: pytest.MonkeyPatch, stands: dict[str, Any], last: Any, line: str
) -> None:
    run = a_run(last_check_at=None if last is None else NOW - last, **stands)
    lines = report(monkeypatch, run).lines
    assert " · ".join(each.strip() for each in lines) == line
    assert all(len(each) <= WIDTH for each in lines)
    assert len(lines) == 1 or len(line) > WIDTH


@pytest.mark.parametrize(
    ("hours", "style"), [(1, "\x1b[2m"), (2, "\x1b[33m")], ids=["alive", "silent"]
)
def test_a_scheduler_that_fell_silent_stands_out(
    monkeypatch: pytest.MonkeyPatch, hours: int, style: str
) -> None:
    run = a_run(last_check_at=NOW - hours * HOUR)
    shown = report(monkeypatch, run, coloured=True)
    assert f"{style}last check {hours}h ago\x1b[0m" in shown.out


def test_without_a_look_at_tickets_only_the_decisions_are_shown(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    history = a_history(priority="P1")
    shown = a_terminal(monkeypatch, now=NOW)
    shown.show(CheckResult(a_run(decisions=checked(history, NOW, POLICY.people))))
    assert "Done now" in shown.out
    assert "Overdue" not in shown.out
    assert "  T-12  -  one-hour" in shown.out


@pytest.mark.parametrize(
    ("now", "checked_at", "next_"),
    [
        ("4h10m", ["4h10m"], "13:15"),
        ("5h", ["5h"], "resolve breach Tue 09:00"),
        ("4h10m", [], "next check"),
        ("47h", ["47h"], "-"),
    ],
    ids=["a reminder", "a clock is used up", "something is due already", "nothing"],
)
def test_an_overdue_ticket_tells_when_the_policy_acts_again(
    monkeypatch: pytest.MonkeyPatch, now: str, checked_at: list[str], next_: str
) -> None:
    history = a_history(checked_at=[after(text) for text in checked_at], owner="bo")
    at = after(now)
    shown = report(monkeypatch, a_run(now=at), [history], now=at, width=120)
    assert f"  bo     {next_}  " in shown.lines[2]


def test_a_paused_ticket_presses_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    now = after("6h")
    run = a_run(now=now, last_check_at=None)
    shown = report(monkeypatch, run, [a_history(paused(after("5h")))], now=now)
    assert shown.lines == ["41 open · 0 overdue · 0 at risk · first check"]


def test_hostile_titles_are_one_harmless_cell(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = _busy(monkeypatch, width=200)
    assert SHOWN in shown.out
    assert all(line.isprintable() for line in shown.lines)
