"""`wait` and `resume`: somebody else must act first, and the clocks stand still."""

import pytest

from tests.cli.shell import Shell

LATE = """\
version: 1
priorities: [P1]
default_priority: P1
people: {ana: {}, bo: {}}
teams: {front: {members: [ana]}, back: {members: [bo]}}
ladders: {functional: [{level: L1, team: front}, {level: L2, team: back}]}
targets: [{resolve: 1h}]
triggers: [{type: clock, name: late, clock: resolve, at: 100%, escalate: next}]
"""


@pytest.fixture
def asked(support: Shell) -> Shell:
    """Log a ticket, and ask its requester something an hour later."""
    support.log("Mail is slow", "-r", "kim")
    support.done("wait", "1", "--for", "requester", "-m", "which folder?", now="+1h")
    return support


def spent(escalate: Shell, now: str) -> int:
    """Return the seconds that the clock of the resolution has counted."""
    return int(escalate.show(now=now)["clocks"]["resolve"]["elapsed_seconds"])


def test_the_clocks_stand_still(asked: Shell) -> None:
    ticket = asked.show(now="+3h")
    assert (ticket["status"], ticket["waiting_for"], ticket["due_at"]) == (
        "waiting",
        "requester",
        None,
    )
    assert spent(asked, "+3h") == spent(asked, "+1h") == 3600


def test_resume_lets_them_run_again(asked: Shell) -> None:
    asked.done("resume", "1", now="+2h")
    assert asked.show()["status"] == "acknowledged"
    assert spent(asked, "+3h") == 2 * 3600


def test_a_word_of_the_requester_ends_a_wait_for_them(asked: Shell) -> None:
    said = asked.done("note", "1", "the second one", "--from-requester", now="+2h")
    assert said.rows[0][1] == "acknowledged"
    assert spent(asked, "+3h") == 2 * 3600


def test_a_requester_who_writes_is_known_by_name(asked: Shell) -> None:
    asked.done("note", "1", "the second one", "--as", "kim", now="+2h")
    note = asked.show()["events"][-1]
    assert (note["from_requester"], note["public"]) == (True, True)
    assert asked.show()["status"] == "acknowledged"


@pytest.mark.parametrize(
    ("whom", "note"),
    [("vendor", ["--from-requester"]), ("requester", []), ("requester", ["--public"])],
    ids=["another wait", "a note of ours", "an update of ours"],
)
def test_other_words_do_not_end_it(support: Shell, whom: str, note: list[str]) -> None:
    support.log("Mail is slow", "-r", "kim")
    support.done("wait", "1", "--for", whom)
    support.done("note", "1", "a word", *note, now="+10m")
    assert support.show()["status"] == "waiting"


def test_a_wait_of_the_team_after_one_of_the_requester_takes_the_ticket(support: Shell) -> None:
    support.log("Mail is slow", "-r", "kim")
    support.done("wait", "1", "--as", "kim", now="+5m")
    assert support.show(now="+5m")["acknowledged_at"] is None
    done = support("wait", "1", "--until", "+2h", "--table", "--as", "ana", now="+10m")
    assert (done.code, done.stderr) == (0, "waiting until Mon 2026-11-23 11:10 CET (in 2h)\n")
    ticket = support.show(now="+10m")
    assert (ticket["status"], ticket["acknowledged_at"]) == ("waiting", "2026-11-23T08:10:00Z")
    assert ticket["clocks"]["first_response"]["state"] == "met"
    support.done("resume", "1", now="+1h")
    assert support.show(now="+1h")["status"] == "acknowledged"


def test_what_was_due_before_a_wait_is_decided_in_it(support: Shell) -> None:
    support.follow(LATE)
    support.log("Mail is slow", "-r", "kim")
    support.done("ack", "1", now="+5m")
    support.done("wait", "1", "--for", "vendor", now="+70m")
    late = support("check", now="+80m")
    assert late.stdout.splitlines() == [
        "T-1 P1 resolve: breached, due 2026-11-23T09:00:00Z (Mail is slow)",
        "T-1 P1 late: L1 -> L2, notice to bo (Mail is slow)",
    ]
    assert (late.stderr, late.code) == ("", 0)
    ticket = support.show(now="+80m")
    assert (ticket["status"], ticket["level"]) == ("waiting", "L2")
    assert support("check", now="+3h").stdout == ""
    support.done("resume", "1", now="+4h")
    assert support("check", now="+5h").stdout == ""
    assert support.done("verify", now="+5h").code == 0
    assert support.done("policy", "replay", "--json", now="+5h").data["differences"] == []


