"""A policy replayed over a year of tickets: the one they were logged under, and another."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import partial
from itertools import cycle, islice

from bench import Row
from bench._program import ACTOR, decoding, on
from bench._room import room
from bench._stores import HOUR, MINUTE, PRIORITIES, SAMPLE, context_of, copied
from bench._timing import Used, used
from escalate_cli.domain.engine.engine import Engine
from escalate_cli.domain.policy.policy import Policy
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.counting import RULES
from escalate_cli.domain.ticket.history import History
from escalate_cli.policyfile.samples import sample_policy
from escalate_cli.store.file.archive import BUCKET
from escalate_cli.usecases.context import Context
from escalate_cli.usecases.ports import Transaction
from escalate_cli.usecases.records import Record
from escalate_cli.usecases.unit_of_work import record_of

TICKETS, EVENTS = 25_000, 100_000
DECODING, TOGETHER, MEGABYTES = 75, 38, 300
LIVES = 240
CRON = 5 * MINUTE
YEAR = 365 * 24 * HOUR
TAKEN_AFTER = (4, 9, 25, 70)
SOLVED_AFTER = (5, 15, 40, 90, 300)
CHANGED = {"at: 1h\n": "at: 30m\n", "resolve: 8h": "resolve: 6h", "resolve: 24h": "resolve: 20h"}


def measure() -> list[Row]:
    """Replay both over the same store; the policy of the tickets makes no difference."""
    context = context_of(room() / "replay")
    lives = [_record(context, number) for number in range(LIVES)]
    events = _fill(context, lives)
    store, source = room() / "replay", sample_policy(SAMPLE)
    changed = room() / "changed.yaml"
    for old, new in CHANGED.items():
        source = source.replace(old, new)
    changed.write_text(source, encoding="utf-8")
    scope = ("--since", "400d", "--json")
    replay = ("policy", "replay", *scope, "--jobs")
    base = used(decoding(store))
    together = used(on(store, *replay, "2", str(changed)))
    same = used(on(store, *replay, "1", "--exit-code"))
    other = used(on(store, *replay, "1", str(changed)))
    return [
        *_rows(f"replay, {TICKETS:,} tickets", f", {events:,} events", other, base.seconds),
        *_rows("replay of their own policy", "", same, base.seconds),
        _together(together.elapsed / base.elapsed),
    ]


def _together(ratio: float) -> Row:
    what = f"replay, two processes, elapsed, {TICKETS:,} tickets"
    return Row(what, f"{ratio:.0f} x decoding", f"{TOGETHER} x decoding", ok=ratio <= TOGETHER)


def _rows(what: str, more: str, cost: Used, base: float) -> Iterator[Row]:
    ratio, megabytes = cost.seconds / base, cost.megabytes
    measured = f"{ratio:.0f} x decoding ({cost.seconds:.1f} s)"
    yield Row(what + more, measured, f"{DECODING} x decoding", ok=ratio <= DECODING)
    memory = f"{megabytes:.0f} MB"
    yield Row(f"memory of {what}", memory, f"{MEGABYTES} MB", ok=megabytes <= MEGABYTES)


def _fill(context: Context, lives: Sequence[Record]) -> int:
    """Keep copies of some tickets in turn, in the archive as far as they are old enough."""
    count = 0
    for begin in range(0, TICKETS, BUCKET):
        some = islice(cycle(lives), begin, min(begin + BUCKET, TICKETS))
        count += context.store.change(partial(_keep, context, list(some)))
    context.store.checked(context.now)
    assert count >= EVENTS  # noqa: S101 - else it would measure less
    return count


def _keep(context: Context, lives: Sequence[Record], tx: Transaction) -> int:
    tx.pin(context.policy.rules.id, context.source)
    count = 0
    for life in lives:
        copy = copied(life, tx.next_number())
        count += len(copy.events)
        tx.save(copy)
    tx.archive(context.now - context.policy.rules.retain)
    return count


def _record(context: Context, number: int) -> Record:
    """Live through a ticket of the last year, with a check every five minutes."""
    at = context.now - YEAR + number * (YEAR / LIVES) + number * 7 * MINUTE
    at -= (at - context.now) % MINUTE
    policy = context.policy
    history = History([_log(number, at, policy)], context.rules_of(context.store.read()))
    engine = context.engine(history)
    engine.react()
    for event in _work(number, at):
        if event.at < context.now:
            _check(engine, event.at)
            history.add(event)
            engine.react()
    _check(engine, context.now + CRON)
    return record_of(context, history)


def _log(number: int, at: datetime, policy: Policy) -> e.TicketLogged:
    first = policy.rules.functional[0]
    return e.TicketLogged(
        at=at,
        by=ACTOR,
        id="T-0",
        uid="",
        title=f"Printer {number} on floor {number % 5} is out of toner",
        description="It worked last week. Two colleagues on the same floor see it as well.",
        priority="P1" if number % 12 == 0 else PRIORITIES[number % len(PRIORITIES)],
        requester=f"kim{number}@example.org",
        level=first.id,
        team=first.team,
        policy=policy.rules.id,
        rules=RULES,
    )


def _work(number: int, at: datetime) -> Iterator[e.Event]:
    at += TAKEN_AFTER[number % len(TAKEN_AFTER)] * MINUTE
    if number % 2:
        yield e.TicketAcknowledged(at=at, by="bo")
    at += SOLVED_AFTER[number % len(SOLVED_AFTER)] * MINUTE
    yield e.TicketResolved(at=at, by="bo", resolution="the cartridge was replaced")


def _check(engine: Engine, until: datetime) -> None:
    """Check at the next of cron's instants whenever something is due, before an instant."""
    due_at = engine.next_at(engine.history.events[-1].at)
    while due_at is not None:
        checked_at = until - (until - due_at) // CRON * CRON
        if checked_at >= until:
            return
        engine.advance(checked_at)
        due_at = engine.following(checked_at)
