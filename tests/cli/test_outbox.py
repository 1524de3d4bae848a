"""From a decision to the people who hear of it, through real channels."""

import json
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.cli.shell import PROGRAM, Shell
from tests.patience import comes, state_of
from tests.unit.notify.servers import mail_server, webhook

POLICY = """\
version: 1
name: Reached
timezone: Europe/Berlin
priorities: [P1, P2]
default_priority: P2
matrix: {high: {high: P1, low: P2}, low: {high: P2, low: P2}}
channels:
  log: {file: log.jsonl}
  mail: {apprise: "env:MAIL_URL"}
  web: {apprise: "secret:web.url"}
  run: {command: [/bin/sh, -c, "cat >> run.jsonl; echo >> run.jsonl; exit $$(cat code)"]}
  desk: {console: true}
  hook: {file: hook.jsonl, subscribe: [ticket_escalated, note_added]}
people:
  ana: {name: Ana Ruiz, contact: ["log:ana"]}
  bo: {name: Bo Lind, contact: ["run:bo"]}
  lee: {name: Lee Park, contact: ["web:lee"]}
  max: {name: Max Bauer, contact: ["desk:max"]}
teams: {one: {members: [ana]}, two: {members: [bo]}}
ladders:
  functional: [{level: L1, name: Frontline, team: one}, {level: L2, name: Experts, team: two}]
  management: [{level: lead, person: lee}, {level: manager, person: max}]
targets: [{calendar: always, resolve: 2h}]
triggers:
  - {type: clock, name: late, clock: resolve, at: 50%, escalate: next, notify: [lead, manager]}
"""
NINE = "2026-11-23T09:00:00+01:00"
TEN = "2026-11-23T10:00:00+01:00"
MINUTES = tuple(f"2026-11-23T10:{minute:02}:00+01:00" for minute in range(60))


@pytest.fixture
def team(escalate: Shell) -> Shell:
    """Run command lines under a policy with a channel of each kind."""
    escalate.follow(POLICY)
    (escalate.store / "code").write_text("0")
    _keep_url(escalate, "json://127.0.0.1:1")
    return escalate


def _keep_url(team: Shell, url: str) -> None:
    path = team.store / "web.url"
    path.write_text(url)
    path.chmod(0o600)


def _lines(team: Shell, name: str) -> list[Any]:
    return [json.loads(line) for line in (team.store / name).read_text().splitlines()]


def _states(team: Shell, now: str = TEN) -> dict[str, str]:
    listed = team.done("outbox", "list", "--json", now=now).data
    return {message["to"]: message["state"] for message in listed}


def test_check_sends_what_it_decided_and_the_history_says_so(team: Shell) -> None:
    with webhook() as server, mail_server() as (url, box):
        _keep_url(team, f"json://{server.place}")
        team.env = {**team.env, "MAIL_URL": url}
        team.log("Mail is down", "-r", "kim@example.org", now=NINE)
        done = team("check", "--json", now=TEN)
    assert done.code == 0
    assert done.data["messages"] == {"sent": 5, "failed": 0, "pending": 0, "dead": 0}
    assert done.stderr.startswith("message to Max Bauer: T-1 Mail is down")
    assert _lines(team, "run.jsonl")[0]["messages"][0]["kind"] == "handoff"
    assert _lines(team, "hook.jsonl")[0]["messages"][0]["event"]["to"] == "L2"
    assert [envelope.rcpt_tos for envelope in box.taken] == [["kim@example.org"]]
    assert len(server.requests) == 1
    sent = [e for e in team.show()["events"] if e["kind"] == "message_sent"]
    assert sorted((e["to"], e["via"]) for e in sent) == [
        *(("bo", "run"), ("channel:hook", "hook"), ("kim@example.org", "mail")),
        *(("lee", "web"), ("max", "desk")),
    ]
    assert team.done("verify").code == 0


def test_a_second_check_sends_nothing_and_says_nothing(team: Shell) -> None:
    team.log("Mail is down", now=NINE)
    team("check", now=TEN)
    (team.store / "web.url").unlink()
    before = team.file()
    again = team("check", now=TEN)
    assert (again.stdout, again.stderr, again.code) == ("", "", 0)
    assert team.file() == before


def test_a_failure_ends_in_2_and_is_tried_again_when_its_time_comes(team: Shell) -> None:
    team.log("Mail is down", now=NINE)
    failed = team("check", now=TEN)
    assert failed.code == 2
    assert failed.stdout.splitlines()[-1].startswith("T-1 P2 late: L1 -> L2")
    assert failed.stderr.splitlines()[-1] == (
        "escalate: error: T-1: the alert message to Lee Park by web: "
        "the service did not take it: it refuses connections"
    )
    assert _states(team) == {"lee": "retrying"}
    with webhook() as server:
        _keep_url(team, f"json://{server.place}")
        assert team("check", now=TEN).code == 0
        assert _states(team) == {"lee": "retrying"}
        assert team("check", now=MINUTES[1]).code == 0
    assert _states(team) == {}
    assert len(server.requests) == 1


