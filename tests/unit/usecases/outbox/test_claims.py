"""Runs that send at once: each takes parcels that no other has, in changes that are short."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

from msgspec.structs import replace

from escalate_cli.domain.messages.outbox_message import Message
from escalate_cli.store.memory import MemoryStore
from escalate_cli.store.rows.memory_tables import Shelf
from escalate_cli.store.rows.transaction import RowsTransaction
from escalate_cli.usecases.context import Context
from escalate_cli.usecases.outbox.claims import AT_ONCE, MOST_CLAIMS
from escalate_cli.usecases.outbox.deliver import deliver
from tests.unit.usecases.conftest import a_context, later, logged
from tests.unit.usecases.post import Postman, a_message, queued, reachable, waiting

T = TypeVar("T")


class _Transaction(RowsTransaction):
    """Leaves messages to others that have them; it looks for none by itself."""

    def __init__(self, store: "SharedStore") -> None:
        super().__init__(store._tables, Shelf(store._tables))
        self._store = store

    def claim_messages(self, keys: Sequence[str], *, waits: bool = False) -> Sequence[Message]:
        """Take what no other has, or what others have let go of."""
        self._store.claims.append((len(keys), waits))
        if waits:
            self._store.others.clear()
        return super().claim_messages([key for key in keys if key not in self._store.others])

    def messages(self, **asked: Any) -> Iterator[Message]:
        """Look through the outbox, once the change is over."""
        assert not self._store.is_changing, "who changes the store looks through the whole outbox"
        return super().messages(**asked)


class SharedStore(MemoryStore):
    """A store to which many write."""

    many_write = True

    def __init__(self) -> None:
        super().__init__()
        self.others: set[str] = set()
        self.claims: list[tuple[int, bool]] = []
        self.meanwhile: Callable[[], object] | None = None
        self.is_changing = False

    def share(self, work: Callable[[RowsTransaction], T]) -> T:
        """Do some work, after whoever comes between."""
        meanwhile, self.meanwhile = self.meanwhile, None
        if meanwhile:
            meanwhile()
        self.is_changing = True
        try:
            return work(_Transaction(self))
        finally:
            self.is_changing = False


def shared(count: int) -> tuple[Context, SharedStore]:
    """Return a context in which a message waits for each of many people."""
    store = SharedStore()
    context = replace(a_context(reachable()), store=store)
    logged(context)
    queued(context, *(a_message(context, f"p{n}@example.org") for n in range(count)))
    return context, store


def test_each_change_is_about_a_few_messages_however_many_wait() -> None:
    count = AT_ONCE * MOST_CLAIMS * 2
    context, store = shared(count)
    assert deliver(context, Postman()).sent == count
    assert {size for size, _ in store.claims} == {AT_ONCE}


def test_a_run_goes_on_with_what_no_other_has() -> None:
    context, store = shared(2 * AT_ONCE)
    other, post = Postman(), Postman()
    store.meanwhile = lambda: deliver(context, other)
    queued(context, a_message(context))
    assert deliver(context, post).sent == 0
    assert (len(other.told), post.told, waiting(context)) == (2 * AT_ONCE + 1, [], [])


def test_what_another_run_had_and_did_not_take_is_sent_at_the_end() -> None:
    context, store = shared(3)
    store.others = {"T-1:fact:p1@example.org"}
    post = Postman()
    assert deliver(context, post).sent == 3
    assert post.told == ["p0@example.org", "p2@example.org", "p1@example.org"]


def test_a_run_waits_for_another_only_where_that_has_all() -> None:
    context, store = shared(1)
    store.others = {"T-1:fact:p0@example.org"}
    assert deliver(context, Postman()).sent == 1
    claims_and_record = [waits for _, waits in store.claims]
    assert claims_and_record == [False, True, True]


def test_a_lease_begins_when_a_parcel_is_taken_however_long_ago_it_was_made_up() -> None:
    context, store = shared(2 * AT_ONCE)
    taken = list[Any]()

    class Slow(Postman):
        def send(self, parcels: Any) -> Any:
            taken.extend(m.claimed_at for m in waiting(context) if m.claimed_at is not None)
            return super().send(parcels)

    post = Slow()
    post.each_takes = later(context, "10s").now - context.now
    assert deliver(context, post).sent == 2 * AT_ONCE
    assert taken == [context.now] * AT_ONCE + [later(context, "10s").now] * AT_ONCE
    assert store.others == set()