def test_a_wait_until_an_instant_ends_by_itself(support: Shell) -> None:
    support.log("Mail is slow")
    said = support.done("wait", "1", "--for", "vendor", "--until", "11:00")
    assert said.stderr == "waiting until Mon 2026-11-23 11:00 CET (in 2h)\n"
    assert support.show(now="+119m")["status"] == "waiting"
    assert support.show(now="+2h")["status"] == "acknowledged"
    assert spent(support, "+3h") == 3600


def test_a_wait_until_a_day_ends_as_its_office_opens(support: Shell) -> None:
    support.log("Mail is slow")
    said = support.done("wait", "1", "--until", "sat")
    assert said.stderr == "waiting until Mon 2026-11-30 09:00 CET (in 7d)\n"


def test_check_records_that_it_ended_and_when(support: Shell) -> None:
    support.log("Mail is slow")
    support.done("wait", "1", "--until", "+2h")
    said = support.done("check", now="+3h")
    assert said.stdout == "T-1 P3 wait: wait over, resumed (Mail is slow)\n"
    resumed = support.show()["events"][-1]
    assert (resumed["kind"], resumed["since"], resumed["at"]) == (
        "ticket_resumed",
        "2026-11-23T10:00:00Z",
        "2026-11-23T11:00:00Z",
    )
    assert support("check", now="+3h").stdout == ""


def test_a_late_ticket_that_waits_without_a_reason_is_named_in_a_pipe_too(support: Shell) -> None:
    support.log("Mail is slow", "-p", "P1")
    said = support.done("wait", "1", now="+50m")
    assert said.stderr.endswith("overdue, and waits without a reason: T-1\n")
    assert support.show(now="+51m")["overdue"] is True
    assert "without a reason" not in support.done("wait", "1", "-m", "a part", now="+52m").stderr
    assert not support.done("wait", "1", "-q", now="+53m").stderr


@pytest.mark.parametrize(
    ("argv", "error", "advice"),
    [
        (["--for", "holiday"], "there is no reason to wait 'holiday'", "requester, vendor, other"),
        (["--until", "-5m"], "a wait must end in the future", "like +2h"),
        (["--until", "soon"], "'soon' is not a point in time", "tomorrow 9:00"),
    ],
    ids=["unknown reason", "past", "no instant"],
)
def test_a_wait_that_makes_no_sense_is_refused(
    support: Shell, argv: list[str], error: str, advice: str
) -> None:
    support.log("Mail is slow")
    refused = support("wait", "1", *argv)
    assert refused.code == 2
    assert error in refused.stderr
    assert advice in refused.stderr
    assert support.show()["status"] == "open"


@pytest.fixture
def handed_up(escalate: Shell) -> Shell:
    """Let ana hand a ticket up to bo, and put it aside before bo has seen it."""
    policy = LATE.replace("resolve: 1h", "acknowledge: 15m, resolve: 1h")
    escalate.follow(policy)
    escalate.log("Board call", "--as", "ana")
    escalate.done("ack", "1", "--as", "ana", now="+1m")
    escalate.done("escalate", "1", "-m", "no access", "--as", "ana", now="+2m")
    escalate.done("wait", "1", "-m", "which room?", "--as", "ana", now="+3m")
    return escalate


def test_who_handed_a_ticket_up_takes_it_for_nobody_by_putting_it_aside(handed_up: Shell) -> None:
    resumed = handed_up.done("resume", "1", "--as", "ana", now="+4m")
    assert resumed.rows[0][1] == "open"
    assert handed_up.show()["clocks"]["acknowledge"]["state"] == "running"
    why = handed_up.done("why", "1", "acknowledge", "--json", now="+5m").data
    words = [(each["by"], each["effect"], each["reason"]) for each in why["clocks"][1]["words"]]
    assert words == [("ana", "begins", ""), ("ana", "nothing", "it is not theirs to take at L2")]
    assert handed_up.done("verify").code == 0


def test_the_level_above_still_takes_it_while_it_waits(handed_up: Shell) -> None:
    handed_up.done("ack", "1", "--as", "bo", now="+4m")
    assert handed_up.show()["clocks"]["acknowledge"]["state"] == "met"
    assert handed_up.done("resume", "1", "--as", "ana", now="+5m").rows[0][1] == "acknowledged"
    assert handed_up.done("policy", "replay", "--exit-code", now="+6m").code == 0
