"""The page of a ticket answers what a resolver asks first."""

from datetime import datetime
from typing import Any

import pytest
from msgspec.structs import replace

from escalate_cli.domain.engine.decision import Decision
from escalate_cli.domain.messages.outbox_message import Message
from escalate_cli.domain.ticket import events as e
from escalate_cli.render.results.show import ShowResult
from escalate_cli.usecases.insight.coming import Coming
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

CLIMBS = Coming(
    after("4h20m"),
    Decision(
        key="T-12:1:late:1:0",
        ticket="T-12",
        trigger="late",
        type="clock",
        since=after("4h20m"),
        noticed_at=after("4h20m"),
        action="escalated",
        to="L3",
        notified=("cy", "di"),
    ),
)
WRITTEN = f"Users in building 4 lose the VPN\nevery few minutes.\n\n\t{HOSTILE}"


def page(
    patch: pytest.MonkeyPatch,
    *events: e.Event,
    now: datetime,
    width: int = 80,
    encoding: str = "utf-8",
    everything: bool = True,
    coming: Coming | None = None,
    **fields: Any,
) -> str:
    shown = a_terminal(patch, now=now, width=width, encoding=encoding)
    story = replace(a_story(*events, now=now, **fields), coming=coming)
    shown.show(ShowResult([story], everything=everything))
    return shown.out


def _busy(
    patch: pytest.MonkeyPatch, *, width: int, encoding: str = "utf-8", everything: bool = True
) -> str:
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
        everything=everything,
        coming=CLIMBS,
    )


@pytest.mark.parametrize("width", [60, 80, 120, 200])
def test_a_page_looks_right(monkeypatch: pytest.MonkeyPatch, width: int) -> None:
    text = _busy(monkeypatch, width=width)
    assert max(map(len, text.splitlines())) <= width
    assert_matches(f"render/story-{width}.txt", text)


@pytest.mark.parametrize("width", [60, 80, 120, 200])
def test_what_is_needed_to_act_looks_right(monkeypatch: pytest.MonkeyPatch, width: int) -> None:
    text = _busy(monkeypatch, width=width, everything=False)
    assert max(map(len, text.splitlines())) <= width
    assert_matches(f"render/story-short-{width}.txt", text)


def test_whose_move_it_is_stands_on_top_with_what_becomes_of_it_else(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lines = _busy(monkeypatch, width=80, everything=False).splitlines()
    assert lines[3:5] == [
        "  move          bo must resolve it now: -5m, was due 13:00",
        "  else          13:20 T-12 climbs to L3 (cy, di)",
    ]


def test_twenty_two_rows_are_enough_for_a_plain_ticket(monkeypatch: pytest.MonkeyPatch) -> None:
    words = (answered(after(f"{minute}m"), text="tried again") for minute in range(6, 20))
    text = page(
        monkeypatch,
        taken(after("5m")),
        *words,
        now=after("1h"),
        everything=False,
        coming=CLIMBS,
        priority="P1",
    )
    assert len(text.splitlines()) <= 22
    assert text.splitlines()[-1] == "escalate show T-12 --all shows the rest"


def test_deliveries_and_rules_that_did_nothing_are_left_to_the_whole_story(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sent = e.MessageSent(
        at=after("20m"),
        by="policy",
        key="T-12:1:one-hour:1:0:bo",
        message="alert",
        to="bo",
        via="mail",
        batch="b",
        queued_at=after("10m"),
    )
    events = (taken(after("5m")), sent)
    assert "alert sent to bo" in page(monkeypatch, *events, now=after("1h"))
    short = page(monkeypatch, *events, now=after("1h"), everything=False)
    assert "alert sent to bo" not in short
    assert "History, the newest 2 of 3" in short


def test_the_last_hand_off_stays_however_much_was_said_since(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    moved = escalated(after("1m"), "L2", origin="L1", reason="needs bo", tried="a restart")
    words = (answered(after(f"{minute}m")) for minute in range(2, 20))
    text = page(monkeypatch, moved, *words, now=after("1h"), everything=False)
    assert "tried: a restart" in text


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
        ((), "0m", {"tags": ("vpn", "b4")}, "  tags          vpn, b4"),
        ((), "0m", {"customer": "acme"}, "  customer      acme"),
        ((), "0m", {"customer": "acme", "vip": True}, "  customer      acme (VIP)"),
        ((), "0m", {"vip": True}, "  customer      VIP"),
        ((), "1h", {}, "  move          you must respond by 13:00 (in 3h)"),
        (
            (taken(after("1h")), paused(after("1h"))),
            "2h",
            {},
            "  move          waiting for vendor",
        ),
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
        "tags",
        "customer",
        "VIP customer",
        "VIP",
        "whose move",
        "nobody's move",
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
    for label in ("requester", "customer", "resolution", "Escalations", "asked for", "else"):
        assert label not in text


def test_a_ticket_without_targets_has_no_clocks(monkeypatch: pytest.MonkeyPatch) -> None:
    text = page(monkeypatch, edited(after("1m"), description=""), now=after("2m"))
    assert "CLOCK" in text
    closed = page(monkeypatch, resolved(after("1m")), now=after("2m"))
    assert "stopped" in closed
    assert "met" in closed


def test_what_was_missed_and_is_no_longer_owed_keeps_its_target(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lowered = edited(after("1h"), priority="P3")
    text = page(monkeypatch, lowered, now=after("2h"), priority="P1")
    [row] = [line.split() for line in text.splitlines() if line.startswith("  update")]
    assert row == ["update", "1h", "30m", "09:30", "breached", "always"]
    kept = page(monkeypatch, edited(after("10m"), priority="P3"), now=after("2h"), priority="P1")
    assert not [line for line in kept.splitlines() if line.startswith("  update")]


def test_a_request_is_shown_until_it_is_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    request = e.EscalationRequested(
        at=after("1h"), by="bo", ladder="functional", to="L2", approver="lead", asked=("lee",)
    )
    text = page(monkeypatch, request, now=after("2h"))
    assert "  asked for     L2, to be approved by lee" in text.splitlines()


def test_hostile_text_is_harmless_wherever_it_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    named: dict[str, Any] = dict.fromkeys(
        ("title", "description", "requester", "customer", "service", "category", "key"), HOSTILE
    )
    text = page(
        monkeypatch, resolved(after("1h")), now=after("2h"), width=120, tags=(HOSTILE,), **named
    )
    assert text.count(SHOWN) == 9
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
    again = replace(late, key="c", kind="alert")
    shown.show(ShowResult([replace(a_story(), messages=(lost, late, again))]))
    said = " ".join(shown.out.partition("Not told yet\n")[2].split())
    assert said.startswith(f"{SHOWN}: 1 message (alert), dead: gone bo: 2 messages")
    assert "bo: 2 messages (handoff, alert), pending in 5m, after quiet hours" in said
