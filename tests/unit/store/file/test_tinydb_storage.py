"""The store through TinyDB: what it shows, and which writes are refused before they do harm."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest
from tinydb import TinyDB, where
from tinydb.operations import delete

from escalate_cli.errors import (
    DamagedStoreError,
    EscalateError,
    NotAllowedError,
)
from escalate_cli.store.file.table_file import TableFile
from escalate_cli.store.file.tinydb_storage import EditStorage, Record, TicketDatabase
from escalate_cli.store.json_store import JsonStore
from escalate_cli.store.memory import MemoryStore
from escalate_cli.store.rows.tables import Tables
from escalate_cli.usecases.care.reconcile_edits import reconcile_edits
from tests.unit.store.contexts import a_context, logged

MONDAY = "2026-11-23T08:00:00Z"
A_STORE = JsonStore | MemoryStore


@pytest.fixture(params=["file", "memory"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> A_STORE:
    """Make a store of two tickets, of each kind."""
    made = JsonStore(tmp_path / "store") if request.param == "file" else MemoryStore()
    for title in ("one", "two"):
        logged(a_context(made), title)
    return made


def opened(store: A_STORE) -> TinyDB:
    """Open a store as the API does."""

    @contextmanager
    def edit() -> Iterator[tuple[Tables, Record]]:
        with store.transaction() as tx:
            yield tx.tables, partial(reconcile_edits, a_context(store), tx)

    return TicketDatabase(lambda: store.read().tables, edit, storage=EditStorage)


def the_rows(store: A_STORE) -> list[tuple[str, int, bytes]]:
    """Return all that a store holds."""
    tables = store.as_it_is().tables
    names = ("tickets", "outbox", "policies", "delegations", "standing", "gauges")
    return [(name, number, row) for name in names for number, row in tables.rows(name)]


def test_tables_are_queried(store: A_STORE) -> None:
    db = opened(store)
    assert db.tables() == {
        "meta",
        "tickets",
        "outbox",
        "policies",
        "delegations",
        "standing",
        "gauges",
    }
    assert [row["id"] for row in db.search(where("title") == "two")] == ["T-2"]
    assert len(db.table("policies")) == 1
    [meta] = db.table("meta").all()
    assert (meta["next"], meta["seq"]) == (3, 2)


def test_a_question_asked_again_sees_what_others_did(store: A_STORE) -> None:
    db, asked = opened(store), where("title") == "three"
    assert db.search(asked) == []
    logged(a_context(store), "three")
    assert [row["id"] for row in db.search(asked)] == ["T-3"]


def test_an_edit_is_an_event_of_its_ticket_and_of_no_other(store: A_STORE) -> None:
    assert opened(store).update({"title": "zwei", "tags": ("a",)}, where("id") == "T-2") == [2]
    view = store.as_it_is()
    assert [len(view.events(number)) for number in (1, 2)] == [1, 2]
    ticket = view.ticket(2)
    assert (ticket.title, ticket.tags) == ("zwei", ("a",))
    assert view.is_chained()


def test_a_cell_may_be_emptied_in_every_way(store: A_STORE) -> None:
    db = opened(store)
    db.update({"owner": "bo", "tags": ["a"], "service": "mail"})
    db.update({"owner": None, "tags": [], "description": ""})
    db.update(delete("service"))
    tickets = [store.as_it_is().ticket(number) for number in (1, 2)]
    assert [(t.owner, t.tags, t.service) for t in tickets] == [(None, (), None)] * 2


def test_an_edit_that_changes_nothing_writes_nothing(store: A_STORE) -> None:
    before = the_rows(store)
    opened(store).update({"title": "two", "tags": [], "owner": None}, where("id") == "T-2")
    assert the_rows(store) == before


def _drop_title(row: dict[str, object]) -> None:
    del row["title"]


REFUSED: dict[str, tuple[Callable[[TinyDB], object], str]] = {
    "a status": (lambda db: db.update({"status": "closed"}), "T-1: status cannot be edited"),
    "an instant": (
        lambda db: db.update({"due_at": MONDAY}),
        "T-1: due_at cannot be edited",
    ),
    "a policy": (lambda db: db.update({"policy": "x"}), "T-1: policy cannot be edited"),
    "an id": (lambda db: db.update({"id": "T-9"}), "T-1: id cannot be edited"),
    "the history": (lambda db: db.update({"events": []}), "T-1: events cannot be edited"),
    "a cell of one's own": (lambda db: db.update({"my\n": 1}), "T-1: my<U.000A> cannot be edited"),
    "a cell that goes": (lambda db: db.update(_drop_title), "T-1 cannot be edited so: .*title"),
    "a priority": (lambda db: db.update({"priority": "P9"}), "T-1: priority cannot be 'P9'"),
    "no title": (lambda db: db.update({"title": " "}), "T-1: title cannot be ' '"),
    "a number": (lambda db: db.update({"title": 5}), "T-1 cannot be edited so: .*title"),
    "no number": (
        lambda db: db.update({"title": float("nan")}),
        "T-1 .*: /title: not a finite",
    ),
    "no JSON": (
        lambda db: db.update({"title": object()}),
        "T-1 .* unsupported",
    ),
    "a new ticket": (lambda db: db.insert({"id": "T-3"}), "tickets/3 cannot be added"),
    "a ticket gone": (lambda db: db.remove(doc_ids=[2]), "tickets/2 cannot be removed"),
    "all tickets gone": (lambda db: db.truncate(), "tickets/1 cannot be removed"),
    "no tables": (lambda db: db.drop_tables(), "the tables of a store cannot be dropped"),
    "a table less": (lambda db: db.drop_table("outbox"), "the tables of a store cannot be dropped"),
    "a policy row": (
        lambda db: db.table("policies").update({"source": "x"}),
        "policies/1 cannot be edited",
    ),
    "a counter": (lambda db: db.table("meta").update({"next": 1}), "meta/1 cannot be edited"),
    "another table": (lambda db: db.table("mine").insert({"a": 1}), "mine/1 cannot be added"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_would_break_a_history_is_refused_in_one_line(store: A_STORE, name: str) -> None:
    before = the_rows(store)
    write, said = REFUSED[name]
    with pytest.raises(NotAllowedError, match=f"^{said}") as caught:
        write(opened(store))
    assert "\n" not in str(caught.value)
    assert the_rows(store) == before


def test_of_several_edits_all_are_kept_or_none(store: A_STORE) -> None:
    before = the_rows(store)
    first, second = where("id") == "T-1", where("id") == "T-2"
    with pytest.raises(NotAllowedError, match="T-2: status"):
        opened(store).update_multiple([({"title": "uno"}, first), ({"status": "closed"}, second)])
    assert the_rows(store) == before


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Make a store in a file."""
    logged(a_context(JsonStore(tmp_path)), "one")
    return tmp_path / "tickets.json"


