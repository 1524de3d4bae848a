"""Whatever was changed behind the histories' back is found and named."""

from collections.abc import Callable, Iterable

import msgspec
import pytest
from msgspec.structs import replace

from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.past import Past
from escalate_cli.domain.ticket.ticket import Ticket
from escalate_cli.errors import TicketNotFoundError
from escalate_cli.store.rows.transaction import RowsTransaction
from escalate_cli.usecases.automation.check import check
from escalate_cli.usecases.care.doctor import examine
from escalate_cli.usecases.care.verify import Mismatch, verify
from escalate_cli.usecases.context import Context
from escalate_cli.usecases.records import Record
from escalate_cli.usecases.verbs.duty import override
from escalate_cli.usecases.verbs.resolve import resolve
from tests.conftest import HOUR, after, clock_rule, targets
from tests.unit.usecases.conftest import a_context, later, logged, staffed, ticket
from tests.writing import writing

POLICY = staffed(
    targets=(targets(resolve="1h"),), rules=(clock_rule("late", at="100%", escalate="next"),)
)


def lived(context: Context) -> Context:
    """Let a ticket be breached, escalated and resolved."""
    logged(context)
    check(later(context, "2h"))
    resolve(later(context, "3h", "bo"), ["1"])
    return later(context, "1d")


def tampered(
    context: Context,
    ticket_of: Callable[[Ticket], Ticket] = lambda ticket: ticket,
    events_of: Callable[[list[e.Event]], list[e.Event]] = lambda events: events,
) -> Context:
    """Change what the store keeps of T-1, past every verb."""
    with writing(context.store) as tx:
        kept, events = tx.ticket(1), tx.events(1)
        tx.save(
            Record(
                ticket=ticket_of(kept),
                events=events_of(events),
                next_at=None,
                due_at=None,
                risk_at=None,
            )
        )
    return context


def fields(found: Iterable[Mismatch]) -> list[tuple[str, str]]:
    return [(one.ticket, one.field) for one in found]


def test_what_nobody_touched_is_as_the_histories_say() -> None:
    context = lived(a_context(POLICY))
    logged(context)
    assert verify(context) == verify(context, ["1", "2"])
    assert (verify(context).tickets, verify(context).differences) == (2, ())


def test_a_field_that_its_history_does_not_make() -> None:
    context = tampered(lived(a_context(POLICY)), lambda kept: replace(kept, owner="eve"))
    [found] = verify(context).differences
    assert found == Mismatch(ticket="T-1", field="owner", kept="eve", found="bo")


@pytest.mark.parametrize(
    ("was", "is_now"),
    [(b',"events":[', b',"owner":"eve","events":['), (b"}]}", b'}],"owner":"eve"}')],
    ids=["before its history", "behind it"],
)
def test_a_field_that_stands_in_the_row_once_more(was: bytes, is_now: bytes) -> None:
    context = lived(a_context(POLICY))
    with writing(context.store) as tx:
        raw = tx._tables.get("tickets", 1)
        assert raw
        tx._tables.put("tickets", 1, raw.replace(was, is_now))
    assert fields(verify(context).differences) == [("T-1", "owner")]


def test_a_number_that_no_event_can_have_breaks_the_chain() -> None:
    def far(events: list[e.Event]) -> list[e.Event]:
        return [*events[:-1], replace(events[-1], seq=2**63)]

    context = tampered(lived(a_context(POLICY)), events_of=far)
    assert ("store", "head") in fields(verify(context).differences)


@pytest.mark.parametrize(
    ("differs", "spoil"),
    [
        ("past.runs", lambda past: replace(past, runs=past.runs[1:])),
        ("past.cycles", lambda past: replace(past, cycles=past.cycles * 2)),
        ("past", lambda past: replace(past, cycles=())),
        ("past", lambda past: replace(past, cycles=(replace(past.cycles[0], last=-1),))),
    ],
)
def test_what_is_over_and_was_not_so(differs: str, spoil: Callable[[Past], Past]) -> None:
    context = lived(a_context(POLICY))
    with writing(context.store) as tx:
        kept = tx.kept(1)
        assert kept is not None
        record = Record(
            ticket=tx.ticket(1), events=tx.events(1), next_at=None, due_at=None, risk_at=None
        )
        tx.save(replace(record, past=spoil(kept.past)))
    assert fields(verify(context).differences) == [("T-1", differs)]


