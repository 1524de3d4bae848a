"""Words after the resolution: they want an answer, reopen the ticket, or do nothing."""

import pytest

from tests.cli.shell import Result, Shell

SINCE = ("--since", "2026-11-01")
POLICY = """\
version: 1
priorities: [P1, P2]
default_priority: P2
people: {ana: {}, bo: {}}
teams: {front: {members: [ana]}, back: {members: [bo]}}
ladders: {functional: [{level: L1, team: front}, {level: L2, team: back}]}
targets: [{when: {priority: P1}, next_response: 1h, resolve: 4h}]
triggers: [{type: clock, name: silent, clock: next_response, at: 1h, escalate: next, notify: bo}]
close_after: 3d
"""


def solved(escalate: Shell, policy: str = "", priority: str = "P1") -> Shell:
    """Log a ticket under a policy, resolve it, and let its requester write after an hour."""
    escalate.follow(f"{POLICY}{policy}")
    escalate.log("Mail is down", "-p", priority, "-r", "kim")
    escalate.done("ack", "1")
    escalate.done("resolve", "1", "-m", "restarted", now="+1h")
    escalate.done("note", "1", "it is still down", "--from-requester", now="+2h")
    return escalate


def said(result: Result) -> tuple[str, str, int]:
    return result.stdout, result.stderr, result.code


def test_a_word_after_the_resolution_wants_an_answer(escalate: Shell) -> None:
    solved(escalate)
    listed = escalate("list", now="+2h")
    row = "T-1\tresolved\tP1\tL1\t\tana\t2026-11-23T11:00:00Z\tfalse\tMail is down\n"
    assert said(listed) == (row, "", 0)
    late = (
        "T-1 P1 next_response: breached, due 2026-11-23T11:00:00Z (Mail is down)\n"
        "T-1 P1 silent: notice to bo (Mail is down)\n"
    )
    assert said(escalate("check", now="+4h")) == (late, "", 0)
    health = escalate("check", "--nagios", now="+4h")
    assert (health.code, health.stdout.partition(" |")[0]) == (
        2,
        "ESCALATE CRITICAL - 1 overdue, 0 at risk, 1 open, T-1 for 1h, 3 without a contact",
    )
    ticket = escalate.show(now="+4h")
    assert (ticket["status"], ticket["level"], ticket["overdue_seconds"]) == (
        "resolved",
        "L1",
        3600,
    )


def test_it_does_not_close_by_itself_before_it_is_answered(escalate: Shell) -> None:
    solved(escalate, priority="P2")
    assert escalate.done("list", now="+200h").rows[0][1] == "resolved"
    escalate.done("check", now="+200h")
    escalate.done("note", "1", "try again", "--public", now="+201h")
    assert escalate("list", now="+201h").stdout == ""
    assert escalate("check", now="+272h").stdout == ""
    assert said(escalate("check", now="+273h")) == (
        "T-1 P2 close-after: closed (Mail is down)\n",
        "",
        0,
    )


def test_it_is_closed_without_a_verdict(escalate: Shell) -> None:
    solved(escalate).done("close", "1", now="+150m")
    clock = escalate.show(now="+9h")["clocks"]["next_response"]
    assert (clock["state"], clock["running"], clock["breached_at"]) == ("stopped", False, None)
    assert escalate("check", now="+9h").stdout == ""
    escalate.done("note", "1", "no!", "--from-requester", now="+10h")
    assert escalate.done("list", now="+10h").rows[0][:2] == ["T-1", "closed"]
    assert escalate.done("archive", "--closed-for", "1h", now="+15h").code == 0
    assert escalate.done("list", now="+15h").rows[0][:2] == ["T-1", "closed"]


