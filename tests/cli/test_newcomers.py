"""Who comes to a level or on duty later finds what waits, and is told what falls due then."""

import json

import pytest

from tests.cli.shell import Shell

POLICY = """\
version: 1
timezone: Europe/Berlin
priorities: [P1]
default_priority: P1
channels: {file: {file: sent.jsonl}}
people:
  ana: {contact: "file:ana"}
  bo: {contact: "file:bo"}
  cy: {contact: "file:cy"}
teams:
  desk: {members: [ana]}
  network: DUTY
ladders: {functional: [{level: L1, team: desk}, {level: L2, team: network}]}
targets: [{acknowledge: 4h, resolve: 8h}]
triggers:
  - {type: clock, name: unack, clock: acknowledge, at: 1h, notify: L2}
"""
CY = "{members: [cy]}"
BO = "{members: [bo]}"
SHIFTS = "{members: [cy, bo], duty: [{turns: [cy, bo], every: 1d, starts: 2026-11-22T09:30}]}"


def use(escalate: Shell, duty: str) -> None:
    """Put a duty of the second level's team into the policy."""
    text = POLICY.replace("DUTY", duty)
    escalate.follow(text)


def told(escalate: Shell) -> list[tuple[str, str]]:
    """Return who was told what of a ticket, oldest first."""
    sent = (escalate.store / "sent.jsonl").read_text(encoding="utf-8").splitlines()
    messages = (each for line in sent for each in json.loads(line)["messages"])
    return [(each["kind"], each["to"]) for each in messages]


@pytest.mark.parametrize(("before", "then"), [(CY, BO), (SHIFTS, SHIFTS)], ids=["policy", "shift"])
def test_a_newcomer_finds_what_waits_and_is_told_what_falls_due(
    escalate: Shell, before: str, then: str
) -> None:
    escalate.store.mkdir(exist_ok=True)
    use(escalate, before)
    escalate.log("Mail is down")
    escalate.done("escalate", "1", "--to", "L2", "-m", "a router", "--as", "ana", now="+5m")
    escalate.done("check", now="+6m")
    assert escalate.show(now="+6m")["owner"] == "cy"
    assert escalate.done("now", "--as", "bo", now="+7m").rows == []
    use(escalate, then)
    escalate.done("check", now="+40m")
    [free] = escalate.done("now", "--as", "bo", now="+40m").rows
    assert free[:2] == ["free", "T-1"]
    assert "cy" in free
    assert told(escalate) == [("handoff", "cy")]
    escalate.done("check", now="+65m")
    assert told(escalate)[1:] == [("alert", "bo")]
    escalate.done("ack", "1", "--as", "bo", now="+70m")
    assert escalate.show(now="+70m")["owner"] == "bo"