def test_a_ticket_whose_history_was_changed_is_left_alone(file: Path) -> None:
    with TableFile(file).transaction() as image:
        row = image.get("tickets", 1) or b""
        image.put("tickets", 1, row.replace(b'"by":"bo"', b'"by":"eve"'))
    before = file.read_bytes()
    with pytest.raises(NotAllowedError, match="T-1: its history was changed by hand"):
        opened(JsonStore(file.parent)).update({"title": "uno"})
    assert file.read_bytes() == before


def test_a_row_that_is_no_json_is_damage_with_its_place(file: Path) -> None:
    with TableFile(file).transaction() as image:
        image.put("tickets", 4, b"{oops}")
    with pytest.raises(DamagedStoreError) as caught:
        opened(JsonStore(file.parent)).all()
    assert caught.value.place == "/tickets/4"


def test_nothing_is_decided_on_a_file_that_is_damaged(file: Path) -> None:
    sound = file.read_bytes()
    for spoilt in (sound[:-9], sound.replace(b'"title":"one"', b'"title":one')):
        file.write_bytes(spoilt)
        with pytest.raises(EscalateError):
            opened(JsonStore(file.parent)).update({"title": "uno"})
        assert file.read_bytes() == spoilt


def test_plain_tinydb_reads_what_was_edited(file: Path) -> None:
    opened(JsonStore(file.parent)).update({"title": "uno"})
    with TinyDB(file, access_mode="r") as plain:
        [row] = plain.table("tickets").all()
    assert row["title"] == "uno"
    assert [event["kind"] for event in row["events"]] == ["ticket_logged", "hand_edited"]
