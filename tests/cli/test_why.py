"""`why`: whose words counted, by which row of the policy, and what clocks and rules wait on."""

import pytest

from tests.cli.shell import Result, Shell

POLICY = """\
version: 1
timezone: Europe/Berlin
priorities: [P1, P2]
default_priority: P2
people: {ana: {}, bo: {}, lee: {}}
teams: {front: {members: [ana]}, back: {members: [bo]}}
ladders:
  functional: [{level: L1, team: front}, {level: L2, team: back}]
  management: [{level: lead, person: lee}]
targets:
- {when: {priority: P1}, update: 1h, resolve: 4h}
- {first_response: 1h, resolve: 8h}
triggers: [{type: clock, name: slow, clock: resolve, at: 2h, notify: lead}]
machines: [robot]
"""


@pytest.fixture
def told(escalate: Shell) -> Shell:
    """Log, let a machine and the team speak, raise, wait, and move on while waiting."""
    escalate.follow(POLICY)
    escalate.log("Mail is down", "-r", "kim", "--as", "ana")
    escalate.done("note", "1", "I am away", "--public", "--as", "robot", now="+10m")
    escalate.done("ack", "1", "--as", "ana", now="+20m")
    escalate.done("edit", "1", "-p", "P1", "--as", "ana", now="+30m")
    wait = ("wait", "1", "--for", "vendor", "--until", "+3h", "--as", "ana")
    escalate.done(*wait, now="+1h")
    escalate.done("escalate", "1", "--to", "L2", "-m", "theirs", "--as", "ana", now="+2h")
    return escalate


def test_words_name_their_party_and_what_they_met(told: Shell) -> None:
    page = told.done("why", "1", "first_response", "--table", now="+3h").stdout
    assert page.splitlines()[1:] == [
        "  target 1h since 09:00, by row 2 of the targets: every ticket",
        "  FROM   TO              COUNTED  TOTAL  OF  BECAUSE",
        "  09:00  09:20  counted  20m      20m    1h  hours of always",
        "  AT     BY     PARTY      SAID OR DID                 WHICH",
        "  09:00  ana    requester  logged for kim as P2 at L1  begins it",
        (
            "  09:10  robot  machine    public note, by a machine   "
            "meets nothing: a machine answers nobody"
        ),
        "  09:20  ana    team       acknowledged                meets it",
    ]
    [clock] = told.done("why", "1", "first_response", "--json", now="+3h").data["clocks"]
    assert clock["words"][1] == {
        "at": "2026-11-23T08:10:00Z",
        "by": "robot",
        "party": "machine",
        "kind": "note_added",
        "effect": "nothing",
        "reason": "a machine answers nobody",
    }


@pytest.mark.parametrize("columns", [60, 80])
def test_no_line_that_explains_runs_over_the_edge(told: Shell, columns: int) -> None:
    told.env["COLUMNS"] = str(columns)
    page = told.done("why", "1", "--table", now="+3h").stdout
    assert max(map(len, page.splitlines())) <= columns
    assert "…" not in page
    assert "nobody" in page


def test_beside_long_counts_what_explains_has_room_for_its_words(escalate: Shell) -> None:
    escalate.log("Mail is down", "-p", "P2")
    escalate.done("assess", "1", "-p", "P1", now="+2s")
    escalate.done("wait", "1", "other", "a part", now="+4s")
    escalate.done("resume", "1", now="+6s")
    escalate.env["COLUMNS"] = "80"
    page = escalate.done("why", "1", "resolve", "--table", now="+3d10m20s").stdout
    assert max(map(len, page.splitlines())) <= 80
    assert "72h 10m 18s" in page
    assert "waiting for other" in page
    assert not [word for word in page.split() if word in {"2026-12-0", "unt", "f"}]


def test_rows_and_waits_are_named(told: Shell) -> None:
    page = told.done("why", "1", "resolve", "--table", now="+150m").stdout
    assert page.splitlines()[1:3] == [
        "  target 8h since 09:00, by row 2 of the targets: every ticket",
        "  target 4h since 09:30, by row 1 of the targets: priority P1",
    ]
    assert "4h  waiting for vendor until 13:00, also at L2\n" in page
    [clock] = told.done("why", "1", "resolve", "--json", now="+150m").data["clocks"]
    assert clock["rows"][1] == {
        "since": "2026-11-23T08:30:00Z",
        "row": 1,
        "when": "priority P1",
        "target_seconds": 14400,
        "agreed_due_at": None,
    }
    lines = [line for segment in clock["segments"] for line in segment["lines"]]
    assert [line["waits_on"] for line in lines] == [
        None,
        None,
        {
            "kind": "wait",
            "waiting_for": "vendor",
            "until": "2026-11-23T12:00:00Z",
            "moved_to": ["L2"],
        },
    ]


