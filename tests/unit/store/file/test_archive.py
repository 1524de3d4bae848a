"""Closed tickets are put away in buckets, and found there by everybody."""

import json
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
from msgspec import to_builtins
from msgspec.structs import replace
from tinydb import TinyDB

from escalate_cli.domain.messages.outbox_message import Message
from escalate_cli.domain.ticket.events import kind_of
from escalate_cli.errors import (
    DamagedHistoryError,
    DamagedStoreError,
    StoreUnwritableError,
    TicketNotFoundError,
)
from escalate_cli.store.file.archive import Buckets, bucket_of
from escalate_cli.store.file.bucket_summary import SUMMARY, Summary
from escalate_cli.store.file.table_file import TableFile
from escalate_cli.store.json_store import JsonStore
from escalate_cli.store.memory import MemoryStore
from escalate_cli.usecases.automation.archive import archive
from escalate_cli.usecases.automation.check import check
from escalate_cli.usecases.care.import_tickets import import_tickets
from escalate_cli.usecases.care.verify import verify
from escalate_cli.usecases.damage import Damage, hidden_tickets
from escalate_cli.usecases.insight.list_and_show import show
from escalate_cli.usecases.verbs.note import complain, note
from escalate_cli.usecases.verbs.resolve import reopen
from tests.conftest import DAY, HOUR, MONDAY_NINE, a_log, a_policy, closed, resolved
from tests.unit.store import names
from tests.unit.store.contexts import a_context, finished, listed, logged

Store = JsonStore | MemoryStore
LATER = MONDAY_NINE + 31 * DAY


