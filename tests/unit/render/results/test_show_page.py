"""The page of a ticket answers what a resolver asks first."""

from datetime import datetime
from typing import Any

import pytest
from msgspec.structs import replace

from escalate_cli.domain.messages.outbox_message import Message
from escalate_cli.domain.ticket import events as e
from escalate_cli.render.results.show import ShowResult
from tests.conftest import (
    MINUTE,
    MONDAY_NINE,
    after,
    answered,
    edited,
    escalated,
    paused,
    reopened,
    resolved,
    taken,
)
from tests.snapshot import assert_matches
from tests.unit.render.screen import a_terminal
from tests.unit.render.tickets import HOSTILE, SHOWN, a_story

WRITTEN = f"Users in building 4 lose the VPN\nevery few minutes.\n\n\t{HOSTILE}"


def page(
    patch: pytest.MonkeyPatch,
    *events: e.Event,
    now: datetime,
    width: int = 80,
    encoding: str = "utf-8",
    **fields: Any,
) -> str:
    shown = a_terminal(patch, now=now, width=width, encoding=encoding)
    shown.show(ShowResult([a_story(*events, now=now, **fields)]))
    return shown.out


def _busy(patch: pytest.MonkeyPatch, *, width: int, encoding: str = "utf-8") -> str:
    return page(
        patch,
        taken(after("5m")),
        answered(after("10m")),
        e.NoteAdded(at=after("12m"), by="bo", login="root", text=f"{HOSTILE}\nsecond line"),
        edited(after("20m"), title="VPN down", tags=("vpn", "b4")),
        escalated(
            after("30m"),
            "L2",
            origin="L1",
            reason="needs a specialist",
            tried="rebooted the switch",
            next_step="look at the firewall",
            owner="bo",
            team="specialists",
            notified=("bo",),
        ),
        priority="P1",
        customer="acme",
        vip=True,
        impact="high",
        urgency="high",
        stakeholders=("lou", "sam"),
        description=WRITTEN,
        checked_at=[after("1h")],
        now=after("4h5m"),
        width=width,
        encoding=encoding,
    )


@pytest.mark.parametrize("width", [60, 80, 120, 200])
def test_a_page_looks_right(monkeypatch: pytest.MonkeyPatch, width: int) -> None:
    text = _busy(monkeypatch, width=width)
    assert max(map(len, text.splitlines())) <= width
    assert_matches(f"render/story-{width}.txt", text)


def test_a_page_looks_right_without_utf_8(monkeypatch: pytest.MonkeyPatch) -> None:
    text = _busy(monkeypatch, width=80, encoding="ascii").replace("…", "...")
    assert text.isascii()
    assert_matches("render/story-ascii.txt", text)


@pytest.mark.parametrize(
    ("events", "now", "fields", "line"),
    [
        ((), "0m", {}, "P3 · L1 Frontline · open · no owner · due in 4h"),
        (
            (taken(after("1h")),),
            "2h",
            {},
            "P3 · L1 Frontline · acknowledged · owner bo · due in 6h",
        ),
        (
            (paused(after("1h"), after("5h")),),
            "2h",
            {},
            "P3 · L1 Frontline · waiting · owner bo · waiting for vendor until 14:00",
        ),
        ((resolved(after("1h")),), "2h", {}, "  resolution    restarted"),
        ((), "0m", {"customer": "acme"}, "  customer      acme"),
        ((), "0m", {"customer": "acme", "vip": True}, "  customer      acme (VIP)"),
        ((), "0m", {"vip": True}, "  customer      VIP"),
        ((), "1h", {}, "  policy acts   13:00 (in 3h) if nobody does"),
        ((), "0m", {"priority": "P1"}, "  policy acts   at the next check"),
        ((), "3h", {}, "  first response  3h       4h      13:00 (in 1h)  at risk  office"),
        ((resolved(after("1h")), reopened(after("2h"))), "3h", {}, "  cycle         2"),
        (
            (escalated(after("1h"), "lead", "management", reason="angry"),),
            "2h",
            {},
            "  1  10:00  to lead  by bo  angry",
        ),
        (
            (e.ComplaintReceived(at=after("1h"), by="ana"),),
            "2h",
            {"key": "disk", "source": "servicenow"},
            "  complaints    1",
        ),
    ],
    ids=[
        "new",
        "taken",
        "waiting",
        "resolved",
        "customer",
        "VIP customer",
        "VIP",
        "next",
        "next check",
        "at risk",
        "reopened",
        "management",
        "complaint",
    ],
)
def test_a_page_tells_what_matters(
    monkeypatch: pytest.MonkeyPatch,
    events: tuple[e.Event, ...],
    now: str,
    fields: dict[str, Any],
    line: str,
) -> None:
    assert line in page(monkeypatch, *events, now=after(now), **fields).splitlines()


def test_what_nobody_knows_takes_no_room(monkeypatch: pytest.MonkeyPatch) -> None:
    text = page(monkeypatch, now=after("0m"), requester=None)
    for label in ("requester", "customer", "resolution", "Description", "Escalations", "asked for"):
        assert label not in text


def test_a_ticket_without_targets_has_no_clocks(monkeypatch: pytest.MonkeyPatch) -> None:
    text = page(monkeypatch, edited(after("1m"), description=""), now=after("2m"))
    assert "Clocks" in text
    closed = page(monkeypatch, resolved(after("1m")), now=after("2m"))
    assert "stopped" in closed
    assert "met" in closed


def test_a_request_is_shown_until_it_is_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    request = e.EscalationRequested(
        at=after("1h"), by="bo", ladder="functional", to="L2", approver="lead", asked=("lee",)
    )
    text = page(monkeypatch, request, now=after("2h"))
    assert "  asked for     L2, to be approved by lee" in text.splitlines()


def test_hostile_text_is_harmless_wherever_it_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    named = dict.fromkeys(
        ("title", "description", "requester", "customer", "service", "category", "key"), HOSTILE
    )
    text = page(
        monkeypatch, resolved(after("1h")), now=after("2h"), width=120, tags=(HOSTILE,), **named
    )
    assert text.count(SHOWN) == 8
    assert text.replace("\n", "").isprintable()


def test_only_what_presses_is_coloured(monkeypatch: pytest.MonkeyPatch) -> None:
    late = after("4h5m")
    shown = a_terminal(monkeypatch, now=late, coloured=True)
    shown.show(ShowResult([a_story(priority="P1", now=late)]))
    assert "\x1b[31moverdue by 5m\x1b[0m" in shown.out
    assert "\x1b[2m  requester     \x1b[0mkim@example.org" in shown.out


def test_several_pages_are_kept_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = a_terminal(monkeypatch)
    shown.show(ShowResult([a_story(id="T-1"), a_story(id="T-2")], many=True))
    assert "\n\n\nT-2  Mail server down\n" in shown.out


def test_whom_the_ticket_still_has_to_be_told_to_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    usual: dict[str, Any] = {"ticket": "T-12", "text": "x", "created_at": MONDAY_NINE}
    lost = Message(key="a", kind="alert", to=HOSTILE, state="dead", error="gone", **usual)
    late = Message(key="b", kind="handoff", to="bo", next_at=after("4h") + 5 * MINUTE, **usual)
    shown = a_terminal(monkeypatch, now=after("4h"))
    shown.show(ShowResult([replace(a_story(), messages=(lost, late))]))
    lines = shown.lines[shown.lines.index("Not told yet") :][1:4]
    assert [line.split()[0] for line in lines] == ["WHO", "Invoices", "bo"]
    assert "dead: gone" in lines[1]
    assert "pending in 5m, after quiet hours" in lines[2]
