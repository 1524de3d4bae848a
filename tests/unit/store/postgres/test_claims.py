"""Changes that share tickets: each is one change's, and what another has is left or waited for."""

import threading
from collections.abc import Sequence

import pytest

pytest.importorskip("psycopg2", reason="no driver of PostgreSQL is installed")

from msgspec.structs import replace

from escalate_cli.store.postgres.postgres_store import PostgresStore
from escalate_cli.usecases.automation import shared_tickets
from escalate_cli.usecases.automation.check import check
from escalate_cli.usecases.ports import Transaction
from escalate_cli.usecases.verbs.log import NewTicket, log
from tests.conftest import after, clock_rule, noted, targets
from tests.contract.test_stores import a_message, a_record, keep
from tests.patience import PATIENCE
from tests.postgres_server import Server
from tests.unit.store.postgres.test_postgres_store import another, record_of
from tests.unit.usecases.conftest import a_context, later, staffed


@pytest.fixture
def store(server: Server) -> PostgresStore:
    """Open a store in which three tickets are due."""
    store = server.new_store()
    keep(store, *(a_record(number=n, next_at=after("1h")) for n in (1, 2, 3)))
    return store


def claimed(store: PostgresStore, *, waits: bool = False) -> Sequence[int]:
    """Claim what is due as another machine does."""
    return another(store).share(lambda tx: tx.claim([1, 2, 3], after("2h"), waits=waits))


def decide(tx: Transaction, number: int) -> None:
    """Leave nothing to do on a ticket."""
    tx.save(record_of(tx, number, [*tx.events(number), noted(after("1h"))]))


def test_what_another_change_has_is_left_to_it(store: PostgresStore) -> None:
    def work(tx: Transaction) -> None:
        assert tx.claim([2], after("2h")) == [2]
        assert claimed(store) == [1, 3]
        decide(tx, 2)

    store.share(work)
    assert claimed(store) == [1, 3]


@pytest.mark.parametrize("decides", [True, False], ids=["and it decides", "which does nothing"])
def test_who_waits_for_another_change_sees_what_it_did(store: PostgresStore, decides: bool) -> None:
    waiting, found = threading.Event(), list[Sequence[int]]()

    def wait() -> None:
        waiting.set()
        found.append(claimed(store, waits=True))

    waiter = threading.Thread(target=wait)

    def work(tx: Transaction) -> None:
        tx.claim([2])
        waiter.start()
        waiting.wait(timeout=PATIENCE)
        if decides:
            decide(tx, 2)

    store.share(work)
    waiter.join(timeout=PATIENCE)
    assert found == [[1, 3] if decides else [1, 2, 3]]


def test_a_message_is_marked_by_one_of_two(store: PostgresStore) -> None:
    store.change(lambda tx: tx.queue([a_message()]))
    seen = []

    def take(tx: Transaction) -> None:
        seen.append([m.batch for m in tx.messages()])
        if len(seen) == 1:
            another(store).share(lambda tx: tx.mark([replace(a_message(), batch="theirs")]))
        tx.mark([replace(m, batch="ours") for m in tx.messages() if m.batch is None])

    store.share(take)
    assert seen == [[None], ["theirs"]]
    assert [m.batch for m in store.read().messages()] == ["theirs"]


def test_messages_that_another_change_has_are_left_to_it(store: PostgresStore) -> None:
    store.change(lambda tx: tx.queue([a_message("a"), a_message("b")]))

    def keys(tx: Transaction) -> list[str]:
        return [message.key for message in tx.claim_messages(["a", "b"])]

    def work(tx: Transaction) -> list[str]:
        assert [m.key for m in tx.claim_messages(["b"])] == ["b"]
        return another(store).share(keys)

    assert store.share(work) == ["a"]
    assert store.share(keys) == ["a", "b"]


def test_who_waits_for_messages_sees_what_another_change_did(store: PostgresStore) -> None:
    store.change(lambda tx: tx.queue([a_message("a"), a_message("b")]))
    waiting, found = threading.Event(), list[str]()

    def wait(tx: Transaction) -> list[str]:
        waiting.set()
        return [message.key for message in tx.claim_messages(["a", "b"], waits=True)]

    waiter = threading.Thread(target=lambda: found.extend(another(store).share(wait)))

    def work(tx: Transaction) -> None:
        tx.claim_messages(["a"])
        waiter.start()
        waiting.wait(timeout=PATIENCE)
        tx.drop("a")

    store.share(work)
    waiter.join(timeout=PATIENCE)
    assert found == ["b"]


def test_the_revision_of_a_ticket_that_was_claimed_is_that_of_its_last_event(
    store: PostgresStore,
) -> None:
    def work(tx: Transaction) -> list[str]:
        unclaimed = tx.revision(1)
        tx.claim([1])
        claimed = tx.revision(1)
        decide(tx, 1)
        return [unclaimed, claimed, tx.revision(1)]

    before, claimed, after_it = store.share(work)
    assert before == claimed != after_it == store.read().revision(1)


def test_checks_at_once_decide_each_ticket_once(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shared_tickets, "MOST_TOGETHER", 4)
    store, tickets = server.new_store(), 40
    policy = staffed(
        targets=(targets(resolve="1h"),),
        rules=(clock_rule("late", at="100%", escalate="next", notify=("lead",)),),
    )
    context = replace(a_context(policy), store=store)
    log(context, [NewTicket(title=str(n)) for n in range(tickets)])
    done = list[str]()

    def run() -> None:
        theirs = replace(a_context(policy), store=another(store))
        done.extend(ticket.id for ticket in check(later(theirs, "2h")).tickets)

    runs = [threading.Thread(target=run) for _ in range(3)]
    for each in runs:
        each.start()
    for each in runs:
        each.join()
    assert sorted(done) == sorted(f"T-{n}" for n in range(1, tickets + 1))
    view = store.read()
    alerts = [message.ticket for message in view.messages() if message.kind == "alert"]
    assert sorted(alerts) == sorted(done)
    assert view.is_chained()
