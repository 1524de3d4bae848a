"""Tickets are decided while nobody is kept waiting, and what was decided too early is not kept."""

from collections.abc import Callable
from typing import TypeVar

import pytest
from msgspec.structs import replace

from escalate_cli.domain.engine.engine import Engine
from escalate_cli.store.memory import MemoryStore
from escalate_cli.store.rows.transaction import RowsTransaction
from escalate_cli.usecases.automation import decide_tickets as module
from escalate_cli.usecases.automation.check import check
from escalate_cli.usecases.automation.decide_tickets import decide_tickets
from escalate_cli.usecases.automation.decided_ticket import Advanced, Failure
from escalate_cli.usecases.context import Context
from escalate_cli.usecases.session import session_of
from escalate_cli.usecases.verbs.log import NewTicket, log
from escalate_cli.usecases.verbs.note import note
from escalate_cli.usecases.verbs.resolve import resolve
from tests.conftest import clock_rule, targets
from tests.unit.usecases.conftest import a_context, kinds, later, logged, staffed, ticket, told

T = TypeVar("T")
POLICY = staffed(
    targets=(targets(resolve="1h"),),
    rules=(clock_rule("late", at="100%", escalate="next", notify=("lead",)),),
)


class WatchedStore(MemoryStore):
    """Tells when it is locked, and lets somebody else be quicker than the next change."""

    def __init__(self) -> None:
        super().__init__()
        self.is_locked = False
        self.changes = 0
        self.quicker: Callable[[], object] | None = None

    def change(self, work: Callable[[RowsTransaction], T]) -> T:
        """Do some work, after whoever is quicker."""
        quicker, self.quicker = self.quicker, None
        if quicker:
            quicker()
        self.is_locked = True
        self.changes += 1
        try:
            return super().change(work)
        finally:
            self.is_locked = False


def a_watched_context(count: int = 3) -> tuple[Context, WatchedStore]:
    """Return a context in which tickets are due after an hour."""
    store = WatchedStore()
    context = replace(a_context(POLICY), store=store)
    log(context, [NewTicket(title=str(n)) for n in range(count)])
    store.changes = 0
    return context, store


def test_nothing_is_decided_while_others_are_locked_out(monkeypatch: pytest.MonkeyPatch) -> None:
    context, store = a_watched_context()
    decided_under_lock = []
    advance = Engine.advance

    def watched(self: Engine, *arguments: object, **named: object) -> object:
        decided_under_lock.append(store.is_locked)
        return advance(self, *arguments, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(Engine, "advance", watched)
    assert len(check(later(context, "2h")).tickets) == 3
    assert decided_under_lock == [False] * 3


def test_a_ticket_that_was_resolved_meanwhile_is_not_moved_and_nobody_is_told() -> None:
    context, store = a_watched_context()
    store.quicker = lambda: resolve(later(context, "90m"), ["2"])
    checked = check(later(context, "2h"))
    assert [ticket(context, number).level for number in (1, 2, 3)] == ["L2", "L1", "L2"]
    assert ("T-2", "escalated") not in {(d.ticket, d.action) for d in checked.decisions}
    assert ("T-2", "lapsed") in {(d.ticket, d.action) for d in checked.decisions}
    assert [to for kind, to in told(context) if kind == "alert"] == ["lee"] * 2


def test_of_two_runs_at_once_one_decides() -> None:
    context, store = a_watched_context()
    store.quicker = lambda: check(later(context, "2h"))
    assert check(later(context, "2h")).decisions == ()
    assert [kinds(context, n).count("ticket_escalated") for n in (1, 2, 3)] == [1] * 3
    assert len(told(context)) == len(set(map(str, context.store.read().messages())))


def test_a_ticket_that_is_gone_meanwhile_is_reported_and_the_others_go_on() -> None:
    context, store = a_watched_context()

    def remove() -> None:
        with store.transaction() as tx:
            tx.tables.delete("tickets", 2)

    store.quicker = remove
    with session_of(later(context, "2h")) as session:
        results = list(decide_tickets(session, [1, 2, 3]))
    assert [type(each) for each in results] == [Advanced, Failure, Advanced]
    assert results[1] == Failure("T-2", "no ticket T-2")


@pytest.mark.parametrize(
    ("count", "changes"),
    [(4, 1), (5, 2), (12, 3), (100, 3)],
    ids=["few", "more than one change takes", "as many as changes take", "many"],
)
def test_many_tickets_are_kept_in_few_changes(
    monkeypatch: pytest.MonkeyPatch, count: int, changes: int
) -> None:
    monkeypatch.setattr(module, "LEAST_TOGETHER", 4)
    monkeypatch.setattr(module, "MOST_CHANGES", 3)
    context, store = a_watched_context(count)
    checked = check(later(context, "2h"))
    assert (len(checked.tickets), store.changes) == (count, changes)


@pytest.mark.parametrize(
    ("most", "part", "changes"),
    [(1, 100, 12), (8, 100, 6), (1, 4, 8), (1_000, 100, 1)],
    ids=["each has a change", "two have one", "more as more is kept", "all have one"],
)
def test_what_is_much_to_write_is_kept_in_more_changes(
    monkeypatch: pytest.MonkeyPatch, most: int, part: int, changes: int
) -> None:
    monkeypatch.setattr(module, "MOST_WRITTEN", most)
    monkeypatch.setattr(module, "PART", part)
    context, store = a_watched_context(12)
    checked = check(later(context, "2h"))
    assert [each.id for each in checked.tickets] == [f"T-{n}" for n in range(1, 13)]
    assert store.changes == changes
    assert check(later(context, "2h")).tickets == ()


def test_of_much_that_changed_meanwhile_little_is_decided_under_the_lock(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "MOST_ANEW", 2)
    context, store = a_watched_context(6)
    under_lock, advance = [], Engine.advance

    def watched(self: Engine, *arguments: object, **named: object) -> object:
        under_lock.append(store.is_locked)
        return advance(self, *arguments, **named)  # type: ignore[arg-type]

    touched = [str(n) for n in range(1, 6)]
    store.quicker = lambda: note(later(context, "90m"), touched, "so far so good")
    monkeypatch.setattr(Engine, "advance", watched)
    checked = check(later(context, "2h"))
    assert {each.id for each in checked.tickets} == {f"T-{n}" for n in range(1, 7)}
    assert sum(under_lock) == 2
    assert store.changes == 1 + 2  # that of who was quicker, too
    assert [kinds(context, n).count("ticket_escalated") for n in range(1, 7)] == [1] * 6


def test_a_dry_run_changes_nothing() -> None:
    context, store = a_watched_context()
    with session_of(later(context, "2h")) as session:
        assert len(list(decide_tickets(session, [1, 2, 3], dry_run=True))) == 3
    assert store.changes == 0


def test_where_nothing_is_new_nothing_is_kept() -> None:
    context, store = a_watched_context()
    logged(context)
    store.changes = 0
    with session_of(later(context, "10m")) as session:
        assert list(decide_tickets(session, [1, 4])) == []
    assert store.changes == 0
