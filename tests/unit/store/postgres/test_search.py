"""What is asked of a store on a server is answered by an index, and all that holds is found."""

from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

import pytest

pytest.importorskip("psycopg2", reason="no driver of PostgreSQL is installed")

from escalate_cli.domain.ticket.redaction import redacted
from escalate_cli.domain.ticket.search import EVERY, NOTHING, Order, Search
from escalate_cli.store.postgres.connection.link import Link, Purpose
from escalate_cli.store.postgres.postgres_store import PostgresStore
from escalate_cli.usecases.ports import Transaction, View
from escalate_cli.usecases.records import Record
from tests.conftest import a_history, after, closed, noted
from tests.contract.test_stores import NEVER, a_record, keep
from tests.postgres_server import Server

COPIES = 6_000
ACTIVE = Search(active=True)

_COPY = """
INSERT INTO escalate.{table} SELECT {columns} FROM escalate.{table} t, generate_series(10, %s) g
WHERE t.store_id = %s AND t.{number} = 1"""

_KEYS = "INSERT INTO escalate.ticket_key SELECT %s, 'k' || g, g FROM generate_series(10, %s) g"


def by_text(*texts: str, names: tuple[str, ...] = ()) -> Search:
    return Search(texts=tuple((text, names) for text in texts))


def by_field(field: str, *values: str) -> Search:
    return Search(fields=((field, values),))


@pytest.fixture
def store(server: Server) -> PostgresStore:
    """Open a store with three tickets."""
    store = server.new_store()
    histories = [
        a_history(
            id="T-1",
            uid="u-1",
            title="Mail is down",
            requester="lee",
            owner="ana",
            tags=("db", "Disk"),
        ),
        a_history(id="T-2", uid="u-2", title="Großer Ausfall", requester="Kim"),
        a_history(
            noted(after("1h"), text="the DISK was full"),
            id="T-3",
            uid="u-3",
            title="x",
            requester="max",
        ),
    ]
    keep(store, *(a_record(history=each) for each in histories))
    return store


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        (EVERY, [1, 2, 3]),
        (by_text("mail is"), [1]),
        (by_text("ail"), [1]),
        (by_text("GROSSER".casefold()), [2]),
        (by_text("kim"), [2]),
        (by_text("disk"), [3]),
        (by_text("disk", "mail"), []),
        (by_text("boss", names=("ana",)), [1]),
        (by_text("zz", names=("Kim",)), [1, 2, 3]),
        (by_text("nothing"), []),
        (by_field("owner", "ana", "bo"), [1]),
        (by_field("owner", NOTHING), [2, 3]),
        (by_field("tags", "disk"), [1]),
        (by_field("requester", "kim"), [2]),
        (by_field("requester"), []),
        (by_field("status", "open"), [1, 2, 3]),
        (Search(active=True, fields=(("owner", ("ana",)),), texts=(("down", ()),)), [1]),
    ],
    ids=str,
)
def test_a_ticket_is_found_by_its_fields_and_by_what_is_written_on_it(
    store: PostgresStore, asked: Search, found: list[int]
) -> None:
    assert [ticket.number for ticket in store.read().search(asked)] == found


def test_a_ticket_is_found_by_what_it_is_now(store: PostgresStore) -> None:
    def edit(tx: Transaction) -> None:
        logged, note = tx.events(3)
        events = [logged, redacted(note), noted(after("2h"), text="it was the fan")]
        tx.save(Record(ticket=tx.ticket(3), events=events, **NEVER))

    store.change(edit)
    view = store.read()
    assert [t.number for t in view.search(by_text("fan"))] == [3]
    assert list(view.search(by_text("full"))) == []


def test_two_stores_of_a_database_find_their_own(store: PostgresStore, server: Server) -> None:
    other = server.new_store()
    keep(other, a_record(history=a_history(id="T-1", uid="u-9", title="Mail is down")))
    assert [t.uid for t in other.read().search(by_text("mail"))] == ["u-9"]
    assert [t.uid for t in store.read().search(by_text("mail"))] == ["u-1"]