@pytest.fixture(params=["a folder", "memory"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    """Make a store of three tickets, of which T-1 and T-2 have been closed."""
    made = JsonStore(tmp_path) if request.param == "a folder" else MemoryStore()
    logged(a_context(made), "one", "two", "three")
    finished(made, ["T-1", "T-2"])
    return made


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Make a folder in which T-1 was put away, and T-2 is open."""
    store = JsonStore(tmp_path)
    logged(a_context(store), "one", "two")
    finished(store, ["T-1"])
    archive(a_context(store, LATER))
    return tmp_path


def in_use(store: Store) -> list[str]:
    """Return the tickets that every command reads."""
    return [ticket.id for ticket in store.read().search()]


@pytest.mark.parametrize(
    ("number", "bucket"), [(1, 1), (1000, 1), (1001, 2), (9_999_999, 10_000)], ids=str
)
def test_a_bucket_holds_a_thousand_numbers(number: int, bucket: int) -> None:
    assert bucket_of(number) == bucket


def test_what_was_closed_long_enough_is_put_away(store: Store) -> None:
    finished(store, ["T-3"], LATER - HOUR)
    assert archive(a_context(store, LATER)).tickets == 2
    assert in_use(store) == ["T-3"]


def test_a_day_too_early_nothing_is_put_away(store: Store) -> None:
    assert archive(a_context(store, LATER - DAY)).tickets == 0
    assert in_use(store) == ["T-1", "T-2", "T-3"]


def test_twice_is_as_good_as_once(store: Store) -> None:
    assert [archive(a_context(store, LATER)).tickets for _ in range(2)] == [2, 0]


def test_the_time_can_be_said(store: Store) -> None:
    assert archive(a_context(store, MONDAY_NINE + 2 * HOUR), timedelta(hours=1)).tickets == 2


def test_check_puts_away_by_itself(store: Store) -> None:
    done = [check(a_context(store, LATER)).archived for _ in range(2)]
    assert (done, in_use(store)) == ([2, 0], ["T-3"])


def test_a_dry_run_of_check_puts_nothing_away(store: Store) -> None:
    assert check(a_context(store, LATER), dry_run=True).archived == 0
    assert in_use(store) == ["T-1", "T-2", "T-3"]


def test_check_waits_for_the_next_to_be_due(store: Store) -> None:
    finished(store, ["T-3"], MONDAY_NINE + DAY)
    done = [check(a_context(store, LATER + k * DAY)).archived for k in range(3)]
    assert done == [2, 1, 0]


def test_check_follows_the_retain_of_today(store: Store) -> None:
    policy = a_policy(retain=timedelta(days=2))
    assert check(a_context(store, MONDAY_NINE + 3 * DAY, policy)).archived == 2


def test_an_archived_ticket_is_shown_by_its_id(store: Store) -> None:
    archive(a_context(store, LATER))
    [story] = show(a_context(store, LATER), ["2"])
    assert (story.standing.ticket.title, len(story.events)) == ("two", 3)


def test_a_ticket_that_never_was_is_not_found(store: Store) -> None:
    archive(a_context(store, LATER))
    with pytest.raises(TicketNotFoundError):
        store.read().ticket(1001)


def test_a_list_of_everything_ends_with_the_archive_newest_first(store: Store) -> None:
    archive(a_context(store, LATER))
    context = a_context(store, LATER)
    assert listed(context, everything=True) == ["T-3", "T-2", "T-1"]
    assert listed(context, "status:closed") == ["T-2", "T-1"]
    assert listed(context) == ["T-3"]


def test_verify_looks_into_the_archive(store: Store) -> None:
    archive(a_context(store, LATER))
    verified = verify(a_context(store, LATER))
    assert (verified.tickets, verified.differences) == (3, ())


def test_verify_names_a_summary_that_would_hide_a_ticket(folder: Path) -> None:
    context, path = a_context(JsonStore(folder), LATER), folder / "archive" / "0001.json"
    assert verify(context).differences == ()
    with TableFile(path).transaction() as image:
        kept = msgspec.convert(image.meta[SUMMARY], Summary)
        image.meta[SUMMARY] = to_builtins(replace(kept, last_at=MONDAY_NINE).with_sum())
    assert [(each.ticket, each.field) for each in verify(context).differences] == [
        ("store", "0001.json:1:1")
    ]


def test_reopening_brings_a_ticket_back(store: Store) -> None:
    archive(a_context(store, LATER))
    reopen(a_context(store, LATER), ["1"])
    assert in_use(store) == ["T-1", "T-3"]
    assert listed(a_context(store, LATER), everything=True) == ["T-1", "T-3", "T-2"]
    assert verify(a_context(store, LATER)).differences == ()


def test_a_note_brings_it_back_until_the_next_check(store: Store) -> None:
    archive(a_context(store, LATER))
    note(a_context(store, LATER), ["1"], "found the cause")
    assert in_use(store) == ["T-1", "T-3"]
    assert check(a_context(store, LATER + HOUR)).archived == 1
    [story] = show(a_context(store, LATER), ["1"])
    assert kind_of(story.events[-1]) == "note_added"


def test_the_requester_may_complain_about_it(store: Store) -> None:
    archive(a_context(store, LATER))
    [done] = complain(a_context(store, LATER), ["1"], "it happened again")
    assert len(done.standing.ticket.complaints) == 1


def test_ids_are_not_given_again(store: Store) -> None:
    archive(a_context(store, LATER))
    assert logged(a_context(store, LATER), "four") == ["T-4"]


def test_a_ticket_somebody_must_still_be_told_of_stays(store: Store) -> None:
    message = Message(
        key="k", ticket="T-1", kind="closure", to="kim", text="done", created_at=MONDAY_NINE
    )
    with store.transaction() as tx:
        tx.queue([message])
        assert tx.archive(LATER) == 1
    assert in_use(store) == ["T-1", "T-3"]


class _Incident:
    number = "INC1"

    opening = a_log(key="INC1", source="servicenow")
    rest = (resolved(MONDAY_NINE), closed(MONDAY_NINE))


def test_what_was_imported_and_put_away_is_not_imported_again(store: Store) -> None:
    import_tickets(a_context(store), "servicenow", [_Incident()])
    archive(a_context(store, LATER))
    done = import_tickets(a_context(store, LATER), "servicenow", [_Incident()])
    assert (done.new, done.known) == (0, 1)


def test_buckets_are_files_that_tinydb_opens(folder: Path) -> None:
    assert names(folder / "archive") == ["0001.json"]
    with TinyDB(folder / "archive" / "0001.json") as db:
        [row] = db.table("tickets").all()
    assert (row.doc_id, row["id"], row["status"]) == (1, "T-1", "closed")


def test_other_files_in_the_archive_are_left_alone(folder: Path) -> None:
    for name in ("0000.json", "0001 (copy).json", "notes.txt", "1.json"):
        (folder / "archive" / name).write_text("{", encoding="utf-8")
    assert Buckets(folder).numbers() == [1]


def test_a_kill_between_the_two_files_leaves_each_ticket_once(folder: Path) -> None:
    store = JsonStore(folder)
    finished(store, ["T-2"])
    before = (folder / "tickets.json").read_bytes()
    archive(a_context(store, LATER))
    (folder / "tickets.json").write_bytes(before)  # as if the second file had not been reached
    assert listed(a_context(store, LATER), everything=True) == ["T-2", "T-1"]
    assert verify(a_context(store, LATER)).differences == ()
    assert archive(a_context(store, LATER)).tickets == 1
    assert in_use(store) == []


def test_if_the_archive_cannot_be_written_nothing_moves(folder: Path) -> None:
    store = JsonStore(folder)
    finished(store, ["T-2"])
    (folder / "archive" / "0001.json.escalate-new").mkdir()
    with pytest.raises(StoreUnwritableError):
        archive(a_context(store, LATER))
    assert in_use(store) == ["T-2"]


def test_a_damaged_bucket_stops_neither_check_nor_the_day(folder: Path) -> None:
    store = JsonStore(folder)
    finished(store, ["T-2"])
    (folder / "archive" / "0001.json").write_bytes(b'{"meta": {"1"')
    done = check(a_context(store, LATER))
    assert [(error.ticket, "0001.json" in error.message) for error in done.errors] == [
        ("archive", True)
    ]
    assert logged(a_context(store, LATER), "three") == ["T-3"]
    with pytest.raises(DamagedHistoryError, match=r"archive/0001\.json"):
        store.read().ticket(1)


def test_beside_a_bucket_of_which_nothing_can_be_read_the_rest_is_shown(folder: Path) -> None:
    (folder / "archive" / "0001.json").write_bytes(b'{"meta": {"1"')
    said: list[Damage] = []
    view = JsonStore(folder, on_damage=said.extend).read()
    assert [ticket.id for ticket in (*view.search(), *view.archived())] == ["T-2"]
    assert [(each.file.endswith("archive/0001.json"), each.what) for each in said] == [
        (True, "not JSON: it ends here, too early"),
        (True, "1 of the 1 tickets that were put away there are missing"),
    ]
    assert hidden_tickets(view.damage()) == 1
    with pytest.raises(DamagedStoreError, match=r"archive/0001\.json"):
        JsonStore(folder).change(lambda tx: tx.ticket(1))


def test_log_and_check_never_open_a_bucket(folder: Path) -> None:
    (folder / "archive" / "0001.json").write_bytes(b"not read")
    store = JsonStore(folder)
    logged(a_context(store, LATER), "three", requester="kim", key="k")
    assert check(a_context(store, LATER)).errors == ()


def test_the_first_line_remembers_the_oldest_closing(folder: Path) -> None:
    def since() -> object:
        first = (folder / "tickets.json").read_bytes().partition(b"\n")[0].removesuffix(b",")
        return json.loads(first + b"}")["meta"]["1"].get("closed_since")

    assert since() is None
    finished(JsonStore(folder), ["T-2"])
    assert since() == "2026-11-23T09:00:00Z"


def test_a_row_of_the_archive_under_another_number_is_damage(folder: Path) -> None:
    path = folder / "archive" / "0001.json"
    path.write_bytes(path.read_bytes().replace(b'"1": {"next_at"', b'"9": {"next_at"'))
    store = JsonStore(folder)
    for number in (1, 9):
        with pytest.raises(DamagedHistoryError, match="/tickets/9"):
            store.read().ticket(number)
        with pytest.raises(DamagedStoreError, match="/tickets/9"), store.transaction() as tx:
            tx.ticket(number)