def test_a_word_on_a_closed_ticket_is_read_by_closing_it_once_more(escalate: Shell) -> None:
    solved(escalate).done("close", "1", now="+150m")
    asked = escalate.show(now="+151m")["updated_at"]
    escalate.done("note", "1", "no!", "--from-requester", now="+10h")
    again = escalate("close", "1", "-m", "read it", "--table", now="+10h30m")
    assert said(again) == ("T-1 closed · P1 · L1 · Mail is down\n  told: kim\n", "", 0)
    clock = escalate.show(now="+19h")["clocks"]["next_response"]
    assert (clock["state"], clock["breached_at"]) == ("stopped", None)
    assert said(escalate("check", now="+19h")) == ("", "", 0)
    assert escalate("list", now="+19h").stdout == ""
    assert escalate.show(now="+19h")["updated_at"] > asked
    refused = (
        "escalate: error: T-1 is closed: it cannot be closed\n"
        "help: escalate reopen T-1 begins anew, escalate show T-1 tells the story\n"
    )
    assert said(escalate("close", "1", now="+19h")) == ("", refused, 1)
    escalate.done("undo", "1", now="+19h")
    late = escalate.show(now="+19h")["clocks"]["next_response"]
    assert (late["state"], late["breached_at"]) == ("breached", "2026-11-23T19:00:00Z")


def test_a_reopening_carries_the_question_over(escalate: Shell) -> None:
    solved(escalate).done("reopen", "1", now="+150m")
    ticket = escalate.show(now="+150m")
    clock = ticket["clocks"]["next_response"]
    assert (ticket["status"], ticket["cycle"]) == ("open", 2)
    assert (clock["started_at"], clock["due_at"]) == (
        "2026-11-23T10:00:00Z",
        "2026-11-23T11:00:00Z",
    )
    escalate.done("check", now="+5h")
    assert [breach["clock"] for breach in escalate.show(now="+5h")["breaches"]] == ["next_response"]
    assert escalate.show(now="+5h")["level"] == "L2"


def test_a_policy_may_let_such_a_word_reopen(escalate: Shell) -> None:
    solved(escalate, "after_resolution: reopen\n")
    ticket = escalate.show(now="+2h")
    assert (ticket["status"], ticket["cycle"]) == ("open", 2)
    assert [(each["kind"], each["by"]) for each in ticket["events"][-2:]] == [
        ("note_added", "ana"),
        ("ticket_reopened", "policy"),
    ]
    undone = escalate.done("undo", now="+3h")
    assert undone.code == 0
    assert escalate.show(now="+3h")["status"] == "resolved"


def test_a_policy_may_ignore_it(escalate: Shell) -> None:
    solved(escalate, "after_resolution: ignore\n")
    assert escalate("list", now="+9h").stdout == ""
    assert escalate("check", now="+73h").stdout == "T-1 P1 close-after: closed (Mail is down)\n"


@pytest.mark.parametrize("word", ["answer", "reopen", "ignore"])
def test_record_and_replay_agree(escalate: Shell, word: str) -> None:
    solved(escalate, f"after_resolution: {word}\n")
    for now in ("+4h", "+50h"):
        escalate.done("check", now=now)
    escalate.done("note", "1", "try again", "--public", now="+51h")
    escalate.done("check", now="+200h")
    escalate.done("verify", now="+200h")
    replayed = escalate.done("policy", "replay", *SINCE, "--json", now="+200h").data
    assert (replayed["tickets"]["n"], replayed["differences"]) == (1, [])


def test_replay_tells_what_another_choice_would_have_done(escalate: Shell) -> None:
    solved(escalate).done("check", now="+9h")
    other = escalate.store / "other.yaml"
    other.write_text(f"{POLICY}after_resolution: reopen\n", encoding="utf-8")
    asked = ("policy", "replay", str(other), *SINCE)
    differs = escalate.done(*asked, "--json", now="+9h").data["differences"]
    assert ("new", "reopen") in {(each["change"], each["type"]) for each in differs}


def test_a_word_reopens_nothing_while_its_key_names_another_ticket(escalate: Shell) -> None:
    policy = f"{POLICY}after_resolution: reopen\n"
    escalate.follow(policy)
    escalate.log("Mail is down", "-r", "kim", "--key", "mail")
    escalate.done("resolve", "1", now="+1h")
    escalate.done("close", "1", now="+2h")
    escalate.log("Mail is down", "-r", "kim", "--key", "mail", now="+3h")
    refused = escalate("note", "1", "still down", "--from-requester", now="+4h")
    assert said(refused) == (
        "",
        (
            "escalate: error: T-1 cannot be reopened: T-2 is open under its key 'mail'\n"
            "help: escalate note T-2 TEXT adds to that one\n"
        ),
        1,
    )
    assert escalate.kinds()[-1] == "ticket_closed"
