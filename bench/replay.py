"""How long a changed policy takes to be replayed over a large history, and in how much memory."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from bench import Row
from escalate_cli.domain import events as e
from escalate_cli.domain.engine import advance, following, next_at, react
from escalate_cli.domain.history import History
from escalate_cli.domain.policy import Policy
from escalate_cli.policyfile.loading import load
from escalate_cli.policyfile.samples import sample_policy
from escalate_cli.store.json_file import JsonFileStore
from escalate_cli.usecases.desk import Desk, keep

TICKETS = 25_000
EVENTS = 100_000
SECONDS = 20
MEGABYTES = 300
FIRST = datetime(2026, 1, 5, 7, tzinfo=UTC)
APART = timedelta(minutes=11)
CRON = timedelta(minutes=5)
PRIORITIES = ("P3", "P2", "P4", "P3", "P4", "P4", "P3", "P1", "P4", "P3", "P2")
TAKEN_AFTER = (4, 9, 25)
SOLVED_AFTER = (5, 15, 30, 45, 100, 300)
CHANGED = {"at: 1h\n": "at: 30m\n", "resolve: 8h": "resolve: 6h", "resolve: 24h": "resolve: 20h"}
ESCALATE = str(Path(sys.executable).with_name("escalate"))


class Cost(NamedTuple):
    """What a process used: seconds of the processor, and megabytes at its peak."""

    seconds: float
    megabytes: float


def measure() -> list[Row]:
    """Replay a policy with other times over a year of tickets, most of them archived."""
    with tempfile.TemporaryDirectory() as folder:
        source = sample_policy("it-support")
        store = Path(folder, "store")
        events, now = _filled(store, source)
        for old, new in CHANGED.items():
            source = source.replace(old, new)
        changed = Path(folder, "changed.yaml")
        changed.write_text(source, encoding="utf-8")
        options = ("--store", str(store), "--now", now.isoformat(), "--since", "600d", "--json")
        cost = _cost(ESCALATE, "policy", "replay", str(changed), *options)
    what = f"replay, {TICKETS:,} tickets, {events:,} events"
    return [
        Row(what, f"{cost.seconds:.1f} s", f"{SECONDS} s", cost.seconds <= SECONDS),
        Row(
            f"{what}, memory",
            f"{cost.megabytes:.0f} MB",
            f"{MEGABYTES} MB",
            cost.megabytes <= MEGABYTES,
        ),
    ]


def _filled(folder: Path, source: str) -> tuple[int, datetime]:
    """Keep tickets as they go under a policy with a check every five minutes."""
    policy = load(source.encode(), "policy.yaml", date(2026, 1, 1))
    now = FIRST + TICKETS * APART + timedelta(days=10)
    store = JsonFileStore(folder)
    desk = Desk(
        store=store,
        policy=policy,
        source=source,
        compile=lambda _: policy,
        new_uid=lambda: "",
        by="ana",
        login=None,
        now=now,
    )
    events = 0
    with store.transaction() as tx:
        tx.pin(policy.id, source)
        for number in range(1, TICKETS + 1):
            tx.next_number()
            history = _life(number, policy)
            events += len(history.events)
            keep(desk, tx, history)
    with store.transaction() as tx:
        tx.archive(now - policy.retain)
    store.checked(now)
    if events < EVENTS:
        message = f"only {events} events were made"
        raise RuntimeError(message)
    return events, now


def _life(number: int, policy: Policy) -> History:
    """Log, take and resolve a ticket, now sooner, now later."""
    at = FIRST + number * APART
    history = History([_log(number, at, policy)], lambda _: policy)
    react(history, policy)
    for event in _work(number, at):
        _check(history, event.at, policy)
        history.add(event)
        react(history, policy)
    _check(history, at + timedelta(days=8), policy)
    return history


def _log(number: int, at: datetime, policy: Policy) -> e.TicketLogged:
    first = policy.functional[0]
    return e.TicketLogged(
        at=at,
        by="ana",
        id=f"T-{number}",
        uid=f"{number:010x}",
        title="Mail is down",
        description="It does not answer since this morning.",
        policy=policy.id,
        level=first.id,
        team=first.team,
        priority=PRIORITIES[number % len(PRIORITIES)],
        requester=f"user{number % 900}@example.org",
    )


def _work(number: int, at: datetime) -> Iterator[e.Event]:
    at += timedelta(minutes=TAKEN_AFTER[number % len(TAKEN_AFTER)])
    if number % 2:
        yield e.TicketAcknowledged(at=at, by="ana")
    at += timedelta(minutes=SOLVED_AFTER[number % len(SOLVED_AFTER)])
    yield e.TicketResolved(at=at, by="ana", resolution="restarted")


def _check(history: History, until: datetime, policy: Policy) -> None:
    """Check at the next of cron's instants whenever something is due."""
    due_at = next_at(history, history.events[-1].at)
    while due_at is not None:
        checked_at = FIRST - (FIRST - due_at) // CRON * CRON
        if checked_at >= until:
            return
        advance(history, checked_at, policy)
        due_at = following(history, checked_at)


def _cost(*command: str) -> Cost:
    """Run a command to its end, and return what it alone used."""
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        message = f"{' '.join(command)} ended with {process.returncode}"
        raise RuntimeError(message)
    return Cost(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)