def test_messages_are_shown_by_their_ticket_or_one_by_its_key(team: Shell) -> None:
    with webhook(404) as server:
        _keep_url(team, f"json://{server.place}")
        team.log("Mail is down", now=NINE)
        team("check", now=TEN)
    [by_ticket] = team.done("outbox", "show", "T-1", "--json").data
    assert team.done("outbox", "show", by_ticket["key"], "--json").data == by_ticket
    assert team.done("outbox", "show", "1").rows == team.done("outbox", "list").rows
    done = team("outbox", "show", "2")
    assert (done.stdout, done.code) == ("", 1)
    assert done.stderr == (
        "escalate: error: no message '2' in the outbox\nhelp: escalate outbox list shows them\n"
    )


def test_a_message_that_was_given_up_is_counted_until_somebody_handles_it(team: Shell) -> None:
    team.log("Mail is down", now=NINE)
    with webhook(404) as server:
        _keep_url(team, f"json://{server.place}")
        assert team("check", now=TEN).stderr.endswith("the service answered 404: given up\n")
    later = team("check", "--json", now=MINUTES[30])
    assert later.code == 0
    assert later.data["messages"] == {"sent": 0, "failed": 0, "pending": 0, "dead": 1}
    [row] = team.done("outbox", "list", now=MINUTES[30]).rows
    key = row[0]
    shown = team.done("outbox", "show", key, "--json").data
    assert (shown["state"], shown["error"]) == ("dead", "the service answered 404")
    assert team.done("outbox", "retry", now=MINUTES[30]).rows[0][0] == key
    assert _states(team) == {"lee": "pending"}
    assert team.done("outbox", "drop", key).stderr == "dropped 1 message\n"
    assert _states(team) == {}
    assert team("outbox", "show", key).code == 1


def test_deliver_sends_without_deciding(team: Shell) -> None:
    team.log("Mail is down", now=NINE)
    team.done("escalate", "1", "-m", "too hard", now=NINE)
    assert sorted(_states(team, NINE)) == ["bo", "channel:hook"]
    done = team.done("outbox", "deliver", "--json", now=MINUTES[30])
    assert done.data == {"sent": 2, "failed": 0, "pending": 0, "dead": 0}
    assert team.show()["level"] == "L2"
    assert len(team.show()["escalations"]) == 1


def test_deliver_ends_in_2_where_something_was_not_taken(team: Shell) -> None:
    (team.store / "code").write_text("75")
    team.log("Mail is down", now=NINE)
    team.done("escalate", "1", now=NINE)
    failed = team("outbox", "deliver", now=NINE)
    assert failed.code == 2
    assert failed.rows == [["sent", "1"], ["failed", "1"], ["pending", "1"], ["dead", "0"]]
    assert failed.stderr == (
        "escalate: error: T-1: the handoff message to Bo Lind by run: /bin/sh ended with 75\n"
    )


@pytest.mark.parametrize(
    ("channel", "code"), [("log", 0), ("desk", 0), ("run", 0), ("web", 2), ("mail", 2)]
)
def test_a_channel_can_be_tried_at_once(team: Shell, channel: str, code: int) -> None:
    assert team("outbox", "test", channel).code == code


def test_stakeholders_are_told_from_then_on(team: Shell) -> None:
    team.log("Mail is down", "-r", "kim", now=NINE)
    team.done("stakeholder", "add", "1", "max", now=NINE)
    team.done("wait", "1", "--for", "vendor", now=NINE)
    team.done("stakeholder", "remove", "1", "max", now=NINE)
    team.done("resolve", "1", "-m", "restarted", now=NINE)
    team.done("reopen", "1", "-m", "down again", now=NINE)
    listed = team.done("outbox", "list", "--json", now=NINE).data
    assert [(m["kind"], m["to"]) for m in listed] == [
        *(("status_update", "kim"), ("resolution", "kim")),
        *(("reopened", "ana"), ("status_update", "kim")),
    ]
    assert {m["error"] for m in listed if m["to"] == "kim"} == {"the policy has no contact for kim"}


def test_a_message_can_be_seen_before_it_is_sent(team: Shell) -> None:
    team.log("Mail [b]$id is down\x1b[31m", now=NINE)
    team.done("escalate", "1", "-m", "too hard", now=NINE)
    shown = team.done("policy", "preview", "handoff", "--ticket", "1").stdout
    assert shown.startswith("T-1 Mail [b]$id is down<U+001B>[31m (P2) is now with you at L2")
    assert "Reason: too hard" in shown
    document = team.done("policy", "preview", "handoff", "--ticket", "1", "--json").data
    assert document["text"].startswith("T-1 Mail [b]$id is down\x1b[31m (P2)")


