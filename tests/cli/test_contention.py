"""Nobody waits for a `check` that has much to think about."""

import json
import subprocess
import time
from pathlib import Path

from escalate_cli.store.file.locking import exclusive
from tests.cli.shell import PROGRAM, Shell, program

RULES, TICKETS = 1_000, 80
LONGEST = 1.0
"""Seconds that a writer may wait, or"""
SHARE = 0.1
"""this part of the time that the check takes, where the machine is busy: it writes eight times, so
that one which thought under the lock would hold it for longer."""


def a_thoughtful_store(escalate: Shell) -> None:
    """Give a store many tickets, each of which many rules look at."""
    escalate.done("init")
    policy = escalate.store / "policy.yaml"
    rules = (
        f"  - {{type: clock, name: r{n}, clock: resolve, at: {n + 61}m, notify: lead}}\n"
        for n in range(RULES)
    )
    head, _, tail = policy.read_text(encoding="utf-8").partition("triggers:\n")
    policy.write_text(f"{head}triggers:\n{''.join(rules)}{tail}", encoding="utf-8")
    lines = "\n".join(json.dumps({"title": f"t{n}"}) for n in range(TICKETS))
    escalate.done("log", "--from", "-", "-q", stdin=lines)


def longest_wait_beside(process: subprocess.Popen[bytes], lock: Path) -> tuple[int, float]:
    """Take the lock again and again while a process runs; tell how often, and the longest wait."""
    waits = []
    while process.poll() is None:
        began = time.monotonic()
        with exclusive(lock):
            waits.append(time.monotonic() - began)
        time.sleep(0.01)
    return len(waits), max(waits)


def test_a_writer_beside_a_check_that_decides_much_hardly_waits(escalate: Shell) -> None:
    a_thoughtful_store(escalate)
    env = {**escalate.env, "ESCALATE_NOW": "2026-11-24T09:00:00+01:00"}
    quiet = subprocess.DEVNULL
    began = time.monotonic()
    with subprocess.Popen([PROGRAM, "check"], env=env, stdout=quiet, stderr=quiet) as check:
        time.sleep(0.5)
        logged = program("log", "beside it", env=env)
        often, longest = longest_wait_beside(check, escalate.store / "lock")
        whole = time.monotonic() - began
        assert check.returncode == 0
    assert (logged.code, logged.stderr) == (0, "")
    assert often > 1
    assert longest < max(LONGEST, SHARE * whole), whole
    assert escalate.show("1", now="2026-11-24T09:00:00+01:00")["events"][-1]["by"] == "policy"