def test_what_was_put_away_is_found_by_the_same(store: PostgresStore) -> None:
    keep(store, *(a_record(closed(after("1h")), number=n) for n in (4, 5)))
    store.change(lambda tx: tx.archive(after("9d")))
    view = store.read()
    assert [t.number for t in view.archived(by_text("mail"))] == [5, 4]
    assert list(view.archived(by_field("owner", "bo"))) == []
    assert [t.number for t in view.search(by_text("mail"))] == [1]


def many(store: PostgresStore) -> None:
    """Make so many copies of a ticket that the server counts what each way costs."""
    link = Link(store.address.dsn, "server", Purpose.SHARE)
    link.store = store.read().moment.link.store  # type: ignore[attr-defined]
    of_ticket = "store_id, g, active, owed, g %% 2 = 0, unanswered, next_at, due_at, risk_at"
    of_ticket += ", logged_at, updated_at, closed_since, policy, requester, complaints, source, key"
    rows = {
        ("ticket", "number"): f"{of_ticket}, ARRAY[g], state",
        ("ticket_text", "number"): "store_id, g, ARRAY[g]",
        ("event", "ticket"): "store_id, g, n, g, g, at, made_by, undone, digest, body",
    }
    for (table, number), columns in rows.items():
        link.run(_COPY.format(table=table, columns=columns, number=number), COPIES, link.store)
    link.run(_KEYS, link.store, COPIES)
    for index in ("ticket_marks", "ticket_text_marks"):
        link.rows("SELECT gin_clean_pending_list(%s)", f"escalate.{index}")
    link.run("ANALYZE escalate.ticket, escalate.ticket_text, escalate.event, escalate.ticket_key")
    link.commit()
    link.close()


QUESTIONS: dict[str, tuple[Callable[[View], Any], str]] = {
    "a page of a list": (lambda v: list(islice(v.search(ACTIVE, Order.DUE), 30)), "ticket_due"),
    "an owner": (lambda v: list(v.search(by_field("owner", "ana"))), "ticket_marks"),
    "a text": (lambda v: list(v.search(by_text("mail is down"))), "ticket_text_marks"),
    "what is due": (lambda v: v.due_by(after("1h")), "ticket_next"),
    "what presses": (lambda v: list(v.pressing(after("1h"))), "ticket_risk"),
    "who waits for an answer": (lambda v: v.unanswered(), "ticket_unanswered"),
    "how many are open": (lambda v: v.active_count(), "ticket_due"),
    "a key": (lambda v: list(v.with_key("k")), "ticket_key_pkey"),
    "complaints": (lambda v: list(v.complaints_of("kim")), "ticket_requester"),
    "what may be put away": (lambda v: v.may_archive(after("1h")), "ticket_closed"),
    "the latest": (lambda v: v.latest_at(), "event_at"),
    "a ticket": (lambda v: v.events(1), "event_pkey"),
    "the last change of somebody": (lambda v: v.last_change_by("ana"), "event_made_by"),
}


@pytest.mark.parametrize("question", QUESTIONS)
def test_an_index_answers_each_question(
    store: PostgresStore, monkeypatch: pytest.MonkeyPatch, question: str
) -> None:
    many(store)
    plans, rows, stream = list[str](), Link.rows, Link.stream

    def explained(link: Link, statement: str, *values: object) -> None:
        if "escalate." in statement:
            plans.extend(line for (line,) in rows(link, f"EXPLAIN {statement}", *values))

    def told_rows(link: Link, statement: str, *values: object) -> list[Any]:
        explained(link, statement, *values)
        return rows(link, statement, *values)

    def told_stream(link: Link, statement: str, *values: object) -> Iterator[Any]:
        explained(link, statement, *values)
        return stream(link, statement, *values)

    ask, index = QUESTIONS[question]
    with store.read() as view:
        monkeypatch.setattr(Link, "rows", told_rows)
        monkeypatch.setattr(Link, "stream", told_stream)
        ask(view)
    assert any(f" {index} " in line or line.endswith(f" {index}") for line in plans), plans
    large = ("ticket ", "ticket_text ", "event ")
    assert not [p for p in plans for t in large if f"Seq Scan on {t}" in p], plans
