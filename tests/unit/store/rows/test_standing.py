"""Standing entries are read from their rows, and those that were changed are named."""

import msgspec
import pytest

from escalate_cli.domain.policy.standing import DutyOverridden
from escalate_cli.domain.ticket.people.approvers import Delegation
from escalate_cli.errors import DamagedHistoryError
from escalate_cli.store.memory import MemoryStore
from tests.conftest import after


def a_store(*people: str) -> MemoryStore:
    store = MemoryStore()
    for person in people:
        entry = DutyOverridden(
            at=after("0m"),
            by="lee",
            team="net",
            person=person,
            from_at=after("1h"),
            until_at=after("2h"),
        )
        with store.transaction() as tx:
            tx.enter(entry)
    return store


def spoilt(store: MemoryStore, number: int, old: bytes, new: bytes) -> MemoryStore:
    with store.transaction() as tx:
        row = tx.tables.get("standing", number) or b""
        assert old in row
        tx.tables.put("standing", number, row.replace(old, new))
    return store


def test_entries_are_chained_to_each_other() -> None:
    view = a_store("bo", "di", "cy").read()
    assert [each.digest != "" for each in view.standing()] == [True] * 3
    assert view.broken_standing() == []


@pytest.mark.parametrize(
    ("old", "new"),
    [(b'"bo"', b'"di"'), (b'"person"', b'"later":1,"person"')],
    ids=["a value", "a field that we do not know"],
)
def test_an_entry_that_was_changed_is_named(old: bytes, new: bytes) -> None:
    assert spoilt(a_store("bo", "cy"), 1, old, new).read().broken_standing() == [1]


def test_an_entry_with_another_digest_breaks_the_next_one_too() -> None:
    store = a_store("bo", "cy")
    digest = store.read().standing()[0].digest.encode()
    assert spoilt(store, 1, digest, b"0" * 64).read().broken_standing() == [1, 2]


def test_authority_that_was_lent_before_there_were_entries_is_read() -> None:
    lent = Delegation(person="lee", to="bo", by="lee", since=after("0m"), until=after("1h"))
    store = a_store()
    with store.transaction() as tx:
        tx.tables.put("delegations", 1, msgspec.json.encode(lent))
    assert list(store.read().delegations()) == [lent]


def test_where_an_entry_is_spoilt_nobody_lends_authority_by_one() -> None:
    view = spoilt(a_store("bo"), 1, b"duty_overridden", b"duty").read()
    assert list(view.delegations()) == []


def test_a_row_that_is_no_entry_is_damage() -> None:
    with pytest.raises(DamagedHistoryError, match="cannot be read"):
        spoilt(a_store("bo"), 1, b"duty_overridden", b"duty").read().standing()
