"""What waits to be sent is listed with to whom it goes and since when."""

from typing import Any

import pytest

from escalate_cli.domain.messages.outbox_message import Message
from escalate_cli.render.results.outbox import OutboxResult
from tests.conftest import MINUTE, after
from tests.unit.render.screen import a_terminal
from tests.unit.render.tickets import HOSTILE

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


def test_messages_tell_to_whom_and_since_when(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = a_terminal(monkeypatch, now=NOW, width=60)
    shown.show(OutboxResult([a_message(), a_message(kind="alert", to=HOSTILE)]))
    assert [line.split()[:2] for line in shown.lines] == [
        *(["ID", "KIND"], ["T-12", "stakeholder"], ["T-12", "alert"]),
    ]
    assert all("KEY" not in line for line in shown.lines)
    assert all("pending" in line for line in shown.lines[1:])


def test_a_wide_terminal_shows_the_keys_of_messages_too(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = a_terminal(monkeypatch, now=NOW, width=120)
    shown.show(OutboxResult([a_message()]))
    assert shown.lines[1].split() == [
        *("T-12", "stakeholder", "update", "bo", "2h", "ago", "pending", "T-12:1:one-hour:1:0:bo"),
    ]


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
    assert state in shown.lines[1]


def test_a_dead_message_stands_out(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = a_terminal(monkeypatch, now=NOW, coloured=True)
    shown.show(OutboxResult([a_message(state="dead")]))
    assert "\x1b[31mdead" in shown.out


def test_an_empty_outbox_is_said_to_be_so(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = a_terminal(monkeypatch)
    shown.show(OutboxResult([]))
    assert (shown.out, shown.talk) == ("", "the outbox is empty\n")


def test_a_message_that_waits_for_the_end_of_quiet_hours_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shown = a_terminal(monkeypatch, now=NOW, width=120)
    shown.show(OutboxResult([a_message(next_at=NOW + 5 * MINUTE)]))
    assert "pending in 5m, after quiet hours" in shown.lines[1]
