"""kill -9 while messages are sent: none is lost, and each repeat is known by its key."""

import json
import random
import subprocess
import time
from collections import defaultdict
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.cli.shell import PROGRAM, program
from tests.conftest import MONDAY_NINE
from tests.faults.conftest import Figures
from tests.faults.loops import long

PEOPLE = 50
ROUNDS = 200
SHORT = 5

POLICY = """\
version: 1
name: Many to tell
priorities: [P1]
default_priority: P1
matrix: {{high: {{high: P1}}}}
channels:
  file: {{file: sent.jsonl}}
people: {{{people}}}
ladders: {{functional: [{{level: L1, person: p0}}]}}
subscribe: [{{people: [{names}]}}]
triggers:
  - {{type: stalled, name: news, after: 1h, notify: stakeholders, repeat: {{every: 1h}}}}
"""


class Team:
    """A store in which fifty people are told something every hour."""

    def __init__(self, folder: Path) -> None:
        self.store = folder / "store"
        self.store.mkdir()
        names = [f"p{number}" for number in range(PEOPLE)]
        people = ", ".join(f'{name}: {{contact: "file:{name}"}}' for name in names)
        text = POLICY.format(people=people, names=", ".join(names))
        (self.store / "policy.yaml").write_text(text)
        self.env = {"HOME": str(folder), "PATH": "/usr/bin:/bin", "ESCALATE_STORE": str(self.store)}
        self.hour = 0
        self.do("log", "Mail is down")

    def now(self, minutes: int = 0) -> str:
        """Return an instant of the present hour."""
        at = MONDAY_NINE + timedelta(hours=self.hour, minutes=minutes)
        return at.strftime("%Y-%m-%dT%H:%M:%SZ")

    def do(self, *argv: str, minutes: int = 0) -> str:
        """Run a command line to its end, and return what it printed."""
        done = program(*argv, env={**self.env, "ESCALATE_NOW": self.now(minutes)})
        assert done.code == 0, done.stderr
        return done.stdout

    def kill_check(self, after: float) -> bool:
        """Start `check` and kill it; tell whether it was killed in the middle."""
        env = {**self.env, "ESCALATE_NOW": self.now()}
        with subprocess.Popen(
            [PROGRAM, "check"], env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ) as check:
            time.sleep(after)
            check.kill()
        return check.returncode < 0

    def sent(self) -> list[dict[str, Any]]:
        """Return every parcel that arrived; the last line may be one half of a kill."""
        lines = (self.store / "sent.jsonl").read_text().splitlines()
        return [json.loads(line) for line in lines]


@pytest.mark.parametrize("rounds", [SHORT, long(ROUNDS)], ids=["short", "long"])
def test_every_message_arrives_and_each_repeat_carries_the_key_of_the_first(
    tmp_path: Path, figures: Figures, rounds: int
) -> None:
    team, chance = Team(tmp_path), random.Random(5)  # noqa: S311 - chance, not secrecy
    began = time.monotonic()
    team.hour = 1
    team.do("check")
    whole = time.monotonic() - began
    killed = 0
    while killed < rounds and team.hour < 4 * rounds:
        team.hour += 1
        killed += team.kill_check(chance.uniform(0, whole))
        team.do("check", minutes=2)
    assert killed == rounds

    events = json.loads(team.do("show", "1", "--json", minutes=3))["events"]
    fired = [event["key"] for event in events if event["kind"] == "trigger_fired"]
    assert len(fired) == len(set(fired)) == team.hour
    recorded = [event["key"] for event in events if event["kind"] == "message_sent"]
    assert sorted(recorded) == sorted(f"{key}:p{n}" for key in fired for n in range(PEOPLE))

    batches = defaultdict(set)
    for parcel in team.sent():
        for message in parcel["messages"]:
            batches[message["key"]].add(parcel["key"])
    assert sorted(batches) == sorted(recorded)
    assert all(len(keys) == 1 for keys in batches.values())
    assert json.loads(team.do("outbox", "list", "--json", minutes=3)) == []
    assert team.do("verify", minutes=3) == ""
    if rounds > SHORT:
        figures.add("kill -9 while sending", kills=killed, messages=len(recorded), lost=0)
