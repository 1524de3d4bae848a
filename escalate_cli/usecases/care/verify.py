"""Verify that what the store keeps is what the histories say."""

import re
from array import array
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from functools import cache, partial
from itertools import starmap

import msgspec

from escalate_cli.domain.engine.breaches import breached_clocks
from escalate_cli.domain.policy.rules import RulesOf
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.clock.sla_clock import Clock
from escalate_cli.domain.ticket.history import History
from escalate_cli.domain.ticket.past import KeptPast, Past, past_of
from escalate_cli.domain.ticket.ticket import Ticket, id_of
from escalate_cli.domain.time.instant_parsing import format_instant
from escalate_cli.errors import EscalateError, TicketNotFoundError, UsageError
from escalate_cli.usecases.care.late_instants import late_instants
from escalate_cli.usecases.context import Context, events_of
from escalate_cli.usecases.damage import error_of
from escalate_cli.usecases.ports import View
from escalate_cli.usecases.records import Fingerprint, Seals
from escalate_cli.usecases.verbs import typed_ticket_ids
from escalate_cli.usecases.walk import Workers, alone, past_numbers

_UNREADABLE = (EscalateError, ArithmeticError, LookupError, TypeError, ValueError)
"""What a history may raise that somebody changed: it is named, whatever it holds."""


