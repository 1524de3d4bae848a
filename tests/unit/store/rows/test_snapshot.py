"""Tickets read off rows that people may have edited: glances agree with what is there."""

from typing import Any

import pytest

from escalate_cli.domain.ticket.search import Search
from escalate_cli.errors import TicketNotFoundError
from escalate_cli.store.memory import MemoryStore
from escalate_cli.store.rows.memory_tables import ARCHIVE, MemoryTables, Shelf
from escalate_cli.store.rows.snapshot import RowsView
from escalate_cli.store.rows.tables import CLOSED_SINCE, LATEST, OUTBOX, TICKETS, WRITTEN_AT
from escalate_cli.store.rows.transaction import RowsTransaction
from escalate_cli.usecases.records import Fingerprint
from tests.conftest import after, asked_afterwards, closed, noted, resolved, taken
from tests.unit.store.rows.records import a_record, a_sealed_row


def a_view(*records: Any, **meta: object) -> RowsTransaction:
    """Return what a change sees of a store with a few tickets, and with what somebody wrote."""
    store = MemoryStore()
    with store.transaction() as tx:
        for record in records:
            tx.save(record)
        tx._tables.meta.update(meta)
    with store.transaction() as tx:
        return tx


def test_without_tables_there_is_nothing_to_find() -> None:
    view: RowsView = MemoryStore().read()
    assert (view.name(), view.fingerprint(), view.highest()) == ("", Fingerprint(0, ""), 0)
    with pytest.raises(TicketNotFoundError):
        view.ticket(1)


@pytest.mark.parametrize("spoilt", ["yesterday", 7, "2026-13-01T00:00:00Z"], ids=str)
def test_an_instant_that_somebody_spoilt_is_none(spoilt: object) -> None:
    assert a_view(**{WRITTEN_AT: spoilt}).written_at() is None


def test_without_a_sound_note_a_glance_makes_one_look_closer() -> None:
    assert a_view(a_record(), **{LATEST: 7}).may_be_ahead_of(after("9d"))
    assert not a_view(a_record(), **{CLOSED_SINCE: 7}).may_archive(after("9d"))


def test_a_ticket_that_was_brought_back_is_counted_once_and_read_where_it_is_in_use() -> None:
    view = a_view(a_record(taken(after("1h"))))
    old = view._tables.get(TICKETS, 1)
    assert old is not None
    view._archive.put(1, old.replace(b'"acknowledged"', b'"closed"'))
    assert list(view.numbers()) == [1]
    assert list(view.archived()) == []
    assert view.ticket(1).status == "acknowledged"


def test_what_is_put_away_is_in_no_list_but_is_found_by_its_number() -> None:
    view = a_view(a_record(resolved(after("1h")), closed(after("2h"))), a_record(number=2))
    assert view.archive(after("3h")) == 1
    assert ([t.id for t in view.search()], list(view.numbers())) == (["T-2"], [1, 2])
    assert (view.ticket(1).id, list(view.in_use())) == ("T-1", [2])


def test_a_row_of_the_outbox_that_is_no_message_is_named_and_passed_over() -> None:
    view = a_view()
    view._tables.put(OUTBOX, 3, b'{"key":1}')
    assert (list(view.messages()), view.broken_messages()) == ([], [3])


def test_a_ticket_that_is_over_is_in_lists_and_not_put_away_while_an_answer_is_owed() -> None:
    over = (resolved(after("1h")), closed(after("2h")))
    asked = a_record(*over, asked_afterwards(after("3h")), risk_at=after("3h"))
    view = a_view(asked, a_record(*over, number=2))
    assert view.archive(after("9h")) == 1
    assert [ticket.id for ticket in view.search(Search(active=True))] == ["T-1"]
    assert [ticket.id for ticket in view.pressing(after("3h"))] == ["T-1"]
    assert list(view.pressing(after("2h"))) == []
    assert view.active_count() == 1
    assert view.outdated("another") == []


class OnceThrough(MemoryTables):
    """Tables that are gone through in order, and in which nobody may look for a row."""

    def get(self, table: str, row_id: int) -> bytes | None:
        """Refuse to look for a row."""
        raise AssertionError(f"{table} {row_id} is looked for")


def test_whoever_goes_through_all_tickets_asks_for_each_without_a_search() -> None:
    rows = {TICKETS: {n: a_sealed_row(noted(after("1h")), number=n) for n in (1, 2, 3)}}
    tables = OnceThrough(rows | {ARCHIVE: {4: a_sealed_row(number=4)}}, {})
    view = RowsView(tables, Shelf(tables))
    for number in view.numbers():
        assert view.events(number)[0].is_log_of(view.ticket(number).id)
        assert view.broken_digests(number) == []
    assert [len(view.events(ticket.number)) for ticket in view.archived()] == [1]


def test_what_is_changed_on_the_way_is_read_as_it_is_by_then() -> None:
    view = a_view(a_record())
    number = next(view.numbers())
    view.events(number).clear()
    assert len(view.events(number)) == 1
    view.save(a_record(noted(after("1h"))))
    assert len(view.events(number)) == 2


def test_a_policy_that_was_pinned_is_there_at_once() -> None:
    view = a_view(a_record())
    assert view.policy_source("new") is None
    view.pin("new", "its text")
    assert view.policy_source("new") == "its text"
