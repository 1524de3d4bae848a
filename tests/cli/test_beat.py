"""`beat`: jobs say that all is well, and what is not heard of becomes a ticket."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.shell import Result, Shell

HEARTBEATS = """
heartbeats:
  - {key: backup-job, every: 1d, grace: 1h, log: {title: "No [red]backup", priority: P2}}
  - {key: mail/in, every: 15m}
"""


@pytest.fixture
def listening(support: Shell) -> Shell:
    """Let the policy expect two heartbeats, and a check know of them."""
    support.follow(support.policy.read_text() + HEARTBEATS)
    assert support.done("check") == Result("", "", 0)
    return support


def test_an_absence_is_logged_once_and_ends_with_the_next_beat(listening: Shell) -> None:
    assert listening.done("beat", "mail/in", now="+10m") == Result("", "", 0)
    assert listening.done("check", now="+24m") == Result("", "", 0)
    logged = listening.done("check", now="+26m")
    first = "T-1 P3 mail/in: missing, logged, due 2026-11-23T08:25:00Z"
    assert logged.stdout.splitlines()[0] == first
    assert listening.done("check", now="+27m").stdout == ""
    assert listening.show()["title"] == "No beat of mail/in"
    ended = listening.done("beat", "mail/in", "--as", "bo", now="+30m")
    assert ended == Result("T-1 mail/in: beats again, resolved\n", "", 0)
    assert (listening.show()["status"], listening.show()["key"]) == ("resolved", "mail/in")
    assert listening.done("verify").code == 0
    replayed = listening.done("policy", "replay", "--json", now="+40m").data
    assert (replayed["tickets"]["n"], replayed["tickets"]["differ"]) == (1, 0)


def test_a_document_says_what_is_missing_and_how_they_stand(listening: Shell) -> None:
    listening.done("beat", "backup-job", now="+1h")
    planned = listening.done("check", "--dry-run", "--json", now="+2h").data["heartbeats"]
    assert planned == [
        {"key": "mail/in", "since": "2026-11-23T08:15:00Z", "ticket": None, "is_new": None}
    ]
    dry = listening.done("check", "--dry-run", now="+2h").stdout
    assert dry == "mail/in: missing, would be logged, due 2026-11-23T08:15:00Z\n"
    done = listening.done("check", "--json", now="+2h").data["heartbeats"]
    assert [(each["ticket"], each["is_new"]) for each in done] == [("T-1", True)]
    assert listening.done("beat", "--json", now="+2h").data == [
        {
            "key": "backup-job",
            "state": "beating",
            "beat_at": "2026-11-23T09:00:00Z",
            "missing_at": "2026-11-24T10:00:00Z",
            "every_seconds": 86400,
            "grace_seconds": 3600,
            "ticket": None,
        },
        {
            "key": "mail/in",
            "state": "missing",
            "beat_at": None,
            "missing_at": "2026-11-23T08:15:00Z",
            "every_seconds": 900,
            "grace_seconds": 0,
            "ticket": "T-1",
        },
    ]


def test_a_ticket_that_is_there_is_told_of_both(listening: Shell) -> None:
    listening.log("Tape is full", "--key", "backup-job")
    told = listening.done("check", now="+26h").stdout
    assert "T-1 P2 backup-job: missing, noted there, due 2026-11-24T09:00:00Z\n" in told
    ended = listening.done("beat", "backup-job", now="+27h")
    assert ended.stdout == "T-1 backup-job: beats again, noted\n"
    assert listening.show()["status"] == "open"


def test_an_absence_soon_after_another_reopens_its_ticket(listening: Shell) -> None:
    listening.follow(listening.policy.read_text() + "reopen_within: 1d\n")
    listening.done("check", now="+20m")
    listening.done("beat", "mail/in", now="+30m")
    assert "T-1 P3 mail/in: missing again, reopened" in listening.done("check", now="+50m").stdout
    assert listening.show()["cycle"] == 2
    assert listening.done("policy", "replay", "--json", now="+1h").data["tickets"]["differ"] == 0


def test_a_person_sees_how_they_stand(listening: Shell) -> None:
    shown = listening.done("beat", "--table").stdout.splitlines()
    assert [line.split()[:2] for line in shown] == [
        ["HEARTBEAT", "STATE"],
        ["backup-job", "awaited"],
        ["mail/in", "awaited"],
    ]
    beaten = listening.done("beat", "backup-job", "--table").stdout
    assert beaten == "backup-job has beaten, missing from Tue 2026-11-24 10:00 CET (in 1d 1h) on\n"
    checked = listening.done("check", "--table", now="+26h").stdout
    assert "backup-job  missing, logged" in checked
    ended = listening.done("beat", "backup-job", "--table", now="+27h").stdout.splitlines()
    assert ended[1].startswith("T-1 resolved · P2 · L1 · ")
    assert ended[1].endswith("No [red]backup")


@pytest.mark.parametrize(
    ("key", "advice"),
    [("backup-jib", "did you mean 'backup-job'?"), ("x", "the policy knows backup-job, mail/in")],
)
def test_one_that_is_not_in_the_policy_is_refused(listening: Shell, key: str, advice: str) -> None:
    before = listening.file()
    refused = listening("beat", "mail/in", key)
    assert refused == Result(
        "", f"escalate: error: there is no heartbeat '{key}'\nhelp: {advice}\n", 1
    )
    assert listening.file() == before


def test_a_policy_without_any_says_so(support: Shell) -> None:
    assert support.done("beat") == Result("", "", 0)
    assert support.done("beat", "--table").stderr == "the policy has no heartbeats\n"


@pytest.mark.parametrize(
    ("entry", "error"),
    [
        ("{every: 1d}", "missing key 'key'"),
        ("{key: a}", "missing key 'every'"),
        ("{key: a, every: 5}", "'5' is not a duration: a unit is missing"),
        ("{key: a, every: 1h}, {key: a, every: 1h}", "heartbeat 'a' is given twice"),
        ("{key: a, every: 1h, grace: soon}", "'soon' is not a duration"),
        ("{key: a, every: 1h, log: {priority: P9}}", "unknown priority 'P9'"),
        ("{key: a, every: 1h, log: {titel: x}}", "unknown key 'titel'"),
        (f"{{key: a, every: 1h, log: {{title: {'x' * 501}}}}}", "the title has 501 characters"),
        (f"{{key: {'x' * 201}, every: 1h}}", "the name has 201 characters"),
    ],
    ids=lambda text: text[:40],
)
def test_a_mistake_in_the_policy_is_named(support: Shell, entry: str, error: str) -> None:
    support.follow(f"{support.policy.read_text()}\nheartbeats: [{entry}]\n")
    found = support("policy", "check")
    assert found.code == 1
    assert f"error: {error}" in found.stdout + found.stderr


def test_the_policy_is_tested(listening: Shell, tmp_path: Path) -> None:
    tests = tmp_path / "heartbeats.yaml"
    tests.write_text("""
