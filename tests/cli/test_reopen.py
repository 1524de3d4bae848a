"""`reopen`: a new cycle with new clocks; the old verdicts stay."""

import pytest

from tests.cli.shell import Shell


@pytest.fixture
def reopened(support: Shell) -> Shell:
    """Resolve a critical ticket too late for its updates, and reopen it two hours later."""
    support.log("Mail is down", "-p", "P1")
    support.done("ack", "1", now="+5m")
    support.done("resolve", "1", now="+1h")
    support.done("close", "1", now="+2h")
    support.done("reopen", "1", "-m", "down again", now="+3h")
    return support


def test_it_waits_again_at_the_level_it_had(reopened: Shell) -> None:
    ticket = reopened.show()
    assert (ticket["status"], ticket["level"], ticket["cycle"]) == ("open", "L1", 2)
    assert (ticket["resolved_at"], ticket["closed_at"]) == (None, None)


def test_its_clocks_begin_anew(reopened: Shell) -> None:
    resolve = reopened.show(now="+4h")["clocks"]["resolve"]
    assert resolve["started_at"] == "2026-11-23T11:00:00Z"
    assert resolve["elapsed_seconds"] == 3600


def test_the_old_verdict_stays(reopened: Shell) -> None:
    reopened.done("check", now="+3h")
    breached = [
        (event["clock"], event["cycle"], event["breached_at"])
        for event in reopened.show()["events"]
        if event["kind"] == "target_breached"
    ]
    assert breached == [("update", 1, "2026-11-23T08:30:00Z")]
    clocks = reopened.done("why", "1", "update", "--json", now="+3h").data["clocks"]
    first = next(clock for clock in clocks if clock["cycle"] == 1)
    assert (first["state"], first["breached_at"]) == ("breached", "2026-11-23T08:30:00Z")


def test_a_rule_may_fire_again_in_the_new_cycle(reopened: Shell) -> None:
    fired = [
        event["key"]
        for event in reopened.show()["events"]
        if event["kind"] == "trigger_fired" and event["trigger"] == "critical"
    ]
    assert fired[0] == "T-1:1:critical:1:0"
    assert len(fired) == len(set(fired))


def test_complaints_are_counted(support: Shell) -> None:
    support.log("Mail is slow", "-r", "kim")
    for minute in ("+1m", "+2m"):
        support.done("complain", "1", "-m", "still slow", now=minute)
    assert support.show()["management_level"] is None
    third = support.done("complain", "1", now="+3m")
    assert third.rows[0][4] == "lead"
    assert support.show()["complaints"] == 3


def test_what_was_reported_anew_under_its_key_keeps_a_ticket_resolved(support: Shell) -> None:
    support.log("Disk full", "--key", "disk")
    support.done("resolve", "1", now="+1h")
    support.log("Disk full", "--key", "disk", now="+2h")
    refused = support("reopen", "1", now="+3h")
    assert (refused.stdout, refused.code) == ("", 1)
    assert refused.stderr == (
        "escalate: error: T-1 cannot be reopened: T-2 is open under its key 'disk'\n"
        "help: escalate note T-2 TEXT adds to that one\n"
    )


@pytest.mark.parametrize(
    ("actor", "owed"), [("bo", "running"), ("kim", "running"), ("robot", None)]
)
def test_a_machine_that_reopens_asks_nothing(escalate: Shell, actor: str, owed: str | None) -> None:
    escalate.follow(
        "version: 1\npriorities: [P1]\ndefault_priority: P1\npeople: {ana: {}, bo: {}}\n"
        "machines: [robot]\nteams: {front: {members: [ana, bo]}}\n"
        "ladders: {functional: [{level: L1, team: front}]}\n"
        "targets: [{first_response: 1h, next_response: 1h, resolve: 4h}]\n"
    )
    escalate.log("Mail is down", "-r", "kim")
    escalate.done("note", "1", "restarted", "--public", now="+10m")
    escalate.done("resolve", "1", now="+20m")
    escalate.done("reopen", "1", "-m", "down again", "--as", actor, now="+30m")
    clock = escalate.show(now="+40m")["clocks"]["next_response"]
    assert (clock and clock["state"]) == owed