def test_commands_are_not_run_where_all_can_write_the_policy(team: Shell) -> None:
    team.policy.chmod(0o666)
    failed = team("outbox", "test", "run")
    assert failed.code == 2
    assert "everybody can write the policy" in failed.stderr


@pytest.mark.parametrize("option", [(), ("--json",)], ids=["text", "JSON"])
def test_a_secret_is_nowhere(team: Shell, option: tuple[str, ...]) -> None:
    team.env = {**team.env, "MAIL_URL": "mailto://canary:canary@127.0.0.1:1?to=$address"}
    _keep_url(team, "json://canary:canary@127.0.0.1:1/canary")
    team.log("Mail is down", "-r", "kim@example.org", now=NINE)
    shown = [team("check", *option, now=TEN), team("outbox", "list", *option, now=TEN)]
    shown += [team("outbox", "test", name) for name in ("mail", "web")]
    shown += [team("policy", "show", *option), team("show", "1", *option)]
    kept = b"".join(path.read_bytes() for path in team.store.iterdir() if path.name != "web.url")
    assert "canary" not in "".join(each.stdout + each.stderr for each in shown)
    assert b"canary" not in kept


_LOADED = (
    "import sys; from escalate_cli.cli.app import run; run(['check']); "
    "print(*sorted(m for m in sys.modules if 'notify' in m or 'apprise' in m "
    "or m.endswith('.deliver')))"
)


def test_check_loads_what_sends_only_if_something_waits(team: Shell) -> None:
    team.log("Mail is down", now=NINE)
    env = {**team.env, "ESCALATE_NOW": NINE}
    idle = subprocess.run(
        [sys.executable, "-c", _LOADED],
        env=env,
        capture_output=True,
        encoding="utf-8",
        check=True,
        cwd=Path(__file__).parents[2],
    )
    assert (idle.stdout, idle.stderr) == ("\n", "")


def test_a_program_does_not_outlive_a_command_that_is_ended(team: Shell) -> None:
    text = POLICY.replace("cat >> run.jsonl; echo >>", "echo > began; exec sleep 60; echo >>")
    team.follow(text)
    team.log("Mail is down", now=NINE)
    team.done("escalate", "1", now=NINE)
    command = [PROGRAM, "outbox", "deliver", "--now", NINE]
    with subprocess.Popen(command, env=team.env, stderr=subprocess.PIPE) as deliver:
        began = team.store / "began"
        assert comes(began.exists)
        program = _children(deliver.pid)
        deliver.terminate()
        _, err = deliver.communicate()
    assert (deliver.returncode, err) == (-signal.SIGTERM, b"")
    assert program
    assert comes(lambda: {state_of(pid) for pid in program} == {"Z"})


def _children(pid: int) -> list[int]:
    names = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(child) for name in names for child in name.read_text().split()]


@pytest.mark.parametrize("closing", ["2>&-", "2>/dev/null"])
def test_what_nobody_could_see_was_not_shown(team: Shell, closing: str) -> None:
    command = f"exec {PROGRAM} outbox test desk {closing}"
    done = subprocess.run(["/bin/sh", "-c", command], env=team.env, check=False)
    assert done.returncode == 2


def test_nobody_acts_as_the_policy(team: Shell) -> None:
    done = team("log", "Mail is down", "--as", "policy")
    assert (done.code, done.stdout) == (2, "")
    assert "'policy' acts by itself" in done.stderr


def test_what_is_dropped_and_tried_is_data_too(team: Shell) -> None:
    team.log("Mail is down", now=NINE)
    team.done("escalate", "1", now=NINE)
    [dropped] = team.done("outbox", "drop", "1", "--json", now=NINE).data[:1]
    assert dropped["to"] == "bo"
    tried = team.done("outbox", "test", "log", "--to", "ana", "--json").data
    assert (tried["channel"], tried["to"]) == ("log", "ana")


def test_doctor_says_what_channels_lack(team: Shell) -> None:
    team.log("Mail is down", now=NINE)
    team("check", now=NINE)
    found = team("doctor", "--json", now=NINE).data
    said = [(each["found"], each["remedy"]) for each in found if each["check"] == "channels"]
    assert said[0] == (
        *("channel mail: the variable MAIL_URL is not set", "set MAIL_URL where this runs"),
    )
    team.policy.chmod(0o666)
    found = team("doctor", "--json", now=NINE).data
    assert any("everybody can write the policy" in each["found"] for each in found)
