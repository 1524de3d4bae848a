"""Changes that meet, connections that are lost, and what stands for it all."""

import threading
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

import pytest

pytest.importorskip("psycopg2", reason="no driver of PostgreSQL is installed")

from escalate_cli.domain.ticket.events import Event
from escalate_cli.errors import ConflictError, EscalateError, StoreBusyError, StoreUncertainError
from escalate_cli.store.postgres.connection import attempts
from escalate_cli.store.postgres.connection.faults import LostError, MetError, SlowServerError
from escalate_cli.store.postgres.connection.link import Link
from escalate_cli.store.postgres.postgres_store import PostgresStore
from escalate_cli.store.postgres.view import ServerView
from escalate_cli.usecases.ports import Transaction, View
from escalate_cli.usecases.records import Record
from tests.conftest import after, noted, taken
from tests.contract.test_stores import a_message, a_record, keep, logged, rows_of
from tests.patience import PATIENCE
from tests.postgres_server import Server, store_at


@pytest.fixture
def store(server: Server) -> PostgresStore:
    """Open a store that nobody has begun."""
    return server.new_store()


def another(store: PostgresStore) -> PostgresStore:
    """Open the same store as from another machine."""
    return store_at(f"{store.address.dsn}&store={store.address.name}")


def record_of(view: View, number: int, events: Sequence[Event]) -> Record:
    return Record(
        ticket=view.ticket(number), events=events, next_at=None, due_at=None, risk_at=None
    )


def end_connection(store: PostgresStore, tx: Transaction) -> None:
    """Let the server end the connection of a change."""
    assert isinstance(tx, ServerView)
    pid = tx.moment.link.value("SELECT pg_backend_pid()")
    with another(store).read() as view:
        assert isinstance(view, ServerView)
        view.moment.link.rows("SELECT pg_terminate_backend(%s)", pid)


def test_a_change_that_met_another_one_runs_again_as_a_whole(store: PostgresStore) -> None:
    keep(store, a_record())
    seen: list[int] = []

    def note(tx: Transaction) -> None:
        events = tx.events(1)
        seen.append(len(events))
        if len(seen) == 1:
            another(store).change(note)
        tx.save(record_of(tx, 1, [*events, noted(after("1h"))]))

    store.change(note)
    assert seen == [1, 1, 2]
    assert len(store.read().events(1)) == 3


def test_a_change_that_runs_again_takes_the_same_ticket_number(store: PostgresStore) -> None:
    taken_numbers: list[int] = []

    def log(tx: Transaction) -> None:
        taken_numbers.append(tx.next_number())
        if len(taken_numbers) < 3:
            raise MetError("could not serialize access")

    store.change(log)
    assert taken_numbers == [1, 1, 1]
    assert logged(store) == 2


def test_a_change_that_meets_others_for_too_long_is_given_up(
    store: PostgresStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attempts, "PATIENCE", 0.05)

    def meet(_: Transaction) -> None:
        raise MetError("could not serialize access")

    with pytest.raises(StoreBusyError, match="in use by other writers"):
        store.change(meet)


def test_a_change_that_takes_long_itself_has_not_waited_for_others(
    store: PostgresStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attempts, "PATIENCE", -1.0)
    tries = list[int]()

    def meet(tx: Transaction) -> None:
        tries.append(tx.next_number())
        if len(tries) < attempts.FEWEST:
            raise MetError("could not serialize access")

    store.change(meet)
    assert len(tries) == attempts.FEWEST


def test_what_a_change_refuses_is_not_tried_again(store: PostgresStore) -> None:
    tries: list[int] = []

    def refuse(tx: Transaction) -> None:
        tries.append(tx.next_number())
        raise ConflictError("somebody was faster")

    with pytest.raises(ConflictError):
        store.change(refuse)
    assert tries == [1]