class Mismatch(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that is not as the history makes it."""

    ticket: str
    field: str
    kept: str
    found: str


class Verified(msgspec.Struct, frozen=True):
    """How many tickets were looked at, and what differs.

    Attributes:
        redacted: how many events had their text removed, which is no difference.
    """

    tickets: int
    differences: tuple[Mismatch, ...]
    redacted: int = 0


def head(context: Context) -> str:
    """Return what stands for all events so far: the number of the last one, and a digest."""
    with context.store.as_it_is() as view:
        if view.damage():
            raise error_of(view.damage())
        kept = view.fingerprint()
    return f"{kept.last}:{kept.digest}"


def verify(
    context: Context,
    ids: Sequence[str] = (),
    workers: Workers = alone,
    expected: str | None = None,
) -> Verified:
    """Refold histories under their policies; recompute digests, clocks and verdicts.

    Where a head is given that was kept elsewhere, all events up to it must be those of that time.
    """
    with context.store.as_it_is() as view:
        context.standing.meet(view)
        return _verified(context, view, ids, workers, expected)


def _verified(
    context: Context,
    view: View,
    ids: Sequence[str],
    workers: Workers,
    expected: str | None,
) -> Verified:
    known = _read_head(expected) if expected is not None else None
    refold, counted = partial(_refolded, context, view), _Counted()
    numbers = typed_ticket_ids.numbers_of(ids)
    if numbers:
        counted.add(refold(numbers)[0])
    else:
        seals = counted.seals_of(workers(past_numbers(view), refold))
        is_chained = view.is_chained(seals)
        for _ in seals:
            pass  # those behind a flaw in the chain are counted, too
        counted.found += _beside_tickets(
            view, is_chained=is_chained if counted.is_sealed else view.is_chained()
        )
    for each in view.damage():
        name = id_of(each.number) if each.number else "store"
        place = f"{each.file.rpartition('/')[2]}:{each.place}"
        counted.found.append(_differs(name, place, "readable", each.what))
    if known is not None:
        counted.found += _since_head(view, known)
    return Verified(counted.tickets, tuple(counted.found), counted.redacted)


class _Counted:
    """What came of the parts of a walk.

    Attributes:
        is_sealed: all of them had what seals their events.
    """

    def __init__(self) -> None:
        self.found: list[Mismatch] = []
        self.tickets = self.redacted = 0
        self.is_sealed = True

    def add(self, part: Verified) -> None:
        """Add what was found in one part."""
        self.found += part.differences
        self.tickets += part.tickets
        self.redacted += part.redacted

    def seals_of(self, parts: Iterable[tuple[Verified, Seals | None]]) -> Iterator[Seals]:
        """Add each part as it comes and yield its seals, so that they are never all in memory."""
        for part, seals in parts:
            self.add(part)
            if seals is None:
                self.is_sealed = False
            else:
                yield seals


def _beside_tickets(view: View, *, is_chained: bool) -> Iterator[Mismatch]:
    """Compare what the store keeps besides its tickets, and all of it together."""
    for n in view.broken_messages():
        yield _differs("outbox", f"row {n}", "readable", "no message")
    changed = "changed by hand"
    for message in view.edited_messages():
        yield _differs(message.ticket, f"message {message.key}", "as it was written", changed)
    spoilt = "another digest: it was changed"
    for n in view.broken_standing():
        yield _differs("standing", f"row {n}", "digest", spoilt)
    if not is_chained:
        yield _differs("store", "head", "kept", "broken")


def _refolded(
    context: Context, view: View, numbers: Iterable[int]
) -> tuple[Verified, Seals | None]:
    """Look at some tickets; return with it what seals their events, if all of them can be read."""
    found: list[Mismatch] = []
    tickets = redacted = 0
    rules_of = cache(context.rules_of(view))
    seals, is_sealed = Seals(array("q"), bytearray()), True
    for number in numbers:
        tickets += 1
        found += _verify(context, view, number, rules_of)
        events = _readable(view, number)
        is_sealed = is_sealed and events is not None and seals.add(events)
        redacted += sum(event.redacted for event in events or ())
    return Verified(tickets, tuple(found), redacted), seals if is_sealed else None


def _read_head(text: str) -> Fingerprint:
    match = re.fullmatch(r"([0-9]{1,12}):([0-9a-f]{64}|)", text, re.ASCII)
    if match is None:
        raise UsageError(f"'{text}' is no head", "escalate verify --head prints one")
    return Fingerprint(int(match[1]), match[2])


def _since_head(view: View, kept: Fingerprint) -> Iterator[Mismatch]:
    """Compare the events up to one with what stood for them."""
    found = view.fingerprint_at(kept.last)
    if found != kept:
        said = found.digest if found else "an event is missing"
        yield _differs("store", f"head at event {kept.last}", kept.digest, said)


def _readable(view: View, number: int) -> Sequence[e.Event] | None:
    try:
        return view.events(number)
    except EscalateError:
        return None


def _differs(ticket: str, field: str, kept: object, found: object) -> Mismatch:
    return Mismatch(ticket=ticket, field=field, kept=_said(kept), found=_said(found))


def _said(value: object) -> str:
    """Write a value as people and scripts read it."""
    if isinstance(value, datetime):
        return format_instant(value)
    if isinstance(value, timedelta):
        return f"{value.total_seconds():g} s"
    return "-" if value is None else str(value)


def _verify(context: Context, view: View, number: int, rules_of: RulesOf) -> Iterator[Mismatch]:
    try:
        broken = view.broken_digests(number)
        history = History(events_of(view, number), rules_of)
        differences = [*_state(view, number, history), *_verdicts(id_of(number), history)]
        differences += starmap(_differs, late_instants(context, view, number, history))
    except TicketNotFoundError:
        raise
    except _UNREADABLE as error:
        yield _differs(id_of(number), "history", "readable", error)
        return
    for seq in broken:
        yield _differs(id_of(number), f"event {seq}", "digest", "another digest: it was changed")
    yield from differences


def _state(view: View, number: int, history: History) -> Iterator[Mismatch]:
    """Compare what is kept with what the history makes; most of it need not even be decoded."""
    folded = history.ticket
    past = None if folded.is_owed else past_of(history)
    if not view.is_written_as(number, folded, past):
        kept = view.ticket(number)
        yield from _fields(kept, folded)
        yield from _over(kept.id, view.kept(number), history)
        if view.is_past_spoilt(number):
            yield _differs(kept.id, "past", "cannot be read", "as its history makes it")


def _fields(kept: Ticket, folded: Ticket) -> Iterator[Mismatch]:
    if kept == folded:
        return
    for field in Ticket.__struct_fields__:
        was, is_now = getattr(kept, field), getattr(folded, field)
        if field == "clocks":
            for name in sorted({*was, *is_now}):
                yield from _clock(kept.id, name, was.get(name), is_now.get(name))
        elif was != is_now:
            yield _differs(kept.id, field, was, is_now)


def _over(ticket_id: str, kept: KeptPast | None, history: History) -> Iterator[Mismatch]:
    """Compare what is over, where the row keeps it; what comes of it is in every report."""
    folded = past_of(history) if kept else None
    if kept and folded and kept.past != folded:
        for field in Past.__struct_fields__:
            was, is_now = getattr(kept.past, field), getattr(folded, field)
            if was != is_now:
                yield _differs(ticket_id, f"past.{field}", len(was), f"others ({len(is_now)})")


def _clock(
    ticket_id: str, name: str, kept: Clock | None, folded: Clock | None
) -> Iterator[Mismatch]:
    """Compare a clock field by field; one that only one side has differs as a whole."""
    if kept is None or folded is None:
        sides = ["a clock" if side else None for side in (kept, folded)]
        yield _differs(ticket_id, f"clocks.{name}", *sides)
        return
    for field in Clock.__struct_fields__:
        was, is_now = getattr(kept, field), getattr(folded, field)
        if was != is_now:
            yield _differs(ticket_id, f"clocks.{name}.{field}", was, is_now)


def _verdicts(ticket_id: str, history: History) -> Iterator[Mismatch]:
    """Compare each recorded breach with the one that the clocks make by the same rules."""
    if not history.noticed:
        return
    clocks = breached_clocks(history, history.ticket.latest_at)
    for number, event in enumerate(history.events):
        if isinstance(event, e.TargetBreached) and history.stands(number, event.cycle):
            clock = clocks.get((event.cycle, event.clock, event.instance))
            breached_at = clock.breached_at if clock else None
            if breached_at != event.breached_at:
                field = f"breach of {event.clock} {event.instance}"
                yield _differs(ticket_id, field, event.breached_at, breached_at)
