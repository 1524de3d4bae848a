"""Several runs of `check` on one server: they share the work, and nothing is done twice."""

import json
import subprocess
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.cli.shell import PROGRAM, program
from tests.faults.conftest import Figures
from tests.faults.loops import long
from tests.postgres_server import Server, store_at

CHECKS = 4
REQUESTERS = 500

POLICY = """\
version: 1
name: Many to tell
priorities: [P1]
default_priority: P1
matrix: {{high: {{high: P1}}}}
channels:
  mail: {{file: "{sent}"}}
people: {{lee: {{}}}}
ladders: {{functional: [{{level: L1, person: lee}}]}}
triggers:
  - {{type: stalled, name: news, after: 1h, notify: requester}}
"""


def checked_at_once(env: dict[str, str]) -> list[dict[str, Any]]:
    """Run several checks at the same time; return what each says."""
    running = [
        subprocess.Popen(
            [PROGRAM, "check", "--json"],
            env=env,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )
        for _ in range(CHECKS)
    ]
    said = [(*each.communicate(), each.returncode) for each in running]
    assert not any(code for *_, code in said), "\n".join(f"{code}: {err}" for _, err, code in said)
    return [json.loads(out) for out, _, _ in said]


@pytest.mark.parametrize("tickets", [long(10_000)])
def test_checks_at_once_share_what_is_due_and_tell_each_message_once(
    server: Server, tmp_path: Path, figures: Figures, tickets: int
) -> None:
    address, sent = server.new_address(), tmp_path / "sent.jsonl"
    policy = tmp_path / "policy.yaml"
    policy.write_text(POLICY.format(sent=sent))
    env = {"HOME": str(tmp_path), "PATH": "/usr/bin:/bin", "ESCALATE_STORE": address}
    drafts = "\n".join(
        json.dumps({"title": f"Disk {n} is full", "requester": f"r{n % REQUESTERS}@example.org"})
        for n in range(tickets)
    )
    at = {**env, "ESCALATE_NOW": "2026-11-23T08:00:00Z"}
    assert program("init", env=at).code == 0
    assert program("policy", "apply", str(policy), "--yes", env=at).code == 0
    assert program("log", "--from", "-", env=at, stdin=drafts).code == 0
    done = checked_at_once({**env, "ESCALATE_NOW": "2026-11-23T09:30:00Z"})
    decided = [len(each["decisions"]) for each in done]
    assert sum(decided) == tickets
    told = Counter(
        message["key"]
        for line in sent.read_text().splitlines()
        for message in json.loads(line)["messages"]
    )
    assert (len(told), set(told.values())) == (tickets, {1})
    with store_at(address).read() as view:
        assert list(view.messages()) == []
        for number in view.numbers():
            kinds = Counter(type(event).__name__ for event in view.events(number))
            assert kinds["MessageSent"] == 1, number
        assert view.is_chained()
    shares = sorted(decided)
    figures.add(
        "checks at once", checks=CHECKS, decisions=tickets, smallest=shares[0], largest=shares[-1]
    )
    assert shares[-1] <= 2 * shares[0], shares
