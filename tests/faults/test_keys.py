"""`log --key` from eight callers at once, killed and tried again: one ticket."""

import json
import random
import subprocess
import time

import pytest

from tests.faults.calls import KILL, Fault
from tests.faults.conftest import Figures
from tests.faults.loops import long
from tests.faults.program import Program
from tests.faults.victim import Victim

CALLERS = 8


def _start(victim: Victim, key: str) -> "subprocess.Popen[str]":
    return victim.start("log", f"the disk of {key} is full", "--key", key, "--json")


@pytest.mark.parametrize("rounds", [1, long(40)], ids=["short", "long"])
def test_eight_callers_some_of_them_killed_make_one_ticket(
    victim: Victim, figures: Figures, rounds: int
) -> None:
    chance = random.Random(8)  # noqa: S311 - chance, not secrecy
    span = victim.whole("where")
    killed = 0
    for number in range(rounds):
        key = f"db{number}"
        runs = [_start(victim, key) for _ in range(CALLERS)]
        for run in runs[: CALLERS // 2]:
            time.sleep(chance.uniform(0, span))
            run.kill()
        ids = set()
        for run in runs:
            out, err = run.communicate()
            killed += run.returncode == -9
            assert run.returncode in {0, -9}, err
            ids |= {json.loads(out)["id"]} if run.returncode == 0 else set()
        again = victim.run("log", "once more", "--key", key, "--json")
        assert ids | {again.data["id"]} == {f"T-{number + 1}"}
    assert len(victim.run("list", "--all", "--json").data) == rounds
    assert victim.run("verify").code == 0
    if rounds > 1:
        figures.add("log --key", calls=rounds * CALLERS, kills=killed, tickets=rounds)


def test_killed_at_any_call_and_tried_again_it_is_one_ticket(
    program: Program, victim: Victim
) -> None:
    argv = ("log", "Disk full", "--key", "db")
    calls = len(program.run(*argv, env=victim.env, watch=victim.folder.parent).calls)
    victim.run("resolve", "1")
    for at in range(0, calls, 19):
        key = f"at-{at}"
        for fault in (Fault(at, KILL), None):
            program.run(*argv[:-1], key, env=victim.env, watch=victim.folder.parent, fault=fault)
        found = victim.run("list", "--json", f"key:{key}").data
        assert [ticket["key"] for ticket in found] == [key]
