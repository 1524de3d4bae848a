"""When a duty begins, when its target is used up, and what is to be done about it then."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.cli.shell import Shell

SAMPLES = ["default", "it-support"]
OFFICE = """\
version: 1
name: Office
timezone: UTC
calendars: {office: {mon-fri: "09:00-17:00"}}
priorities: [P1]
default_priority: P1
people: {lee: {name: Lee}, ana: {name: Ana}}
teams: {front: {members: [ana]}}
ladders: {functional: [{level: L1, team: front}]}
targets: [{calendar: office, first_response: 8h}]
"""
QUIET = "triggers: [{type: stalled, name: quiet, after: 4h, notify: lee}]\n"
AT_THE_END = "triggers: [{type: clock, name: due, clock: first_response, at: 100%, notify: lee}]\n"
THURSDAY_EVENING = "2026-03-05T18:00:00Z"
SATURDAY = "2026-03-07T12:00:00Z"
MONDAY_OPENING = "2026-03-09T09:00:00Z"


@pytest.mark.parametrize("sample", SAMPLES)
def test_a_raise_asks_for_an_update_from_then_on(escalate: Shell, sample: str) -> None:
    escalate.done("init", "--sample", sample)
    escalate.log("Slow mail", "-p", "P3", "-r", "kim", now="2026-11-23T09:00:00Z")
    escalate.done("ack", "1", now="2026-11-23T09:10:00Z")
    escalate.done("edit", "1", "-p", "P1", now="2026-11-23T14:00:00Z")
    escalate("check", now="2026-11-23T14:05:00Z")
    update = escalate.show(now="2026-11-23T14:05:00Z")["clocks"]["update"]
    assert (update["state"], update["elapsed_seconds"]) == ("running", 300)
    within = timedelta(seconds=update["target_seconds"])
    due_at = datetime(2026, 11, 23, 14, tzinfo=UTC) + within
    assert datetime.fromisoformat(update["due_at"]) == due_at


@pytest.fixture
def office(escalate: Shell) -> Shell:
    """Keep office hours, under a target of one whole day."""
    escalate.follow(OFFICE)
    escalate.env["ESCALATE_NOW"] = "2027-01-01T00:00:00Z"
    return escalate


def test_a_healthy_store_is_healthy_all_weekend(office: Shell) -> None:
    office.log("Mail", "-r", "kim", now=THURSDAY_EVENING)
    assert office("check", now=SATURDAY).stdout == ""
    examined = office("doctor", now="2026-03-07T12:01:00Z")
    assert (examined.stdout, examined.code) == ("", 0)


def test_a_list_and_a_page_agree_when_something_is_to_be_done(office: Shell) -> None:
    office.log("Mail", "-r", "kim", now=THURSDAY_EVENING)
    for now in ("2026-03-06T16:00:00Z", SATURDAY, MONDAY_OPENING, "2026-03-09T12:00:00Z"):
        [listed] = office.done("list", "--json", now=now).data
        shown = office.show(now=now)
        assert listed["next_at"] == shown["next_at"] == MONDAY_OPENING
        assert listed["due_at"] == shown["due_at"] == "2026-03-06T17:00:00Z"


def test_a_target_used_up_at_closing_is_breached_when_the_office_opens(office: Shell) -> None:
    office.log("Mail", "-r", "kim", now=THURSDAY_EVENING)
    assert office("check", now=MONDAY_OPENING).stdout == ""
    assert office.done("check", now="2026-03-09T09:00:01Z").stdout == (
        "T-1 P1 first_response: breached, due 2026-03-06T17:00:00Z (Mail)\n"
    )
    assert office.show(now="2026-03-09T09:01:00Z")["next_at"] is None


def test_a_rule_at_the_end_of_a_target_speaks_at_closing(office: Shell) -> None:
    office.follow(OFFICE + AT_THE_END)
    office.log("Mail", "-r", "kim", now=THURSDAY_EVENING)
    assert office.show(now=THURSDAY_EVENING)["next_at"] == "2026-03-06T17:00:00Z"
    assert len(office.done("check", now="2026-03-06T17:00:00Z").rows) == 1
    assert office.show(now=SATURDAY)["next_at"] == MONDAY_OPENING


def test_missed_reminders_are_told_by_list_and_page_from_the_first_on(office: Shell) -> None:
    repeat = QUIET.replace("notify: lee", "notify: lee, repeat: {every: 1h}")
    office.follow(OFFICE + repeat)
    office.log("Mail", "-r", "kim", now=THURSDAY_EVENING)
    office.done("check", now="2026-03-05T22:00:00Z")
    [listed] = office.done("list", "--json", now="2026-03-06T03:30:00Z").data
    assert listed["next_at"] == office.show(now="2026-03-06T03:30:00Z")["next_at"]
    assert listed["next_at"] == "2026-03-05T23:00:00Z"


@pytest.mark.parametrize("within", ["7h59m", "8h", "8h1m"])
def test_a_replay_takes_no_closed_hour_for_a_time_in_which_nobody_checked(
    office: Shell, within: str
) -> None:
    policy = OFFICE.replace("8h", within)
    office.follow(policy)
    office.log("Mail", "-r", "kim", now=THURSDAY_EVENING)
    at = datetime(2026, 3, 5, 18, 30, tzinfo=UTC)
    while at < datetime(2026, 3, 7, 9, tzinfo=UTC):
        office("check", now=at.isoformat())
        if (at.day, at.hour, at.minute) == (6, 14, 30):
            office.done("note", "1", "looked at it", now=at.isoformat())
        if (at.day, at.hour, at.minute) == (7, 6, 0):
            office.done("ack", "1", now=at.isoformat())
        at += timedelta(minutes=30)
    new = office.store / "new.yaml"
    new.write_text(policy + QUIET, encoding="utf-8")
    since = ("--since", "2026-03-01")
    told = office.done(
        "policy", "replay", str(new), *since, "--json", now="2026-03-07T09:00:00Z"
    ).data
    [quiet] = told["triggers"]
    assert (quiet["trigger"], quiet["fired"], quiet["lapsed"]) == (
        "quiet",
        {"before": 0, "after": 2},
        {"before": 0, "after": 0},
    )


def test_why_tells_what_is_not_owed_and_what_is_taken_away(support: Shell) -> None:
    support.log("Slow mail", "-p", "P3", "-r", "kim")
    support.done("edit", "1", "-p", "P1", now="2026-11-23T14:00:00+01:00")
    page = support.done("why", "1", "update", "--table", now="2026-11-23T14:05:00+01:00").stdout
    assert "update  running: 5m of 30m" in page
    assert "unowed" in page
    assert "no target" in page


def test_words_that_go_with_a_move_are_an_answer(support: Shell) -> None:
    support.log("Mail is slow", "-p", "P1", "-r", "kim")
    move = ("escalate", "1", "--to", "L2", "-m", "disk array")
    done = support.done(*move, "--tell", "the storage team looks", now="+10m")
    assert (done.rows[0][3], done.stderr) == ("L2", "")
    first, second = support.show()["events"][-2:]
    assert (first["kind"], first["public"], first["text"]) == (
        "note_added",
        True,
        "the storage team looks",
    )
    assert (second["kind"], second["change"]) == ("ticket_escalated", first["change"])
    assert support.show(now="+20m")["clocks"]["first_response"]["state"] == "met"


def test_a_refused_move_says_nothing(support: Shell) -> None:
    support.log("Mail is slow", "-r", "kim")
    before = support.file()
    refused = support("escalate", "1", "--to", "L1", "--tell", "we look")
    assert (refused.stdout, refused.code) == ("", 1)
    assert support.file() == before


@pytest.mark.parametrize("name", ["ANA", "aruiz", "ana@example.org"])
def test_whoever_reported_it_and_has_it_owes_themselves_no_answer(
    escalate: Shell, name: str
) -> None:
    escalate.follow(
        "version: 1\npriorities: [P1]\ndefault_priority: P1\n"
        "channels: {mail: {file: mail.jsonl}}\n"
        'people: {ana: {logins: [aruiz], contact: ["mail:ana@example.org"]}}\n'
        "teams: {front: {members: [ana]}}\nladders: {functional: [{level: L1, team: front}]}\n"
        "targets: [{next_response: 1h}]\n"
    )
    escalate.log("My own disk", "-r", name)
    escalate.log("The disk of Kim", "-r", "kim@example.org")
    escalate.done("edit", "2", "-r", name, now="+1m")
    escalate.done("ack", "1", "2", now="+1m")
    for ticket in escalate.done("show", "1", "2", "--json", now="+2h").data:
        clock = ticket["clocks"]["next_response"]
        assert (ticket["requester"], clock["state"]) == ("ana", "paused")
