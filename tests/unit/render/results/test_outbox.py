"""What waits to be sent is listed with to whom it goes and since when."""

from typing import Any

import pytest

from escalate_cli.domain.messages.outbox_message import Message
from escalate_cli.render.results.outbox import MessagesResult, OutboxResult
from tests.conftest import MINUTE, after
from tests.unit.render.screen import a_terminal
from tests.unit.render.tickets import HOSTILE, SHOWN

NOW = after("4h")


def a_message(**fields: Any) -> Message:
    usual: dict[str, Any] = {
        "key": "T-12:1:one-hour:1:0:bo",
        "ticket": "T-12",
        "kind": "stakeholder_update",
        "to": "bo",
        "text": "T-12 Mail server down",
        "created_at": after("2h"),
    }
    return Message(**usual | fields)


def test_messages_for_one_person_and_reason_are_told_once(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = a_terminal(monkeypatch, now=NOW, width=70)
    lost = [
        a_message(ticket=f"T-{n}", to="lee", kind="alert", error="the policy has no contact")
        for n in range(1, 13)
    ]
    shown.show(OutboxResult([lost[0], a_message(), *lost[1:]]))
    assert shown.lines == [
        "lee: 12 messages (alert), pending: the policy has no contact",
        "  T-1, T-2, T-3, T-4, T-5, T-6, T-7, T-8 and 4 more",
        "bo: 1 message (stakeholder update), pending",
        "  T-12",
    ]
    assert shown.talk == (
        "13 messages; escalate outbox show ID shows those of a ticket, with their keys\n"
    )


@pytest.mark.parametrize(
    ("fields", "state"),
    [
        (
            {"state": "retrying", "next_at": NOW + 5 * MINUTE, "error": "refused"},
            "retrying in 5m: refused",
        ),
        ({"state": "dead", "error": HOSTILE}, "dead: Invoices [urgent] [/oops] <U+001B>]0;x"),
    ],
    ids=["retrying", "dead"],
)
def test_a_message_that_did_not_go_says_why(
    monkeypatch: pytest.MonkeyPatch, fields: dict[str, Any], state: str
) -> None:
    shown = a_terminal(monkeypatch, now=NOW, width=150)
    shown.show(OutboxResult([a_message(**fields)]))
    assert state in shown.lines[0]


def test_why_is_wrapped_and_never_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = a_terminal(monkeypatch, now=NOW, width=40)
    why = "the policy has no contact for any channel that it names"
    shown.show(OutboxResult([a_message(error=why)]))
    assert why in " ".join(shown.lines)
    assert all(len(line) <= 40 for line in shown.lines)


def test_a_dead_message_stands_out(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = a_terminal(monkeypatch, now=NOW, coloured=True)
    shown.show(OutboxResult([a_message(state="dead")]))
    assert shown.out.startswith("\x1b[31mbo: 1 message")


def test_an_empty_outbox_is_said_to_be_so(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = a_terminal(monkeypatch)
    shown.show(OutboxResult([]))
    assert (shown.out, shown.talk) == ("", "the outbox is empty\n")


def test_a_message_that_waits_for_the_end_of_quiet_hours_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shown = a_terminal(monkeypatch, now=NOW, width=120)
    shown.show(OutboxResult([a_message(next_at=NOW + 5 * MINUTE)]))
    assert "pending in 5m, after quiet hours" in shown.lines[0]


def test_those_of_a_ticket_are_shown_in_full_each_under_its_key(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shown = a_terminal(monkeypatch, now=NOW)
    second = a_message(key="T-12:1:x:1:0:lee", to="lee", batch="B+1", text=f"{HOSTILE}\nOwner: -")
    shown.show(MessagesResult([a_message(), second]))
    assert shown.lines == [
        "T-12:1:one-hour:1:0:bo",
        "stakeholder update to bo · written Mon 2026-11-23 11:00 CET (2h ago) · pending",
        "  T-12 Mail server down",
        "",
        "T-12:1:x:1:0:lee",
        "stakeholder update to lee · written Mon 2026-11-23 11:00 CET (2h ago)",
        "  goes out together as B+1 · pending",
        f"  {SHOWN}",
        "  Owner: -",
    ]
    assert shown.talk == (
        "escalate outbox drop T-12 takes them out, outbox retry T-12 tries again\n"
    )
