"""Texts: built in or of the policy, filled with facts that are data."""

import re
from string import Template
from typing import Any

import pytest

from escalate_cli.domain.messages import message_templates
from escalate_cli.domain.messages.message_templates import (
    BUILT_IN,
    FIELDS,
    LONGEST,
    TemplateFields,
    text_of,
)
from escalate_cli.domain.policy.people import People
from escalate_cli.domain.policy.policy import Policy
from escalate_cli.domain.policy.rules import Rules
from escalate_cli.domain.ticket import events as e
from tests.conftest import (
    a_history,
    a_policy,
    a_ticket,
    after,
    escalated,
    paused,
    resolved,
    targets,
)


def halves(policy: Policy) -> tuple[Rules, People]:
    """Return what texts are made by: the rules of the ticket and the people of today."""
    return policy.rules, policy.people


HOSTILE = "a $requester ${x} $$ {0} %s [bold]\r\nBcc: eve"


def test_every_field_has_a_value() -> None:
    known = TemplateFields(a_ticket(), *halves(a_policy()), None)
    assert [name for name in FIELDS if not known[name]] == []


@pytest.mark.parametrize("name", BUILT_IN)
def test_every_built_in_text_names_the_ticket(name: str) -> None:
    text = text_of(name, a_ticket(), *halves(a_policy()))
    assert "T-1" in text
    assert "$" not in text


@pytest.mark.parametrize("name", BUILT_IN)
def test_no_built_in_text_leads_to_what_is_not_there(name: str) -> None:
    bare = e.EscalationApproved(at=after("1h"), by="lee", to="L2")
    text = text_of(name, a_ticket(requester=None), *halves(a_policy(targets=())), bare)
    assert not re.search(r"[-:,(]$|\s-\s|\(-|-\)", text, re.MULTILINE), text


def test_an_alert_without_a_reason_ends_where_it_would_begin() -> None:
    assert text_of("alert", a_ticket(), *halves(a_policy())) == "T-1 Mail is down (P3, L1)"


def test_the_words_of_the_requester_follow_on_a_line_of_their_own() -> None:
    said = e.NoteAdded(at=after("1h"), by="kim", text="still down")
    text = text_of("reply", a_ticket(), *halves(a_policy()), said)
    assert text == "T-1 Mail is down (P3): the requester writes:\nstill down"


@pytest.mark.parametrize("name", BUILT_IN)
def test_the_text_of_the_policy_goes_first(name: str) -> None:
    policy = a_policy(messages={name: "$id costs 5 $$, due $due"})
    assert text_of(name, a_ticket(), *halves(policy)) == "T-1 costs 5 $, due -"


def test_a_line_of_the_policy_whose_fields_say_nothing_is_left_out() -> None:
    policy = a_policy(messages={"alert": "Hello.\n$id ($tried)\nTried: $tried\nBye."})
    assert text_of("alert", a_ticket(), *halves(policy)) == "Hello.\nT-1 (-)\nBye."


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("$id is worked on. Next update by $update_due.", "T-1 is worked on."),
        ("Next update by $update_due. It is $id. Bye!", "It is T-1. Bye!"),
        ("$id; tried: $tried; due $due; thanks", "T-1; thanks"),
        ("  $id? v1.$tried", "  T-1?"),
    ],
)
def test_so_is_a_sentence_beside_others_that_say_something(line: str, said: str) -> None:
    policy = a_policy(messages={"note": line}, targets=())
    assert text_of("note", a_ticket(), *halves(policy)) == said


def test_a_text_of_the_policy_is_never_empty() -> None:
    policy = a_policy(messages={"alert": "Tried: $tried"})
    assert text_of("alert", a_ticket(), *halves(policy)) == "Tried: -"


def test_ticket_text_is_never_a_template() -> None:
    ticket = a_ticket(title=HOSTILE, requester="$title")
    policy = a_policy(messages={"alert": "$title|$requester"})
    assert text_of("alert", ticket, *halves(policy)) == f"{HOSTILE}|$title"


def test_no_text_is_endless() -> None:
    policy = a_policy(messages={"alert": "$title " * 1000})
    text = text_of("alert", a_ticket(title="x" * 500), *halves(policy))
    assert (len(text), text[-2:]) == (LONGEST, "x…")


