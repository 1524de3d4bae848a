"""Tickets changed in rows: what is numbered, noted for later, and kept once."""

import pytest
from msgspec.structs import replace

from escalate_cli.domain.messages.outbox_message import Message
from escalate_cli.errors import MessageNotFoundError
from escalate_cli.store.memory import MemoryStore
from escalate_cli.store.rows.tables import LATEST
from tests.conftest import MONDAY_NINE, after, closed, noted, resolved
from tests.unit.store.rows.records import a_record

CLOSED = resolved(after("1h")), closed(after("2h"))


@pytest.fixture
def store() -> MemoryStore:
    """Open an empty store."""
    return MemoryStore()


def a_message(key: str = "k", ticket: str = "T-1") -> Message:
    return Message(key=key, ticket=ticket, kind="alert", to="bo", text="x", created_at=MONDAY_NINE)


@pytest.mark.parametrize("spoilt", ["seven", 0, 2], ids=str)
def test_a_number_is_new_whatever_somebody_made_of_the_counter(
    store: MemoryStore, spoilt: object
) -> None:
    with store.transaction() as tx:
        tx.save(a_record(number=5))
        tx._tables.meta["next"] = spoilt
        assert [tx.next_number(), tx.next_number()] == [6, 7]


def test_the_latest_event_is_looked_for_once_where_it_was_never_noted(store: MemoryStore) -> None:
    with store.transaction() as tx:
        tx.save(a_record(noted(after("3h"))))
    with store.transaction() as tx:
        del tx._tables.meta[LATEST]
    assert store.read().may_be_ahead_of(after("9d"))
    with store.transaction() as tx:
        tx.save(a_record(number=2))
    assert store.read().may_be_ahead_of(after("2h"))
    assert not store.read().may_be_ahead_of(after("3h"))


def test_the_oldest_closing_is_noted_until_it_is_put_away(store: MemoryStore) -> None:
    with store.transaction() as tx:
        tx.save(a_record(resolved(after("1h")), closed(after("4h"))))
        tx.save(a_record(*CLOSED, number=2))
    assert [store.read().may_archive(after(at)) for at in ("1h", "2h")] == [False, True]
    with store.transaction() as tx:
        assert tx.archive(after("3h")) == 1
    assert [store.read().may_archive(after(at)) for at in ("3h", "4h")] == [False, True]


def test_a_ticket_with_a_message_in_the_outbox_is_not_put_away(store: MemoryStore) -> None:
    with store.transaction() as tx:
        tx.save(a_record(*CLOSED))
        tx.queue([a_message()])
        assert tx.archive(after("9d")) == 0
        tx.drop("k")
        assert tx.archive(after("9d")) == 1


def test_a_message_says_which_change_put_it_into_the_outbox(store: MemoryStore) -> None:
    with store.transaction() as tx:
        tx.save(a_record())
    with store.transaction() as tx:
        tx.queue([a_message(), a_message()])
    assert [message.change for message in store.read().messages()] == [2]


def test_only_a_message_that_is_in_the_outbox_is_marked_or_dropped(store: MemoryStore) -> None:
    with store.transaction() as tx:
        tx.queue([a_message("one")])
        tx.mark([replace(a_message("one"), error="it is down"), a_message("two")])
        with pytest.raises(MessageNotFoundError):
            tx.drop("two")
    assert [(m.key, m.error) for m in store.read().messages()] == [("one", "it is down")]
