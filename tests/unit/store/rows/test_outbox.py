"""Messages as rows: found by what names them, whatever that is made of."""

from typing import Any

import pytest

from escalate_cli.domain.messages.outbox_message import Message
from escalate_cli.errors import MessageNotFoundError
from escalate_cli.store.memory import MemoryStore
from escalate_cli.store.rows.tables import OUTBOX
from tests.conftest import MONDAY_NINE

STRANGE = ('"', "\\", "ü", "\x00", "a\nb", "key")


def queued(*keys: str, ticket: str = "T-1") -> MemoryStore:
    store = MemoryStore()
    usual: dict[str, Any] = {
        "kind": "alert",
        "to": "bo",
        "text": '"key":"b"',
        "created_at": MONDAY_NINE,
    }
    with store.transaction() as tx:
        tx.queue(Message(key=key, ticket=ticket, **usual) for key in keys)
    return store


@pytest.mark.parametrize("key", STRANGE, ids=ascii)
def test_a_key_of_any_letters_is_found(key: str) -> None:
    found = queued("a", key, "b").read().message(key)
    assert found is not None
    assert found.key == key


def test_a_text_that_reads_like_a_key_is_none() -> None:
    assert queued("a").read().message("b") is None


@pytest.mark.parametrize("ticket", STRANGE, ids=ascii)
def test_a_ticket_of_any_name_is_found(ticket: str) -> None:
    view = queued("a", ticket=ticket).read()
    assert [message.key for message in view.messages(ticket=ticket)] == ["a"]


def test_a_broken_row_hides_no_other() -> None:
    store = queued("a", "b")
    with store.transaction() as tx:
        tx.tables.put(OUTBOX, 1, b'{"key":"b","ticket":"T-1"}')
    found = store.read().message("b")
    assert found is not None
    assert found.to == "bo"
    assert store.read().broken_messages() == [1]


@pytest.mark.parametrize("broken", [1, 2])
def test_a_broken_row_that_claims_a_key_neither_hides_its_message_nor_is_one(broken: int) -> None:
    store = queued("a", "b")
    with store.transaction() as tx:
        claimed = b'{"key":"%s","ticket":"T-1"}' % (b"a" if broken == 2 else b"b")
        tx.tables.put(OUTBOX, broken, claimed)
        kept = tx.message(key := "a" if broken == 2 else "b")
        assert kept is not None
        tx.queue([kept])
        assert [each.key for each in tx.messages()] == [key]
        tx.drop(key)
        assert list(tx.messages()) == []
        tx.queue([kept])
        assert [each.key for each in tx.messages()] == [key]
    assert store.read().broken_messages() == [broken]


def test_a_message_whose_row_was_broken_is_put_in_again() -> None:
    store = queued("a")
    message = store.read().message("a")
    assert message is not None
    with store.transaction() as tx:
        tx.tables.put(OUTBOX, 1, b'{"key":"a","ticket":"T-1"}')
        tx.mark([message])
        with pytest.raises(MessageNotFoundError):
            tx.drop("a")
        tx.queue([message])
    assert [each.key for each in store.read().messages()] == ["a"]
    assert store.read().broken_messages() == [1]
