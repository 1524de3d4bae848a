"""An export reads back as it was written, and says where it is none."""

from pathlib import Path

import pytest

from escalate_cli.errors import NewerFormatError, UsageError
from escalate_cli.store.care.export_file import begins_export, export_lines, is_export, read_export
from escalate_cli.store.care.other_store import of_export
from escalate_cli.store.memory import MemoryStore
from escalate_cli.store.rows.tables import POLICIES, TICKETS
from escalate_cli.usecases.care.merge_stores import merge_stores
from escalate_cli.usecases.verbs.note import note
from tests.unit.store.contexts import a_context, logged

HOSTILE = "a \x1b]0;x\x07 \u202e é \U000e0041"


@pytest.fixture
def store() -> MemoryStore:
    """Give a store with two tickets, one of them with a hostile title."""
    store = MemoryStore()
    logged(a_context(store), "one", HOSTILE)
    note(a_context(store), ["1"], "looked")
    return store


def exported(store: MemoryStore, numbers: set[int] | None = None) -> str:
    """Return the text of an export."""
    return "".join(f"{line}\n" for line in export_lines(store.read().dump(numbers)))


def taken_in(text: str) -> MemoryStore:
    """Return an empty store into which an export was imported."""
    store = MemoryStore()
    merge_stores(a_context(store), of_export(text.encode(), "a.jsonl"), "a.jsonl")
    return store


def refusal(text: str) -> str:
    """Return what is said of a text that is no export."""
    with pytest.raises(UsageError) as refused:
        of_export(text.encode(), "a.jsonl")
    assert refused.value.help == "write it again: escalate export"
    return str(refused.value)


def test_it_reads_back_byte_by_byte(store: MemoryStore) -> None:
    text = exported(store)
    again = taken_in(text)
    assert exported(again) == text
    assert list(again.read().dump().rows) == list(store.read().dump().rows)
    assert again.read().fingerprint() == store.read().fingerprint()


def test_no_character_in_it_does_harm(store: MemoryStore) -> None:
    text = exported(store)
    assert {"\x1b", "\x07", "\u202e", "\U000e0041"} & set(text) == set()
    assert "é" in text


def test_one_that_a_tool_wrote_anew_has_the_same_histories(store: MemoryStore) -> None:
    spaced = exported(store).replace('":', '": ').replace("é", "\\u00e9")
    view = taken_in(spaced).read()
    assert [ticket.title for ticket in view.search()] == ["one", HOSTILE]
    assert not of_export(spaced.encode(), "x").is_as_written()


def test_a_part_has_the_policies_that_its_tickets_name(store: MemoryStore) -> None:
    rows = list(store.read().dump({2}).rows)
    assert [(table, number) for table, number, _ in rows] == [(POLICIES, 1), (TICKETS, 2)]
    assert [t.title for t in taken_in(exported(store, {2})).read().search()] == [HOSTILE]


def test_a_part_without_tickets_names_no_policy(store: MemoryStore) -> None:
    assert list(store.read().dump(set()).rows) == []


def test_a_state_that_somebody_retyped_is_made_again_from_the_history(store: MemoryStore) -> None:
    row = '"id":"T-1","status":"open"'
    text = exported(store).replace(row, row.replace("open", "closed"))
    assert taken_in(text).read().ticket(1).status == "open"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"by":"bo"', '"by":"eve"', "a.jsonl: /tickets/1 is not as it was written: "),
        ('"table":"tickets","number":2', '"table":"tickets","number":1', "a.jsonl:4: row 1 of t"),
        ('"table":"tickets"', '"table":"tips"', "a.jsonl:3: no store has a table 'tips'"),
        ('"table":"tickets"', '"table":"meta"', "a.jsonl:3: no store has a table 'meta'"),
        ('"number":2', '"number":0', "a.jsonl:4: Expected `int` >= 1"),
        ('"number":2', '"number":1e99', "a.jsonl:4: Expected `int`, got `float`"),
        ('{"table":"tickets"', '{"tab":"tickets"', "a.jsonl:3: Object missing required field"),
        ('"row":{', '"row":[{', "a.jsonl:2: "),
        ('"format":', '"format":-', "a.jsonl:1: Expected `int` >= 1"),
        ('{"sha256":', '{"sha":', "a.jsonl is not all of an export: its last line is missing"),
    ],
)
def test_it_says_where_it_is_none(store: MemoryStore, old: str, new: str, said: str) -> None:
    text = exported(store)
    assert old in text
    assert refusal(text.replace(old, new)).startswith(said)


def test_one_that_was_cut_is_refused_wherever_it_was_cut(store: MemoryStore) -> None:
    text = exported(store)
    for end in (0, 20, text.index("\n") + 1, text.index("\n") + 30, len(text) - 8):
        assert "its last line is missing" in refusal(text[:end])


def test_one_that_is_nested_too_deep_is_refused(store: MemoryStore) -> None:
    deep = '"row":' + "[" * 100_000
    assert refusal(exported(store).replace('"row":', deep)).endswith("it is nested too deep")


def test_the_checksum_alone_is_no_export() -> None:
    assert refusal('{"sha256":""}').startswith("a.jsonl:1: ")


def test_one_of_a_later_format_is_refused(store: MemoryStore) -> None:
    with pytest.raises(NewerFormatError):
        of_export(exported(store).replace('"format":3', '"format":99').encode(), "a.jsonl")


def test_it_is_known_by_its_beginning(store: MemoryStore, tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    assert not begins_export(file)
    file.write_text(exported(store).replace(":", ": ", 1), encoding="utf-8")
    assert begins_export(file)
    assert not begins_export(tmp_path)
    assert not is_export(b'{"meta": {"1": {')


def test_what_was_written_as_it_stands_is_trusted(store: MemoryStore) -> None:
    assert not read_export(exported(store).encode(), "a").edited
    assert read_export(exported(store, {1}).encode(), "a").edited