tests:
  - name: the backup is heard of
    at: 2026-11-23 10:00
    heartbeat: backup-job
    steps:
      - {after: 24h, do: beat, by: cron, expect: {status: none, fired: []}}
      - {after: 48h, expect: {status: none}}
      - {after: 49h, expect: {status: open, priority: P2, level: L1}}
      - {after: 50h, do: beat, by: cron, expect: {status: resolved}}
      - {after: 75h, expect: {status: resolved}}
""")
    assert listening.done("policy", "test", str(tests)).code == 0
    tests.write_text("""
tests:
  - {name: a, at: 2026-11-23 10:00, heartbeat: foo, steps: [{expect: {level: L1}}]}
  - {name: b, at: 2026-11-23 10:00, ticket: {title: x}, heartbeat: mail/in,
     steps: [{expect: {level: L1}}]}
  - {name: c, at: 2026-11-23 10:00, ticket: {title: x},
     steps: [{do: beat, by: bo, expect: {level: L1}}]}
  - {name: d, at: 2026-11-23 10:00, steps: [{expect: {level: L1}}]}
""")
    refused = listening("policy", "test", str(tests))
    assert refused.code == 2
    for error in (
        "unknown heartbeat 'foo'",
        "'ticket' beside 'heartbeat'",
        "'beat' is for the test of a heartbeat",
        "missing key 'ticket'",
    ):
        assert f"error: {error}" in refused.stderr


def test_an_idle_check_loads_nothing_that_decides(listening: Shell) -> None:
    probe = "from escalate_cli.cli.app import run; run(['check']); import sys; print(*sys.modules)"
    command = [sys.executable, "-c", probe]
    done = subprocess.run(command, env=listening.env, capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert "escalate_cli.usecases.automation.heartbeats" in loaded
    assert loaded.isdisjoint(
        {
            "escalate_cli.domain.engine.engine",
            "escalate_cli.usecases.unit_of_work",
            "escalate_cli.usecases.verbs.log",
        }
    )