def test_a_clock_that_its_history_does_not_make() -> None:
    def faster(kept: Ticket) -> Ticket:
        clock = replace(kept.clocks["resolve"], spent=0 * HOUR)
        return replace(kept, clocks={**kept.clocks, "resolve": clock, "lunch": clock})

    found = verify(tampered(lived(a_context(POLICY)), faster)).differences
    assert [(one.field, one.kept, one.found) for one in found] == [
        ("clocks.lunch", "a clock", "-"),
        ("clocks.resolve.spent", "0 s", "10800 s"),
    ]


def test_an_event_that_was_edited() -> None:
    def kinder(events: list[e.Event]) -> list[e.Event]:
        return [*events[:-1], replace(events[-1], at=after("30m"))]

    context = tampered(lived(a_context(POLICY)), events_of=kinder)
    found = verify(context).differences
    assert ("T-1", "event 5") in fields(found)
    assert ("T-1", "resolved_at") in fields(found)


def test_an_edit_that_forged_the_digest_too_is_betrayed_by_the_whole() -> None:
    def forged(events: list[e.Event]) -> list[e.Event]:
        return [*events[:-1], replace(events[-1], digest="0" * 64)]

    context = tampered(lived(a_context(POLICY)), events_of=forged)
    assert ("store", "head") in fields(verify(context).differences)
    assert ("store", "head") not in fields(verify(context, ["1"]).differences)


def test_a_verdict_that_the_clocks_do_not_give() -> None:
    def dated(events: list[e.Event]) -> list[e.Event]:
        invented = e.TargetBreached(
            at=after("3h"),
            by=e.POLICY,
            clock="update",
            cycle=1,
            instance=7,
            breached_at=after("1h"),
            target=HOUR,
            policy=POLICY.rules.id,
        )
        return [
            replace(event, breached_at=after("59m"))
            if isinstance(event, e.TargetBreached)
            else event
            for event in events
        ] + [invented]

    found = verify(tampered(lived(a_context(POLICY)), events_of=dated)).differences
    breach = [one for one in found if one.field == "breach of resolve 1"]
    assert [(one.kept, one.found) for one in breach] == [
        ("2026-11-23T08:59:00Z", "2026-11-23T09:00:00Z")
    ]
    assert ("T-1", "breach of update 7") in fields(found)


def test_a_history_that_cannot_be_read_leaves_the_others_to_be_verified() -> None:
    context = lived(a_context(POLICY))
    logged(context)
    tampered(context, events_of=lambda events: events[1:])
    found = verify(context)
    assert found.tickets == 2
    assert fields(found.differences)[0] == ("T-1", "history")
    assert "does not begin with its log" in found.differences[0].found
    assert all(one.ticket in {"T-1", "store"} for one in found.differences)


def test_a_ticket_that_is_not_there_is_no_difference_but_a_no() -> None:
    with pytest.raises(TicketNotFoundError):
        verify(lived(a_context(POLICY)), ["9"])


def test_looking_changes_nothing() -> None:
    context = tampered(lived(a_context(POLICY)), lambda kept: replace(kept, owner="eve"))
    verify(context)
    assert msgspec.json.encode(ticket(context)) == msgspec.json.encode(ticket(context))
    assert ticket(context).owner == "eve"


def test_a_row_that_makes_no_sense_leaves_the_others_to_be_verified() -> None:
    context = lived(a_context(POLICY))
    logged(context)
    tables = context.store._tables  # type: ignore[attr-defined]
    row = tables.get("tickets", 1)
    tables.put("tickets", 1, row.replace(b'"ticket_logged"', b'"ticket_lost"'))
    found = verify(context)
    assert (found.tickets, found.redacted) == (2, 0)
    assert ("T-1", "history") in fields(found.differences)


@pytest.mark.parametrize(("old", "new"), [(b'"bo"', b'"cy"'), (b"duty_overridden", b"duty")])
def test_what_stands_for_the_team_and_was_changed_is_named(old: bytes, new: bytes) -> None:
    context = lived(a_context(POLICY))
    override(context, "network", "bo", None, after("30h"))
    assert verify(context).differences == ()
    with writing(context.store) as tx:
        assert isinstance(tx, RowsTransaction)
        tx._tables.put("standing", 1, (tx._tables.get("standing", 1) or b"").replace(old, new))
    assert fields(verify(context).differences) == [("standing", "row 1")]
    found = [each.check for each in examine(context, context.store.as_it_is())]
    assert "standing" in found


def test_a_row_of_the_outbox_that_is_no_message_is_named() -> None:
    context = lived(a_context(POLICY))
    with writing(context.store) as tx:
        assert isinstance(tx, RowsTransaction)
        tx._tables.put("outbox", 77, b'{"to":5}')
    assert fields(verify(context).differences) == [("outbox", "row 77")]
    assert fields(verify(context, ["1"]).differences) == []
