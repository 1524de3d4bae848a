"""Much to decide and much to send, by real processes: who writes meanwhile is never turned away."""

import json
import subprocess
import time
from pathlib import Path

import pytest

from tests.cli.shell import PROGRAM, program
from tests.faults.conftest import Figures

RULES = 1_000

PEOPLE, NEWS = 2_000, 6
"""What a batch of news is to: 12,000 messages wait at once."""

RUNS = 5
"""What a run cannot send in a minute it leaves to the next: so many are enough for all."""

POLICY = """\
version: 1
name: Much
priorities: [P1]
default_priority: P1
matrix: {{high: {{high: P1}}}}
channels:
  file: {{file: sent.jsonl}}
people: {{{people}}}
ladders: {{functional: [{{level: L1, person: p0}}]}}
{rest}
"""


def a_store(folder: Path, people: int, rest: str, tickets: int) -> dict[str, str]:
    """Make a store of open tickets under a policy, and give the environment of its commands."""
    store = folder / "store"
    store.mkdir()
    named = ", ".join(f'p{number}: {{contact: "file:p{number}"}}' for number in range(people))
    (store / "policy.yaml").write_text(POLICY.format(people=named, rest=rest))
    env = {"HOME": str(folder), "PATH": "/usr/bin:/bin", "ESCALATE_STORE": str(store)}
    lines = "\n".join(json.dumps({"title": f"t{number}"}) for number in range(tickets))
    began = env | {"ESCALATE_NOW": "2026-11-23T08:00:00Z"}
    assert program("log", "--from", "-", "-q", env=began, stdin=lines).code == 0
    return env | {"ESCALATE_NOW": "2026-11-23T09:30:00Z"}


def written_beside(argv: list[str], env: dict[str, str]) -> tuple[list[int], float, float]:
    """Run a command, write notes beside it, and give their exit codes, the longest, and it all."""
    began, longest = time.monotonic(), 0.0
    codes: list[int] = []
    with subprocess.Popen([PROGRAM, *argv], env=env, stdout=subprocess.DEVNULL) as busy:
        while busy.poll() is None:
            start = time.monotonic()
            codes.append(program("note", "1", f"word {len(codes)}", "--as", "p0", env=env).code)
            longest = max(longest, time.monotonic() - start)
        assert busy.returncode == 0
    return codes, longest, time.monotonic() - began


def sent_lines(folder: Path) -> list[str]:
    """Return what arrived, a line a parcel."""
    return (folder / "store" / "sent.jsonl").read_text(encoding="utf-8").splitlines()


@pytest.mark.faults
@pytest.mark.parametrize(
    ("tickets", "fire"),
    [(1_000, 20), (40, RULES)],
    ids=["a few rules of them speak", "all of them speak"],
)
def test_a_thousand_rules_turn_no_writer_away(
    tmp_path: Path, figures: Figures, tickets: int, fire: int
) -> None:
    """Each rule that fires on a ticket makes an event and a message, to be written and sent."""
    minutes = [90 - fire + 1 + n for n in range(RULES)] if fire < RULES else [60] * RULES
    rules = "\n".join(
        f"  - {{type: stalled, name: r{n}, after: {after}m, notify: p0}}"
        for n, after in enumerate(minutes)
    )
    env = a_store(tmp_path, 1, f"triggers:\n{rules}", tickets)
    codes, longest, whole = written_beside(["check"], env)
    assert len(codes) > 1
    assert set(codes) == {0}
    shown = json.loads(program("show", "2", "--json", env=env).stdout)
    fired = {event["key"] for event in shown["events"] if event["kind"] == "trigger_fired"}
    assert len(fired) == fire
    assert program("verify", env=env).code == 0
    figures.add(
        "a thousand rules",
        decisions=fire * tickets,
        notes_beside=len(codes),
        seconds=round(whole),
        ms_of_the_longest_note=round(1000 * longest),
    )


@pytest.mark.faults
def test_while_thousands_of_messages_are_sent_everybody_may_write(
    tmp_path: Path, figures: Figures
) -> None:
    names = ", ".join(f"p{number}" for number in range(PEOPLE))
    rest = (
        f"subscribe: [{{people: [{names}]}}]\n"
        "triggers: [{type: stalled, name: news, after: 1h, notify: stakeholders}]"
    )
    env = a_store(tmp_path, PEOPLE, rest, NEWS + 1)
    assert program("note", "1", "no news", "--as", "p0", env=env).code == 0  # so that it is none
    codes, longest, whole = written_beside(["check"], env)
    assert set(codes) == {0}
    for _ in range(RUNS):
        assert program("outbox", "deliver", env=env).code == 0
    sent = [json.loads(line) for line in sent_lines(tmp_path)]
    keys = [message["key"] for parcel in sent for message in parcel["messages"]]
    assert len(keys) == len(set(keys)) == PEOPLE * NEWS
    figures.add(
        "messages to send",
        messages=len(keys),
        notes_beside=len(codes),
        seconds=round(whole),
        ms_of_the_longest_note=round(1000 * longest),
    )
