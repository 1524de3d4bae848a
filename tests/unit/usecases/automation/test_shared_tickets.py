"""Several runs of `check` share the tickets that are due, and decide none twice."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TypeVar

import pytest
from msgspec.structs import replace

from escalate_cli.store.memory import MemoryStore
from escalate_cli.store.rows.memory_tables import Shelf
from escalate_cli.store.rows.transaction import RowsTransaction
from escalate_cli.usecases.automation import shared_tickets as module
from escalate_cli.usecases.automation.check import check
from escalate_cli.usecases.automation.decided_ticket import Advanced
from escalate_cli.usecases.automation.shared_tickets import decide_shared
from escalate_cli.usecases.context import Context
from escalate_cli.usecases.records import Record
from escalate_cli.usecases.session import session_of
from escalate_cli.usecases.verbs.log import NewTicket, log
from tests.conftest import clock_rule, targets
from tests.unit.usecases.conftest import a_context, kinds, later, staffed

T = TypeVar("T")
POLICY = staffed(
    targets=(targets(resolve="1h"),),
    rules=(clock_rule("late", at="100%", escalate="next", notify=("lead",)),),
)


class _Transaction(RowsTransaction):
    """Leaves tickets to others that have them."""

    def __init__(self, store: "SharedStore") -> None:
        super().__init__(store._tables, Shelf(store._tables))
        self._store = store

    def claim(
        self, numbers: Sequence[int], due_by: datetime | None = None, *, waits: bool = False
    ) -> Sequence[int]:
        """Take what no other has, or what others have let go of."""
        self._store.claims.append(list(numbers))
        if waits:
            self._store.others.clear()
        free = [n for n in numbers if n not in self._store.others]
        return super().claim(free, due_by)


class SharedStore(MemoryStore):
    """A store to which many write."""

    many_write = True

    def __init__(self) -> None:
        super().__init__()
        self.others: set[int] = set()
        self.claims: list[list[int]] = []
        self.meanwhile: Callable[[], object] | None = None

    def share(self, work: Callable[[RowsTransaction], T]) -> T:
        """Do some work, after whoever comes between."""
        meanwhile, self.meanwhile = self.meanwhile, None
        if meanwhile:
            meanwhile()
        return work(_Transaction(self))


def a_shared_context(count: int = 3) -> tuple[Context, SharedStore]:
    """Return a context in which tickets are due after an hour."""
    store = SharedStore()
    context = replace(a_context(POLICY), store=store)
    log(context, [NewTicket(title=str(n)) for n in range(count)])
    return context, store


def never_next(store: SharedStore, number: int) -> None:
    """Let the row of a ticket say that nothing is due on it."""
    with store.transaction() as tx:
        kept, events = tx.ticket(number), tx.events(number)
        tx.save(Record(ticket=kept, events=events, next_at=None, due_at=None, risk_at=None))


def test_each_change_is_about_a_few_tickets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_TOGETHER", 2)
    context, store = a_shared_context()
    assert [ticket.id for ticket in check(later(context, "2h")).tickets] == ["T-1", "T-2", "T-3"]
    assert store.claims == [[1, 2], [3]]
    assert check(later(context, "2h")).tickets == ()


@pytest.mark.parametrize(("pairs", "sizes"), [(1, [1, 1, 1]), (2, [2, 1]), (9, [3])])
def test_a_change_is_about_fewer_tickets_where_there_are_many_rules(
    monkeypatch: pytest.MonkeyPatch, pairs: int, sizes: list[int]
) -> None:
    context, store = a_shared_context()
    monkeypatch.setattr(module, "MOST_PAIRS", pairs * len(POLICY.rules.triggers))
    check(later(context, "2h"))
    assert [len(each) for each in store.claims] == sizes


def test_what_another_run_has_decided_meanwhile_is_not_decided_again() -> None:
    context, store = a_shared_context()
    store.meanwhile = lambda: check(later(context, "2h"))
    assert check(later(context, "2h")).tickets == ()
    assert [kinds(context, n).count("ticket_escalated") for n in (1, 2, 3)] == [1] * 3


def test_what_another_run_had_and_did_not_decide_is_decided_at_the_end() -> None:
    context, store = a_shared_context()
    store.others = {2}
    assert [ticket.id for ticket in check(later(context, "2h")).tickets] == ["T-1", "T-3", "T-2"]
    assert store.claims == [[1, 2, 3], [2]]


def test_a_ticket_is_looked_at_that_nothing_is_due_on() -> None:
    context, store = a_shared_context()
    never_next(store, 3)
    with session_of(later(context, "2h")) as session:
        results = list(decide_shared(session, [1, 3]))
    assert [each.number for each in results if isinstance(each, Advanced)] == [1, 3]
    assert store.claims == [[1], [3]]


def test_a_dry_run_claims_nothing() -> None:
    context, store = a_shared_context()
    assert len(check(later(context, "2h"), dry_run=True).tickets) == 3
    assert store.claims == []