def test_a_message_that_a_rule_names_and_nobody_wrote_is_an_alert() -> None:
    assert text_of("own", a_ticket(), *halves(a_policy())) == text_of(
        "alert", a_ticket(), *halves(a_policy())
    )


def test_a_built_in_text_leaves_out_what_it_does_not_know() -> None:
    moved = escalated(after("1h"), "L2", tried="a restart", owner="bo")
    ticket = a_ticket(moved)
    assert text_of("handoff", ticket, *halves(a_policy()), moved).splitlines() == [
        "T-1 Mail is down (P3) is now with you at L2 (the L2).",
        "Tried: a restart",
        "Requester: kim",
        "So far: 2026-11-23 09:00 CET logged; 2026-11-23 10:00 CET escalated to L2",
        "To take it: escalate ack T-1",
    ]


@pytest.mark.parametrize(
    ("event", "reason"),
    [
        (escalated(after("1h"), "L2", reason="too hard"), "too hard"),
        (paused(after("1h")), "-"),
        (e.TicketResolved(at=after("1h"), by="bo", resolution="restarted"), "restarted"),
        (e.TicketClosed(at=after("1h"), by="bo", message="confirmed"), "confirmed"),
    ],
    ids=["reason", "none", "resolution", "message"],
)
def test_the_reason_is_what_was_said_with_the_event(event: Any, reason: str) -> None:
    assert TemplateFields(a_ticket(), *halves(a_policy()), event)["reason"] == reason


def test_dues_are_told_in_the_time_of_the_policy() -> None:
    policy = a_policy(targets=(targets(resolve="4h", update="1h"),))
    ticket = a_history(policy=policy).seen(after("0m"))
    told = TemplateFields(ticket, *halves(policy), None)
    assert (told["due"], told["update_due"]) == ("2026-11-23 10:00 CET", "2026-11-23 10:00 CET")


def test_a_level_that_the_policy_does_not_know_goes_by_its_id() -> None:
    assert TemplateFields(a_ticket(level="L9"), *halves(a_policy()), None)["level_name"] == "L9"


def test_a_message_about_a_clock_says_when_that_one_is_due() -> None:
    policy = a_policy(targets=(targets(resolve="4h", acknowledge="1h", update="30m"),))
    ticket = a_ticket(policy=policy)
    dues = [
        TemplateFields(ticket, *halves(policy), None, name)["due"][11:16]
        for name in ("resolve", "acknowledge")
    ]
    assert dues == ["13:00", "10:00"]
    assert TemplateFields(ticket, *halves(policy), None)["due"][11:16] == "09:30"
    assert TemplateFields(ticket, *halves(policy), None, "level")["due"][11:16] == "09:30"


def test_a_promise_that_has_passed_is_left_out() -> None:
    policy = a_policy(targets=(targets(update="1h"),))
    ticket = a_ticket(policy=policy)
    early, late = (escalated(after(at), "L2") for at in ("59m", "1h"))
    assert TemplateFields(ticket, *halves(policy), early)["update_due"] == "2026-11-23 10:00 CET"
    assert TemplateFields(ticket, *halves(policy), late)["update_due"] == "-"


def test_an_update_is_promised_while_its_clock_runs_and_its_time_has_not_passed() -> None:
    policy = a_policy(targets=(targets(update="1h"),))

    def promised(*events: e.Event, at: str = "10m") -> str | None:
        ticket = a_history(*events, policy=policy).ticket
        event = e.NoteAdded(at=after(at), by="bo", text="x")
        return TemplateFields(ticket, *halves(policy), event)["update_due"]

    assert promised() == promised(at="59m")
    assert "10:00" in str(promised())
    assert promised(at="1h") in {None, "", "-"}
    assert promised(resolved(after("5m"))) in {None, "", "-"}


def test_a_policy_with_any_number_of_texts_has_each_read_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    read: list[str] = []

    def template(text: str) -> Template:
        read.append(text)
        return Template(text)

    monkeypatch.setattr(message_templates, "Template", template)
    texts = {f"many-{n}": f"text {n} of many, $title" for n in range(300)}
    policy = a_policy(messages=texts)
    for name in (*texts, *texts):
        text_of(name, a_ticket(policy=policy), *halves(policy))
    assert len(read) == len(texts)