def test_a_date_that_was_agreed_and_a_target_that_is_gone_are_no_rows(told: Shell) -> None:
    told.done("edit", "1", "--due", "+8h", "-m", "so agreed", "--as", "bo", now="+3h")
    page = told.done("why", "1", "resolve", "--table", now="+3h").stdout
    assert "  target Mon 2026-11-23 20:00 CET (in 8h) since 12:00, as it was agreed\n" in page
    told.done("edit", "1", "-p", "P2", "--as", "bo", now="+4h")
    page = told.done("why", "1", "update", "--table", now="+5h").stdout
    assert "  no target since 13:00\n" in page


def test_what_held_a_rule_is_named_while_it_does_and_afterwards(told: Shell) -> None:
    told.done("resume", "1", "--as", "bo", now="+130m")
    told.done("wait", "1", "--for", "other", "--as", "bo", now="+190m")
    late = told.done("why", "1", "--table", now="+210m").stdout
    assert "resolve clock reached 2h, held by the wait since 12:10\n" in late
    told.done("resume", "1", "--as", "bo", now="+240m")
    told.done("check", now="+240m")
    page = told.done("why", "1", "--table", now="+240m").stdout
    assert "resolve clock reached 2h, held by the wait until 13:00\n" in page
    [rule] = told.done("why", "1", "--json", now="+240m").data["triggers"]
    assert rule["held_by"] == {
        "kind": "wait",
        "from": "2026-11-23T11:10:00Z",
        "until": "2026-11-23T12:00:00Z",
    }


def test_a_ticket_of_ones_own_waits_for_nobody(told: Shell) -> None:
    policy = POLICY.replace("first_response: 1h", "next_response: 1h")
    told.follow(policy)
    own = told.log("My mail is down", "-r", "ana", "--as", "ana")
    told.done("ack", own, "--as", "ana", now="+10m")
    page = told.done("why", own, "next_response", "--table", now="+20m").stdout
    assert page.splitlines()[4].endswith("1h  the requester has it")


def test_what_became_of_a_clock_goes_on_below(told: Shell) -> None:
    told.env = {**told.env, "COLUMNS": "60"}
    first, second, *_ = told.done("why", "1", "--table", now="+400h").stdout.splitlines()
    assert first == "first response  met: 20m of 1h, ended Mon 2026-11-23 09:20"
    assert second == "CET (16d 15h ago)"


def test_what_was_undone_is_told_with_who_and_why(told: Shell) -> None:
    asked = told.done("why", "1", "--json", now="+400h").data
    assert asked["undone"] == []
    told.done("note", "1", "any news?", "--as", "kim", now="+400h")
    told.done("undo", "1", "-m", "meant [red]T-2[/]", "--as", "kim", now="+401h")
    page = told.done("why", "1", "--table", now="+401h").stdout
    assert page.splitlines()[-3] == "Undone"
    assert page.splitlines()[-1].split()[-2:] == ["meant", "[red]T-2[/]"]
    [undone] = told.done("why", "1", "--json", now="+401h").data["undone"]
    assert (undone["by"], undone["missed"], undone["message"]) == ("kim", [], "meant [red]T-2[/]")
    assert told.done("why", "1", "resolve", "--json", now="+401h").data["undone"] == []


def test_an_undo_tells_which_missed_targets_it_took_off_the_record(told: Shell) -> None:
    new = told.log("Disk is full", "-r", "kim", "-p", "P2", "--as", "kim", now="+500h")
    told.done("ack", new, "--as", "ana", now="+500h")
    told.done("edit", new, "-p", "P1", "-m", "the site", "--as", "ana", now="+501h")
    refused = told("undo", new, "-m", "one person", "--as", "ana", now="+505h")
    why = "T-2 has missed resolve, update, which this would take off the record: ana had T-2 then"
    assert refused == Result("", f"escalate: error: {why}\nhelp: lee can excuse it\n", 1)
    number = told.show(new, now="+505h")["events"][-1]["change"]
    silent = told("undo", "--change", str(number), "--as", "lee", now="+505h")
    assert (silent.code, silent.stdout) == (2, "")
    told.done("undo", "--change", str(number), "-m", "one person", "--as", "lee", now="+505h")
    [undone] = told.done("why", new, "resolve", "--json", now="+505h").data["undone"]
    assert [each["clock"] for each in undone["missed"]] == ["resolve", "update"]
    page = told.done("show", new, "--table", now="+505h").stdout
    assert "resolve missed at" in " ".join(page.split())
    assert told.show(new, now="+505h")["breaches"] == []
    report = told.done("report", "--json", "--since", "2026-11-01", now="+505h").data["missed"]
    assert report["left_out"] == {"not_counted": 0, "undone": 2}
    shown = told.done("report", "--table", "--since", "2026-11-01", now="+505h").stdout
    assert "missed targets: " in shown
    assert "2 undone" in shown
