"""`check` killed at every call, and run over itself: nothing twice, missing or lost."""

import json
import random
import shutil
import subprocess
import time
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from tests.cli.shell import PROGRAM, Shell
from tests.faults.calls import HALF, KILL, Fault
from tests.faults.conftest import Figures
from tests.faults.loops import each, long
from tests.faults.program import Program
from tests.faults.scenes import NOON, POLICY, put_back, room_of

SHORT = 2
TICKETS = 3
AGAIN = ("2026-11-23T12:02:00Z", "2026-11-23T12:04:00Z")
"""Later than NOON by more than the lease of a claimed message."""


@pytest.fixture
def team(shell: Shell) -> Shell:
    """Make a store of which every ticket is overdue at noon, and somebody is to be told."""
    shell.follow(POLICY)
    for number in range(TICKETS):
        shell.log(f"ticket {number}")
    return shell


class Record:
    """What was decided, recorded as sent, and really sent; parts of a line count as nothing."""

    def __init__(self, shell: Shell) -> None:
        shown = [shell.show(str(n + 1), now=AGAIN[-1]) for n in range(TICKETS)]
        events = [event for ticket in shown for event in ticket["events"]]
        self.decided = Counter(e["key"] for e in events if e["kind"] == "trigger_fired")
        self.breached = Counter(
            f"{t['id']} {e['clock']} {e['cycle']} {e['instance']}"
            for t in shown
            for e in t["events"]
            if e["kind"] == "target_breached"
        )
        self.moves = Counter(f"{t['id']} {m['to']}" for t in shown for m in t["escalations"])
        self.recorded = Counter(e["key"] for e in events if e["kind"] == "message_sent")
        self.sent: Counter[str] = Counter()
        self.parcels: defaultdict[str, set[str]] = defaultdict(set)
        for line in (shell.store / "sent.jsonl").read_text().splitlines():
            self._read(line)

    def _read(self, line: str) -> None:
        try:
            parcel = json.loads(line)
        except ValueError:
            return
        for message in parcel["messages"]:
            self.sent[message["key"]] += 1
            self.parcels[message["key"]].add(parcel["key"])

    def differs_from(self, other: "Record", *, kills: int) -> list[str]:
        """Name what is not as in a run that nobody disturbed."""
        wrong = [
            f"{what}: {sorted(mine - theirs)} too many, {sorted(theirs - mine)} missing"
            for what, mine, theirs in (
                ("decisions", self.decided, other.decided),
                ("breaches", self.breached, other.breached),
                ("moves", self.moves, other.moves),
                ("recorded messages", self.recorded, other.recorded),
                ("sent messages", Counter(self.sent.keys()), Counter(other.sent.keys())),
            )
            if mine != theirs
        ]
        wrong += [f"sent {n} times: {key}" for key, n in self.sent.items() if n > 1 + kills]
        wrong += [
            f"{key} in {len(keys)} parcels" for key, keys in self.parcels.items() if len(keys) > 1
        ]
        return wrong


def _calm(team: Shell) -> Record:
    """Run `check` as cron would afterwards, and look."""
    for now in AGAIN:
        assert team("check", now=now).code == 0
    assert team.done("outbox", "list", "--json", now=AGAIN[-1]).data == []
    assert team.done("verify", now=AGAIN[-1]).stdout == ""
    return Record(team)


@pytest.mark.parametrize("step", [19, each()], ids=["some", "all"])
def test_killed_at_any_call_it_is_made_good_by_the_next(
    program: Program, team: Shell, tmp_path: Path, figures: Figures, step: int
) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(room_of(team), copy)
    env = {**team.env, "ESCALATE_NOW": NOON}
    whole = program.run("check", env=env, watch=room_of(team))
    undisturbed = _calm(team)
    assert len(undisturbed.decided) == 2 * TICKETS
    wrong: list[str] = []
    killed = 0
    for at, call in list(enumerate(whole.calls))[::step]:
        for how in (KILL, HALF) if call.name == "write" else (KILL,):
            put_back(team, copy)
            ended = program.run("check", env=env, watch=room_of(team), fault=Fault(at, how))
            found = _calm(team).differs_from(undisturbed, kills=1)
            wrong += [f"{how} at {at}, {call.name} {call.path}: {what}" for what in found]
            killed += ended.code == -9
    assert not wrong, "\n".join(wrong)
    assert killed > 0.8 * len(whole.calls) / step  # threads do not always make the same calls
    if step == 1:
        figures.add("check killed at every call", kills=killed)


@pytest.mark.parametrize("rounds", [SHORT, long(120)], ids=["short", "long"])
def test_three_at_once_with_kills_and_a_clock_that_goes_back(
    team: Shell, figures: Figures, rounds: int
) -> None:
    chance = random.Random(3)  # noqa: S311 - chance, not secrecy
    killed = 0
    for number in range(rounds):
        minute = 30 + number - (chance.randrange(20) if chance.random() < 0.2 else 0)
        now = f"2026-11-23T{9 + minute // 60:02}:{minute % 60:02}:00Z"
        runs = [
            subprocess.Popen(
                [PROGRAM, "check"],
                env={**team.env, "ESCALATE_NOW": now},
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                text=True,
            )
            for _ in range(3)
        ]
        for run in runs:
            if chance.random() < 0.6:
                time.sleep(chance.uniform(0, 0.15))
                run.kill()
                killed += 1
        for run in runs:
            _, said = run.communicate()
            is_back = "error: clock: the clock says" in said
            assert run.returncode in ({2, -9} if is_back else {0, -9}), said
    found = _calm(team)
    assert set(found.decided.values()) | set(found.recorded.values()) == {1}
    assert len(found.decided) == 2 * TICKETS
    assert found.recorded.keys() == found.sent.keys()
    assert all(count <= 1 + killed for count in found.sent.values())
    assert all(len(keys) == 1 for keys in found.parcels.values())
    if rounds > SHORT:
        repeated = sum(found.sent.values()) - len(found.sent)
        figures.add("three checks at once", runs=3 * rounds, kills=killed, repeated=repeated)