def test_after_a_statement_that_failed_nothing_is_committed(
    store: PostgresStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The server would take the rest back without a word."""
    monkeypatch.setattr(attempts, "PATIENCE", 0.05)
    keep(store, a_record(number=7))

    def pass_over(tx: Transaction) -> None:
        tx.save(a_record())
        with suppress(EscalateError):
            rows_of(tx).get("nowhere", 1)

    with pytest.raises(StoreBusyError):
        store.change(pass_over)
    assert list(store.read().numbers()) == [7]


def test_a_connection_that_is_lost_before_the_commit_changes_nothing(store: PostgresStore) -> None:
    keep(store, a_record())

    def lose(tx: Transaction) -> None:
        tx.save(a_record(taken(after("1h"))))
        end_connection(store, tx)
        tx.policy_source("policy-1")

    with pytest.raises(LostError, match="nothing was changed"):
        store.change(lose)
    assert len(store.read().events(1)) == 1
    keep(store, a_record(number=2))
    assert list(store.read().numbers()) == [1, 2]


@pytest.mark.parametrize("arrives", [True, False], ids=["it arrived", "it did not"])
def test_after_a_commit_that_was_cut_off_the_change_is_there_once(
    store: PostgresStore, monkeypatch: pytest.MonkeyPatch, arrives: bool
) -> None:
    keep(store, a_record())
    commit, cuts = Link.commit, [arrives]

    def cut(link: Link) -> None:
        if not cuts:
            commit(link)
        elif cuts.pop():
            commit(link)
            link.close()
            raise LostError("server", "cut off", in_commit=True)
        else:
            link.close()
            raise LostError("server", "cut off", in_commit=True)

    monkeypatch.setattr(Link, "commit", cut)
    runs: list[int] = []

    def save(tx: Transaction) -> View:
        runs.append(1)
        tx.save(a_record(number=2))
        return tx

    left = store.change(save)
    assert len(runs) == (1 if arrives else 2)
    assert list(left.numbers()) == list(store.read().numbers()) == [1, 2]


def test_a_commit_that_is_still_under_way_when_the_line_is_cut_is_waited_for(
    store: PostgresStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(store, a_record())
    commit, runs = Link.commit, list[int]()

    def cut(link: Link) -> None:
        link.rows("SELECT 1")  # all is there but the commit
        threading.Timer(0.3, commit, [link]).start()
        raise LostError("server", "cut off", in_commit=True)

    def save(tx: Transaction) -> None:
        runs.append(1)
        tx.save(a_record(number=2))

    monkeypatch.setattr(Link, "commit", cut)
    store.change(save)
    assert runs == [1]
    assert list(another(store).read().numbers()) == [1, 2]


def test_where_nobody_says_whether_a_change_arrived_it_is_uncertain(
    store: PostgresStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(store, a_record())

    def cut(link: Link) -> None:
        link.close()
        monkeypatch.setattr(Link, "connect", gone)
        raise LostError("server", "cut off", in_commit=True)

    def gone(_: Link) -> None:
        raise LostError("server", "away", in_commit=False)

    monkeypatch.setattr(Link, "commit", cut)
    with pytest.raises(StoreUncertainError, match="may be stored"):
        keep(store, a_record(number=2))


def test_a_server_that_is_slow_is_not_waited_for_without_end(store: PostgresStore) -> None:
    keep(store, a_record())
    with store.read() as view:
        assert isinstance(view, ServerView)
        link = view.moment.link
        link.run("SET LOCAL statement_timeout = 20")
        with pytest.raises(SlowServerError, match="nothing was changed"):
            link.rows("SELECT pg_sleep(5)")


def test_two_who_want_the_same_tickets_in_another_order_both_have_them(
    store: PostgresStore,
) -> None:
    keep(store, a_record(), a_record(number=2))
    begun = threading.Barrier(2)

    def note(numbers: tuple[int, int]) -> None:
        waits = [True]

        def save(tx: Transaction) -> None:
            for number in numbers:
                events = [*tx.events(number), noted(after("2h"))]
                if waits:
                    waits.clear()
                    begun.wait(timeout=PATIENCE)
                tx.save(record_of(tx, number, events))

        another(store).change(save)

    threads = [threading.Thread(target=note, args=(order,)) for order in ((1, 2), (2, 1))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    view = store.read()
    assert [len(view.events(number)) for number in (1, 2)] == [3, 3]
    assert view.is_chained()


def test_a_new_ticket_goes_to_the_server_twice(
    store: PostgresStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What begins the change travels with the numbers, what it writes with its end."""
    keep(store, a_record())
    sent, execute = list[str](), Link._execute

    def told(link: Link, statement: str, *values: Any, **how: Any) -> Any:
        sent.append(statement)
        return execute(link, statement, *values, **how)

    monkeypatch.setattr(Link, "_execute", told)

    def log(tx: Transaction) -> int:
        number = tx.next_number()
        tx.save(a_record(number=number))
        tx.queue([a_message()])
        return number

    assert store.change(log) == 2
    assert [statement.partition("(")[0] for statement in sent] == ["SELECT nextval", "COMMIT"]
    assert [message.ticket for message in store.read().messages()] == [a_message().ticket]


def test_numbers_that_are_taken_ahead_are_of_one_ticket_after_the_other(
    store: PostgresStore,
) -> None:
    def log(tx: Transaction) -> list[int]:
        numbers = [tx.next_number(), tx.next_number()]
        for number in numbers:
            tx.save(a_record(noted(after("1h")), noted(after("2h")), number=number))
        return numbers

    numbers = store.change(log)
    view = store.read()
    events = [event.seq for number in numbers for event in view.events(number)]
    assert events == sorted({*events})
    assert view.is_chained()
