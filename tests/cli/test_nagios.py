"""`check --nagios`: a line and an exit code for a monitoring system."""

from pathlib import Path

import pytest

from tests.cli.shell import Shell


def test_nothing_overdue_is_ok(escalate: Shell) -> None:
    escalate("log", "Disk full", "-p", "P4", now="2026-11-23T09:00:00Z")
    done = escalate("check", "--nagios", now="2026-11-23T09:01:00Z")
    assert (done.code, done.stderr) == (0, "")
    assert done.stdout == (
        "ESCALATE OK - 0 overdue, 0 at risk, 1 open"
        " | overdue=0;;0;0 at_risk=0;0;;0 open=1;;;0 undelivered=0;0;;0 oldest_overdue=0s;;;0"
        " unreachable=0;;;0 last_check_age=U;;;0 unchecked=0s;900;3600;0\n"
    )


def test_near_a_target_is_a_warning(escalate: Shell) -> None:
    escalate("log", "Mail down", "-p", "P1", now="2026-11-23T09:00:00Z")
    done = escalate("check", "--nagios", now="2026-11-23T09:12:00Z")
    assert (done.code, done.stdout.split(" | ")[0]) == (
        1,
        "ESCALATE WARNING - 0 overdue, 1 at risk, 1 open",
    )


def test_past_a_target_is_critical_and_changes_nothing(escalate: Shell) -> None:
    escalate("log", "Mail down", "-p", "P1", now="2026-11-23T09:00:00Z")
    done = escalate("check", "--nagios", now="2026-11-23T10:30:00Z")
    assert (done.code, done.stdout.split(" | ")[0]) == (
        2,
        (
            "ESCALATE CRITICAL - 1 overdue, 0 at risk, 1 open, T-1 for 1h 15m, "
            "1 due for a check for 1h 15m"
        ),
    )
    later = escalate("check", now="2026-11-23T10:30:00Z")
    assert "T-1 P1 acknowledge: breached" in later.stdout


def test_what_cannot_be_looked_at_is_unknown(escalate: Shell, tmp_path: Path) -> None:
    policy = tmp_path / "broken.yaml"
    policy.write_text("version: 9\n", encoding="utf-8")
    done = escalate("check", "--nagios", "--policy", str(policy))
    assert done.code == 3
    assert done.stdout.startswith("ESCALATE UNKNOWN - ")
    assert done.stdout.count("\n") == 1


def test_of_many_mistakes_their_number_and_the_first_are_said(support: Shell) -> None:
    support.log("Mail is down")
    mistakes = "version: 1\n" + "nonsense: |\n  x\n" + "timezone: Nowhere\n" * 20
    support.follow(mistakes)
    done = support("check", "--nagios")
    assert (done.code, done.stdout.count("\n"), len(done.stdout) < 255) == (3, 1, True)
    policy = support.policy
    said = f"24 errors: {policy}:1:1: error: missing key 'ladders'"
    assert done.stdout == f"ESCALATE UNKNOWN - the policy cannot be used: {said}\n"


def test_a_policy_that_broke_is_unknown_though_an_older_one_applies(support: Shell) -> None:
    support.log("Mail is down")
    support.follow("version: 9\n")
    done = support("check", "--nagios")
    assert (done.code, done.stderr) == (3, "")
    assert done.stdout.startswith("ESCALATE UNKNOWN - the policy cannot be used")


def test_an_instant_of_the_past_is_looked_back_at_as_by_list(escalate: Shell) -> None:
    escalate("log", "Mail down", "-p", "P1", now="2026-11-23T09:00:00Z")
    escalate("log", "Disk full", "-p", "P4", now="2026-11-23T09:10:00Z")
    escalate("resolve", "1", now="2026-11-23T10:30:00Z")
    then = ("--now", "2026-11-23T09:12:00Z")
    done = escalate("check", "--nagios", *then, now="2026-11-23T11:00:00Z")
    assert (done.code, done.stdout.split(" | ")[0], done.stderr) == (
        1,
        "ESCALATE WARNING - 0 overdue, 1 at risk, 2 open",
        "",
    )
    before = escalate("check", "--nagios", "--now", "2026-11-23T08:00:00Z")
    assert before.stdout.split(" | ")[0] == "ESCALATE OK - 0 overdue, 0 at risk, 0 open"


NOTICES = """\
version: 1
priorities: [P1]
default_priority: P1
channels: {log: {file: sent}}
people: {ana: {contact: ["log:x"]}, bo: {}}
ladders:
  functional: [{level: L1, person: ana}]
  management: [{level: lead, person: bo}]
targets: [{resolve: 10h}]
triggers: [{type: clock, name: half, clock: resolve, at: 50%, notify: [bo]}]
"""


@pytest.mark.parametrize(
    ("now", "code", "said"),
    [
        ("2026-11-23T13:14:00Z", 0, ""),
        ("2026-11-23T13:15:00Z", 1, ", 1 due for a check for 15m"),
        ("2026-11-23T14:01:00Z", 2, ", 1 due for a check for 1h 1m"),
    ],
    ids=["cron may have missed a run", "long due", "unbearable"],
)
def test_that_no_check_runs_is_said(escalate: Shell, now: str, code: int, said: str) -> None:
    escalate.follow(NOTICES)
    escalate.log("Disk full", now="2026-11-23T08:00:00Z")
    done = escalate("check", "--nagios", now=now)
    assert done.code == code
    assert done.stdout.split(" | ")[0].endswith(f" - 0 overdue, 0 at risk, 1 open{said}")


def test_the_age_of_the_last_check_is_no_alarm_where_nothing_was_due(escalate: Shell) -> None:
    escalate.log("Disk full", "-p", "P4", now="2026-11-23T09:00:00Z")
    escalate.done("check", now="2026-11-23T09:01:00Z")
    done = escalate("check", "--nagios", now="2026-11-23T10:01:00Z")
    assert (done.code, " last_check_age=3600s;;;0 unchecked=0s;" in done.stdout) == (0, True)


def test_what_can_reach_nobody_is_counted_and_is_no_warning(escalate: Shell) -> None:
    escalate.follow(NOTICES)
    escalate.log("Disk full", now="2026-11-23T08:00:00Z")
    escalate.done("check", now="2026-11-23T13:00:00Z")
    done = escalate("check", "--nagios", now="2026-11-23T13:01:00Z")
    assert done.code == 0
    assert done.stdout.startswith(
        "ESCALATE OK - 0 overdue, 0 at risk, 1 open, 1 without a contact | "
    )
    assert " unreachable=1;;;0 " in done.stdout
