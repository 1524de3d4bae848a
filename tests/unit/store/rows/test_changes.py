"""Changes read off rows: whose the last one was, and which tickets one was about."""

from escalate_cli.domain.ticket import events as e
from escalate_cli.store.memory import MemoryStore
from tests.conftest import after, noted
from tests.unit.store.rows.records import a_record


def test_the_last_change_of_a_person_is_one_that_nobody_undid() -> None:
    store = MemoryStore()
    with store.transaction() as tx:
        tx.save(a_record())
    with store.transaction() as tx:
        tx.save(a_record(noted(after("1h")), number=2))
    assert (store.read().last_change_by("bo"), store.read().last_change_by("ana")) == (2, 2)
    with store.transaction() as tx:
        tx.save(a_record(e.ChangeUndone(at=after("2h"), by="bo", undone=2), number=3))
    assert store.read().last_change_by("bo") is None
    assert store.read().last_change_by("kim") is None


def test_a_change_is_told_from_a_text_that_looks_like_one() -> None:
    store = MemoryStore()
    with store.transaction() as tx:
        tx.save(a_record(noted(after("1h"), '"change":7,')))
    view = store.read()
    assert (view.changed_in(1), view.changed_in(7)) == ([1], [])
