"""What an act caused is said below it: who has it now, who is told, which rule spoke."""

from typing import Any

import pytest
from msgspec.structs import replace

from escalate_cli.domain.engine.decision import Decision
from escalate_cli.domain.messages.outbox_message import Message
from escalate_cli.domain.policy.people import Channel
from escalate_cli.domain.policy.policy import Policy
from escalate_cli.domain.ticket.action import Action
from escalate_cli.domain.ticket.ticket_snapshot import TicketSnapshot
from escalate_cli.domain.verbs.carry_out import Effect
from escalate_cli.render.parts.screen.ansi import Ansi
from escalate_cli.render.parts.screen.asker import Asker
from escalate_cli.render.parts.words.caused_text import caused_lines
from escalate_cli.render.parts.words.time_text import Wall
from escalate_cli.usecases.unit_of_work import Changed
from tests.conftest import after, escalated, paused
from tests.unit.render.screen import a_terminal
from tests.unit.render.tickets import HOSTILE, POLICY, SHOWN, ZONE, a_standing

NOW = after("1h")
MAIL = {"mail": Channel(id="mail", kind="smtp")}
WITH_MAIL = replace(POLICY, people=replace(POLICY.people, channels=MAIL))
MOVED = escalated(after("1m"), "L2", origin="L1", team="specialists")


def decided(action: str, **fields: Any) -> Decision:
    usual: dict[str, Any] = {"key": "k", "ticket": "T-12", "trigger": "angry", "type": "complaints"}
    return Decision(action=action, since=NOW, noticed_at=NOW, **usual | fields)


def a_message(to: str) -> Message:
    return Message(key=to, ticket="T-12", kind="alert", to=to, text="x", created_at=NOW)


def said(
    patch: pytest.MonkeyPatch,
    effect: Effect,
    encoding: str = "utf-8",
    before: TicketSnapshot | None = None,
    policy: Policy = POLICY,
) -> list[str]:
    ink = Ansi(a_terminal(patch, encoding=encoding).stdout)
    standing = a_standing(MOVED, now=NOW)
    done = Changed(standing, effect, before or standing)
    return list(caused_lines(done, Wall(NOW, ZONE), ink, Asker("ana", policy)))


def test_what_is_owed_is_said_where_it_is_not_what_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    must = "  bo must respond by 13:00 (in 3h)"
    assert said(monkeypatch, Effect(), before=a_standing(now=NOW)) == [must]
    assert said(monkeypatch, Effect(events=(MOVED,))) == []


def test_what_is_owed_of_a_new_ticket_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    ink, new = Ansi(a_terminal(monkeypatch).stdout), Changed(a_standing(now=NOW), Effect())
    lines = list(caused_lines(new, Wall(NOW, ZONE), ink, Asker("ana", POLICY)))
    assert lines == ["  you must respond by 13:00 (in 3h)"]


def test_a_wait_that_the_line_above_names_is_not_said_twice(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ink, before = Ansi(a_terminal(monkeypatch).stdout), a_standing(now=NOW)
    waits = Changed(a_standing(paused(after("30m")), now=NOW), Effect(), before)
    assert list(caused_lines(waits, Wall(NOW, ZONE), ink, Asker("ana", POLICY))) == []


def test_each_who_is_told_is_named_once_but_not_who_acts(monkeypatch: pytest.MonkeyPatch) -> None:
    messages = tuple(map(a_message, ("bo@example.org", "ana", "bo@example.org", "di@example.org")))
    lines = said(monkeypatch, Effect(messages=messages), policy=WITH_MAIL)
    assert lines == ["  told: bo@example.org, di@example.org"]


def test_whom_no_channel_reaches_is_parted_from_who_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    messages = tuple(map(a_message, ("kim", "bo@example.org", "kim")))
    lines = said(monkeypatch, Effect(messages=messages), policy=WITH_MAIL)
    assert lines == ["  told: bo@example.org · not told: kim (no contact)"]


def test_where_nobody_is_reached_nobody_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = said(monkeypatch, Effect(messages=(a_message(HOSTILE),)), policy=WITH_MAIL)
    assert " ".join(map(str.strip, lines)) == f"not told: {SHOWN} (no contact)"


def test_without_channels_messages_wait_for_all_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    assert said(monkeypatch, Effect(messages=(a_message("kim"),))) == ["  told: kim"]


@pytest.mark.parametrize(
    ("decision", "lines"),
    [
        (decided(Action.ESCALATED, to="lead"), ["  rule angry: to lead"]),
        (decided(Action.ESCALATED, origin="L1", to="L2"), ["  rule angry: L1 -> L2"]),
        (decided(Action.NOTIFIED, notified=("lee",)), ["  rule angry: notice to lee"]),
        (decided(Action.PRIORITISED), ["  rule angry: priority set"]),
        (decided(Action.NOTIFIED), []),
        (decided(Action.LAPSED), []),
    ],
)
def test_a_rule_that_did_something_is_named(
    monkeypatch: pytest.MonkeyPatch, decision: Decision, lines: list[str]
) -> None:
    assert said(monkeypatch, Effect(decisions=(decision,)), encoding="ascii") == lines


def test_what_caused_nothing_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    assert said(monkeypatch, Effect()) == []
