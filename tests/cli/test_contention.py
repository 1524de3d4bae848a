"""Nobody waits for a `check` that has much to think about."""

import json
import subprocess
import time
from pathlib import Path

from escalate_cli.store.file.locking import exclusive
from tests.cli.shell import PROGRAM, Shell, program
from tests.patience import PATIENCE, comes, cpu_of

RULES, TICKETS = 1_000, 80
SHARE = 0.1
"""The part of what the check costs for which it may hold the lock at a time: it writes eight times,
so that one which thought under the lock would hold it for longer."""


def a_thoughtful_store(escalate: Shell) -> None:
    """Give a store many tickets, each of which many rules look at."""
    escalate.done("init")
    policy = escalate.policy
    rules = (
        f"  - {{type: clock, name: r{n}, clock: resolve, at: {n + 61}m, notify: lead}}\n"
        for n in range(RULES)
    )
    head, _, tail = policy.read_text(encoding="utf-8").partition("triggers:\n")
    policy.write_text(f"{head}triggers:\n{''.join(rules)}{tail}", encoding="utf-8")
    lines = "\n".join(json.dumps({"title": f"t{n}"}) for n in range(TICKETS))
    escalate.done("log", "--from", "-", "-q", stdin=lines)


def test_a_writer_beside_a_check_that_decides_much_hardly_waits(escalate: Shell) -> None:
    a_thoughtful_store(escalate)
    env = {**escalate.env, "ESCALATE_NOW": "2026-11-24T09:00:00+01:00"}
    quiet = subprocess.DEVNULL
    with subprocess.Popen([PROGRAM, "check"], env=env, stdout=quiet, stderr=quiet) as check:
        assert comes(lambda: cpu_of(check.pid) > 0.2)
        logged = program("log", "beside it", env=env)
        waits, whole = waits_beside(check, escalate.store / "lock")
        assert check.returncode == 0
    assert (logged.code, logged.stderr) == (0, "")
    assert len(waits) > 1
    assert max(waits) < SHARE * whole
    assert escalate.show("1", now="2026-11-24T09:00:00+01:00")["events"][-1]["by"] == "policy"


def waits_beside(process: subprocess.Popen[bytes], lock: Path) -> tuple[list[float], float]:
    """Take the lock again and again while a process runs; return all waits, and what it cost.

    A wait is as long as the process worked meanwhile: what others do on the machine is no wait.
    """
    waits, began = list[float](), 0.0
    while process.poll() is None:
        began = cpu_of(process.pid)
        with exclusive(lock, PATIENCE):
            waits.append(cpu_of(process.pid) - began)
        time.sleep(0.01)
    return waits, began
