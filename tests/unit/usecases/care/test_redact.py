"""A secret goes; that something was there, and who removed it, stays."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from escalate_cli.domain.messages.outbox_message import Message
from escalate_cli.domain.ticket.events import Changes, NoteAdded, TicketEdited
from escalate_cli.domain.verbs.edit import Edits
from escalate_cli.errors import EventNotFoundError, NotAllowedError, UsageError
from escalate_cli.store.file.table_file import TableFile
from escalate_cli.store.json_store import JsonStore
from escalate_cli.store.memory import MemoryStore
from escalate_cli.store.rows.codec import decode_events, encode_record
from escalate_cli.usecases.automation.archive import archive
from escalate_cli.usecases.care.redact import redact
from escalate_cli.usecases.care.verify import verify
from escalate_cli.usecases.records import Record
from escalate_cli.usecases.verbs.acknowledge import acknowledge
from escalate_cli.usecases.verbs.edit import edit
from escalate_cli.usecases.verbs.log import NewTicket, log
from escalate_cli.usecases.verbs.note import note
from escalate_cli.usecases.verbs.review import NewReview, review
from escalate_cli.usecases.verbs.review_actions import NewAction
from tests.conftest import DAY, HOUR, MONDAY_NINE
from tests.unit.store.contexts import a_context, finished

SECRET = "hunter2"
LATER = MONDAY_NINE + HOUR


@pytest.fixture
def store(tmp_path: Path) -> JsonStore:
    """Make a store in which event 1 logged T-1 and event 2 is a note with a secret."""
    store = JsonStore(tmp_path / "store")
    log(a_context(store), [NewTicket(title=f"VPN {SECRET}", description="see below")])
    note(a_context(store, LATER), ["1"], f"the password is {SECRET}")
    return store


def holding(store: JsonStore) -> list[str]:
    """Name the files that hold the secret."""
    found = (path for path in store.folder.rglob("*") if path.is_file())
    return sorted(path.name for path in found if SECRET.encode() in path.read_bytes())


def test_the_text_is_gone_and_verify_holds(store: JsonStore) -> None:
    for seq in (1, 2):
        done = redact(a_context(store, LATER), "1", seq, "a password")
        assert (done.ticket, done.event, done.kept) == ("T-1", seq, ())
    assert holding(store) == []
    assert store.read().ticket(1).title == "<redacted>"
    verified = verify(a_context(store, LATER))
    assert (verified.differences, verified.redacted) == ((), 2)


def test_what_is_left_is_sealed(store: JsonStore) -> None:
    redact(a_context(store, LATER), "1", 2, "a password")
    path = store.folder / "tickets.json"
    kept, edited = (b'"by":"%s","party":"team","seq":2' % by for by in (b"bo", b"xy"))
    path.write_bytes(path.read_bytes().replace(kept, edited))
    [difference] = verify(a_context(store, LATER)).differences
    assert difference.field == "event 2"


def test_calling_an_event_redacted_does_not_make_it_so() -> None:
    store = MemoryStore()
    log(a_context(store), [NewTicket(title="one")])
    note(a_context(store), ["1"], "x")
    with store.transaction() as tx:
        row = tx._tables.get("tickets", 1)
        assert row is not None
        events = decode_events(row)
        assert isinstance(events[1], NoteAdded)
        events[1] = replace(events[1], text="y", redacted=True)
        record = Record(ticket=tx.ticket(1), events=events, next_at=None, due_at=None, risk_at=None)
        tx._tables.put("tickets", 1, encode_record(record))
    assert [each.field for each in verify(a_context(store)).differences] == ["event 2"]


def test_the_archive_forgets_too(store: JsonStore) -> None:
    finished(store, ["1"], LATER)
    archive(a_context(store, LATER + 40 * DAY))
    for seq in (1, 2):
        redact(a_context(store, LATER + 40 * DAY), "1", seq, "a password")
    assert holding(store) == []
    archive(a_context(store, LATER + 40 * DAY))
    assert verify(a_context(store, LATER + 40 * DAY)).differences == ()


def test_kept_files_are_named(store: JsonStore) -> None:
    backups = store.folder / "backups"
    backups.mkdir()
    for path in (backups / "store.tar", store.folder / "tickets.json.damaged-1"):
        path.write_text(SECRET, encoding="utf-8")
    done = redact(a_context(store, LATER), "1", 2, "a password")
    assert [Path(path).name for path in done.kept] == ["store.tar", "tickets.json.damaged-1"]


def test_what_waits_in_the_outbox_is_blackened(store: JsonStore) -> None:
    text = f"VPN {SECRET} is yours now"
    event = NoteAdded(at=LATER, by="bo", text=f"the password is {SECRET}")
    told = Message(
        key="k", ticket="T-1", kind="handoff", to="bo", text=text, created_at=LATER, event=event
    )
    other = replace(told, key="l", ticket="T-2", event=None)
    with store.transaction() as tx:
        tx.queue([told, other])
    assert redact(a_context(store, LATER), "1", 1, "a password").messages == ("k",)
    assert redact(a_context(store, LATER), "1", 2, "a password").messages == ("k",)
    ours, theirs = store.read().messages()
    assert ours.text == "T-1: <redacted>\nescalate show T-1 tells what is left."
    assert theirs.text == text
    assert isinstance(ours.event, NoteAdded)
    assert ours.event.text == "<redacted>"


def test_other_events_with_the_same_text_are_named(store: JsonStore) -> None:
    note(a_context(store, LATER), ["1"], f"the password is {SECRET}")
    assert redact(a_context(store, LATER), "1", 2, "a password").also == (3,)


def test_changes_of_title_and_description_are_texts(store: JsonStore) -> None:
    edits = Edits(title=SECRET, description=SECRET, service="mail")
    edit(a_context(store, LATER), ["1"], edits, "because")
    redact(a_context(store, LATER), "1", 3, "a password")
    edited = store.read().events(1)[2]
    assert isinstance(edited, TicketEdited)
    assert edited.changes == Changes(title="<redacted>", description="<redacted>", service="mail")
    assert edited.message == "<redacted>"


def test_lists_of_texts_keep_their_length(store: JsonStore) -> None:
    finished(store, ["1"], LATER)
    review(
        a_context(store, LATER + DAY),
        ["1"],
        NewReview(root_cause=SECRET, actions=(NewAction("a"), NewAction(SECRET))),
    )
    recorded = store.read().events(1)[-1]
    redact(a_context(store, LATER + DAY), "1", recorded.seq, "a password")
    events = {event.seq: event for event in store.read().events(1)}
    assert getattr(events[recorded.seq], "actions", None) == ("<redacted>", "<redacted>")


def test_twice_is_no_error(store: JsonStore) -> None:
    for _ in range(2):
        redact(a_context(store, LATER), "1", 2, "a password")
    assert len(store.read().events(1)) == 3


def test_an_event_that_is_not_there_is_refused(store: JsonStore) -> None:
    with pytest.raises(EventNotFoundError, match="T-1 has no event 9"):
        redact(a_context(store, LATER), "1", 9, "a password")


def test_an_event_without_text_is_refused(store: JsonStore) -> None:
    acknowledge(a_context(store, LATER), ["1"])
    with pytest.raises(NotAllowedError, match="no free text"):
        redact(a_context(store, LATER), "1", 3, "a password")


def test_a_reason_is_asked_for(store: JsonStore) -> None:
    with pytest.raises(UsageError, match="needs a reason"):
        redact(a_context(store, LATER), "1", 2, " ")


def test_an_event_that_was_changed_is_not_vouched_for(store: JsonStore) -> None:
    with TableFile(store.folder / "tickets.json").transaction() as image:
        row = image.get("tickets", 1) or b""
        image.put("tickets", 1, row.replace(f"the password is {SECRET}".encode(), b"all is well"))
    with pytest.raises(NotAllowedError, match="event 2 of T-1 is not as it was written"):
        redact(a_context(store, LATER), "1", 2, "a password")
    assert verify(a_context(store, LATER)).differences != ()


def test_one_redaction_hides_no_secret_from_another(store: JsonStore) -> None:
    log(a_context(store), [NewTicket(title="vpn")])
    note(a_context(store, LATER), ["2"], f"the vpn password is {SECRET}")
    message = Message(
        key="k",
        ticket="T-2",
        kind="note",
        to="kim",
        text=f"vpn\nthe vpn password is {SECRET}",
        created_at=LATER,
    )
    with store.transaction() as tx:
        tx.queue([message])
    title, secret = (event.seq for event in store.read().events(2))
    redact(a_context(store, LATER), "2", title, "names a customer")
    redact(a_context(store, LATER), "2", secret, "a password")
    assert "tickets.json" in holding(store)  # of T-1, which is another matter
    assert not any(SECRET in each.text for each in store.read().messages())
