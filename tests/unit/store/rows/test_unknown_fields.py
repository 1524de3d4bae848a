"""What another version wrote into a row survives the changes of this one, byte for byte."""

import hashlib
from pathlib import Path

import msgspec
import pytest

from escalate_cli.domain.messages.outbox_message import Message
from escalate_cli.store.file.file_format import parse
from escalate_cli.store.file.table_file import TableFile
from escalate_cli.store.json_store import JsonStore
from escalate_cli.store.rows.message_codec import summed
from escalate_cli.usecases.automation.archive import archive
from escalate_cli.usecases.care.redact import redact
from escalate_cli.usecases.care.verify import verify
from escalate_cli.usecases.verbs.acknowledge import acknowledge
from escalate_cli.usecases.verbs.note import note
from tests.conftest import DAY, HOUR, MONDAY_NINE, after
from tests.unit.store.contexts import a_context, finished, logged

LATER = MONDAY_NINE + HOUR
UNKNOWN = b'"weather":{"sky": [1, 2.50, null], "at":"T-9"}'
"""Written by another version, with blanks and figures that ours would write otherwise."""


def _with_unknown(row: bytes) -> bytes:
    return row[:-1] + b"," + UNKNOWN + b"}"


def _event_with_unknown(event: bytes, before: str) -> bytes:
    """Seal an event as the other version does: over all its fields."""
    fields = msgspec.json.decode(event) | msgspec.json.decode(b"{" + UNKNOWN + b"}")
    digest = fields.pop("digest")
    canonical = msgspec.json.Encoder(order="sorted").encode(fields)
    sealed = hashlib.sha256(before.encode() + canonical).hexdigest()
    return _with_unknown(event.replace(digest.encode(), sealed.encode()))


@pytest.fixture
def store(tmp_path: Path) -> JsonStore:
    """Make a store in which another version has written a ticket, an event and a message."""
    store = JsonStore(tmp_path / "store")
    logged(a_context(store), "one", "two")
    told = Message(key="k", ticket="T-1", kind="alert", to="bo", text="x", created_at=MONDAY_NINE)
    with store.transaction() as tx:
        tx.queue([told])
    with TableFile(store.folder / "tickets.json").transaction() as image:
        row, waiting = image.get("tickets", 1), image.get("outbox", 1)
        assert row is not None
        assert waiting is not None
        head, _, events = row.partition(b',"events":[')
        event = _event_with_unknown(events[:-2], "")
        image.put("tickets", 1, head + b"," + UNKNOWN + b',"events":[' + event + b"]}")
        own = waiting.partition(b',"sum"')[0] + b"}"
        image.put("outbox", 1, summed(own, b"{" + UNKNOWN + b"}", ()))
        image.meta["weather"] = "rain"
        image.put("weather", 1, b"{" + UNKNOWN + b"}")
    return store


def unknown_in(store: JsonStore) -> dict[str, int]:
    """Count what the other version wrote, in each row where it did."""
    path = store.folder / "tickets.json"
    image = parse(path.read_bytes(), str(path))
    assert not image.edited
    found = {"meta": int(image.meta.get("weather") == "rain")}
    for table in ("tickets", "outbox", "weather"):
        found[table] = (image.get(table, 1) or b"").count(UNKNOWN)
    return found


ALL = {"meta": 1, "tickets": 2, "outbox": 1, "weather": 1}


def test_it_is_there_to_begin_with_and_its_digests_hold(store: JsonStore) -> None:
    assert unknown_in(store) == ALL
    assert store.read().broken_digests(1) == []


def test_changes_of_the_ticket_keep_it(store: JsonStore) -> None:
    acknowledge(a_context(store, LATER), ["T-1"])
    note(a_context(store, LATER), ["T-1"], "more")
    finished(store, ["T-1"], LATER)
    assert unknown_in(store) == ALL
    assert store.read().broken_digests(1) == []
    assert [
        d.ticket for d in verify(a_context(store, LATER)).differences if d.ticket == "T-1"
    ] == []


def test_an_attempt_to_send_keeps_it(store: JsonStore) -> None:
    with store.transaction() as tx:
        [waiting] = list(tx.messages())
        tx.mark([waiting.claimed("batch", after("1h"))])
    [waiting] = list(store.read().messages())
    assert waiting.batch == "batch"
    assert unknown_in(store) == ALL


def test_the_archive_and_back_keeps_it(store: JsonStore) -> None:
    with store.transaction() as tx:
        tx.drop("k")
    finished(store, ["T-1"])
    assert archive(a_context(store, MONDAY_NINE + 40 * DAY)).tickets == 1
    note(a_context(store, MONDAY_NINE + 41 * DAY), ["T-1"], "this brings it back")
    assert unknown_in(store) == {**ALL, "outbox": 0}
    assert store.read().broken_digests(1) == []


def test_a_redacted_event_keeps_nothing_of_it_the_others_do(store: JsonStore) -> None:
    note(a_context(store, LATER), ["T-1"], "a secret")
    redact(a_context(store, LATER), "T-1", 3, "a password")
    assert unknown_in(store) == ALL
    redact(a_context(store, LATER), "T-1", 1, "a name")
    assert unknown_in(store) == {**ALL, "tickets": 1}
    assert store.read().broken_digests(1) == []


def test_a_field_that_somebody_slipped_into_an_event_is_found(store: JsonStore) -> None:
    path = store.folder / "tickets.json"
    raw = path.read_bytes().replace(b'"kind":"ticket_logged"', b'"kind":"ticket_logged","x":1')
    path.write_bytes(raw)
    assert store.as_it_is().broken_digests(2) == [2]
