"""Stores of many tickets: a few lives are lived through the engine, the others are their copies."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from functools import cache, partial
from itertools import cycle, islice
from pathlib import Path

from msgspec.structs import replace

from bench._program import ACTOR, NOW
from bench._room import room
from escalate_cli.domain.policy.policy import Policy
from escalate_cli.domain.policy.rules import FUNCTIONAL
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.counting import RULES
from escalate_cli.domain.ticket.history import History
from escalate_cli.invocation import Invocation
from escalate_cli.policyfile.samples import sample_policy, sample_tests
from escalate_cli.store.file.archive import BUCKET
from escalate_cli.usecases.context import Context
from escalate_cli.usecases.ports import Transaction
from escalate_cli.usecases.records import Record
from escalate_cli.usecases.unit_of_work import record_of
from escalate_cli.wiring import Wiring

SAMPLE = "it-support"
ACTIVE, ARCHIVED = 1_000, 100_000
LIVES = 24
PRIORITIES = ("P2", "P3", "P3", "P4")
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
LONG_AGO = 100 * DAY


def filled(
    store: Path, active: int, archived: int = 0, age: timedelta = MINUTE, *, mixed: bool = False
) -> Path:
    """Make a store with so many tickets at work, logged a while ago, and in the archive.

    What is archived is plain (taken, resolved, closed), or mixed: moved, told of and reopened,
    under three policies.
    """
    _fill(context_of(store), active, archived, age, mixed=mixed)
    return store


@cache
def archived(kind: str) -> Path:
    """Make the store of 1,000 open tickets beside an archive of 100,000, plain or mixed, once."""
    return filled(room() / f"archived-{kind}", ACTIVE, ARCHIVED, mixed=kind == "mixed")


def filled_at(address: str, active: int, archived: int) -> None:
    """Make a store on a server with so many tickets in the archive, and at work after them."""
    _fill(context_at(address, Path.home()), active, archived, MINUTE, mixed=False)


def _fill(context: Context, active: int, archived: int, age: timedelta, *, mixed: bool) -> None:
    closed = mixed_lives(context) if mixed else _closed(context)
    for begin in range(0, archived, BUCKET):
        count = min(BUCKET, archived - begin)
        context.store.change(partial(_put_away, context, closed, count))
    context.store.change(lambda tx: add(context, tx, logged(context, age), active))
    context.store.checked(context.now)


def _put_away(context: Context, closed: Sequence[Record], count: int, tx: Transaction) -> None:
    add(context, tx, closed, count)
    tx.archive(context.now)


def context_of(store: Path) -> Context:
    """Begin a store with the sample policy, and sit down at it."""
    return context_at(str(store), store.parent)


def context_at(store: str, home: Path) -> Context:
    """Begin a store in a folder or on a server, and sit down at it."""
    settings = Invocation(store=store, actor=ACTOR)
    wiring = Wiring(settings, {"HOME": str(home), "ESCALATE_NOW": NOW})
    wiring.begin(sample_policy(SAMPLE), sample_tests(SAMPLE))
    return wiring.context


def logged(context: Context, age: timedelta) -> list[Record]:
    """Return tickets that were logged so long ago, and nothing else."""
    return [_record(context, context.now - age, number) for number in range(LIVES)]


def add(context: Context, tx: Transaction, lives: Sequence[Record], count: int) -> None:
    """Keep copies of some tickets in turn, each under the next id."""
    tx.pin(context.policy.rules.id, context.source)
    for life in islice(cycle(lives), count):
        tx.save(copied(life, tx.next_number()))


def copied(life: Record, number: int) -> Record:
    """Return a ticket under another id, which the keys of its decisions begin with."""
    name, uid = f"T-{number}", f"{number:010x}"

    def renamed(event: e.Event) -> e.Event:
        match event:
            case e.TicketLogged():
                return replace(event, id=name, uid=uid)
            case e.TriggerFired(key=key) | e.TicketEscalated(key=str(key)):
                return replace(event, key=name + key.removeprefix(life.ticket.id))
        return event

    ticket = replace(life.ticket, id=name, uid=uid)
    return replace(life, ticket=ticket, events=[renamed(event) for event in life.events])


def _closed(context: Context) -> list[Record]:
    long_ago = context.now - LONG_AGO
    return [_record(context, long_ago + n * DAY, n, is_closed=True) for n in range(LIVES)]


def _record(context: Context, at: datetime, number: int, *, is_closed: bool = False) -> Record:
    events = list(_life(context.policy, at, number))
    history = History(events if is_closed else events[:1], context.rules_of(context.store.read()))
    return record_of(context, history)


def mixed_lives(context: Context) -> list[Record]:
    """Live through tickets that were moved, told of and reopened, under three policies."""
    lives = []
    for n, resolve in enumerate(("8h", "6h", "4h")):
        source = sample_policy(SAMPLE).replace("resolve: 8h", f"resolve: {resolve}")
        policy = context.compile(source)
        context.store.change(partial(_pin, policy.rules.id, source))
        lives += [_mixed(context, policy, number) for number in range(n, LIVES, 3)]
    return lives


def _pin(policy_id: str, source: str, tx: Transaction) -> None:
    tx.pin(policy_id, source)


def _mixed(context: Context, policy: Policy, number: int) -> Record:
    first, last = policy.rules.functional[0], policy.rules.functional[-1]
    log, taken, solved, over = _life(policy, context.now - LONG_AGO + number * DAY, number)
    at, again = log.at, solved.at + HOUR
    more = [
        log,
        taken,
        e.NoteAdded(at=at + 30 * MINUTE, by="bo", text="we look at it", public=True),
        e.TicketEscalated(
            at=at + HOUR, by="bo", ladder=FUNCTIONAL, origin=first.id, to=last.id, mode="manual"
        ),
        e.TicketAcknowledged(at=at + 2 * HOUR, by="kai"),
        solved,
        e.TicketReopened(at=again, by="bo", message="it is out again", rules=RULES),
        e.NoteAdded(at=again + HOUR, by="kai", text="another cartridge comes", public=True),
        replace(solved, at=again + 2 * HOUR),
        replace(over, at=over.at + 2 * HOUR),
    ]
    history = History(more, context.rules_of(context.store.read()))
    context.engine(history).advance(context.now)
    return record_of(context, history)


def _life(policy: Policy, at: datetime, number: int) -> Iterator[e.Event]:
    first = policy.rules.functional[0]
    yield e.TicketLogged(
        at=at,
        by=ACTOR,
        id="T-0",
        uid="",
        title=f"Printer {number} on floor {number % 5} is out of toner",
        description="It worked last week. Two colleagues on the same floor see it as well.",
        priority=PRIORITIES[number % len(PRIORITIES)],
        requester=f"kim{number}@example.org",
        service="printing",
        tags=("office",),
        level=first.id,
        team=first.team,
        policy=policy.rules.id,
        rules=RULES,
    )
    yield e.TicketAcknowledged(at=at + 20 * MINUTE, by="bo")
    yield e.TicketResolved(at=at + 3 * HOUR, by="bo", resolution="the cartridge was replaced")
    yield e.TicketClosed(at=at + DAY, by=ACTOR, message="confirmed by the requester")
