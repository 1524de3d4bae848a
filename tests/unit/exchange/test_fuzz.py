"""Whatever a file or a mapping holds: it is read, or refused by one of our errors."""

import codecs
import csv
import io
import json
import re
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from escalate_cli.errors import EscalateError
from escalate_cli.exchange.files.bounded_reader import Lines
from escalate_cli.exchange.foreign_file import ForeignFile
from escalate_cli.exchange.foreign_tickets import ForeignTickets, ImportOptions, read_tickets
from escalate_cli.exchange.mapping_choice import chosen
from escalate_cli.exchange.mapping_proposal import proposed
from escalate_cli.exchange.mappings.mapping import Mapping
from escalate_cli.exchange.mappings.mapping_catalogue import shipped, shipped_names
from escalate_cli.exchange.mappings.mapping_file import MappingFileError, read_mapping
from escalate_cli.exchange.mappings.sources import Path, Source
from escalate_cli.usecases.care.import_tickets import import_tickets
from tests.unit.exchange.rows import IMPORTED_AT, PRIORITIES
from tests.unit.usecases.conftest import a_context

WORDS = (
    "open",
    "Closed",
    "3",
    "2026-06-01 10:00",
    "2026-06-01T10:00:00Z",
    "=1+1",
    "{'value': 'x'}",
)
cells = st.sampled_from(WORDS) | st.text(max_size=8)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | cells,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(cells, inner, max_size=3),
    max_leaves=5,
)


HOSTILE = ("\0", "\x1b]0;x\x07", '"', "a\nb", "@SUM(A1)", "x" * 600, "\ud800", "\u202e", "9" * 400)


def _ends_well(text: str, name: str | Mapping) -> bool:
    """Tell whether a file is refused with a sentence, or each of its rows is accounted for."""
    try:
        export = _read(text, name)
    except EscalateError as error:
        return bool(str(error))
    return export.rows == export.used + export.later + len(export.rejected)


def _read(text: str, name: str | Mapping) -> ForeignTickets:
    file = ForeignFile(io.StringIO(text, newline=""))
    if isinstance(name, Mapping):
        mapping, table = name, file.rows(name.reads.records)
    else:
        mapping, table = chosen(file, name)
    options = ImportOptions(
        zone="UTC", date_format="dmy", imported_at=IMPORTED_AT, priorities=PRIORITIES
    )
    return read_tickets(table, mapping, options)


def _paths(source: Source | None) -> list[Path]:
    return list(source.paths()) if source else []


def _named_by(name: str) -> list[str]:
    """Return some of the columns that a mapping reads."""
    mapping = shipped(name)
    times, fields = mapping.times, mapping.fields
    sources = (mapping.key, mapping.status.source, times.logged, times.updated, fields.owner)
    ranks = _paths(mapping.priority.source) if mapping.priority else []
    inner = [note.each for note in mapping.notes] + [each.each for each in mapping.history]
    outer = [path for source in sources for path in _paths(source)]
    return [path.text for path in (*outer, *ranks, *inner)]


@pytest.mark.parametrize("name", shipped_names())
@settings(max_examples=30)
@given(data=st.data())
def test_any_file_is_read_or_refused(name: str, data: st.DataObject) -> None:
    assert _ends_well(_drawn(data, name), name)


@pytest.mark.faults
@pytest.mark.parametrize("name", shipped_names())
@settings(max_examples=100)
@given(data=st.data())
def test_any_of_many_files_is_read_or_refused(name: str, data: st.DataObject) -> None:
    assert _ends_well(_drawn(data, name), name)


def _drawn(data: st.DataObject, name: str) -> str:
    """Draw a file with the columns that a mapping reads.

    A few values are drawn and dealt out, as drawing is most of the work: a row may have hundreds.
    """
    columns, kinds = _named_by(name), shipped(name).reads.format
    dice = data.draw(st.randoms(use_true_random=True))
    few: list[Any] = data.draw(
        st.lists(cells if "csv" in kinds else values, min_size=1, max_size=8)
    )
    dealt = [[dice.choice(few) for _ in columns] for _ in range(dice.randrange(5))]
    if "csv" in kinds:
        return "\n".join(",".join(row) for row in (columns, *dealt))
    rows: list[dict[str, Any]] = []
    for each in dealt:
        row: dict[str, Any] = {}
        for path, value in zip(columns, each, strict=True):
            _put(row, path.split("."), deepcopy(value))
        rows.append(row)
    return json.dumps(rows)


def _put(row: dict[str, Any], steps: list[str], value: object) -> None:
    for step in steps[:-1]:
        inner = row.get(step)
        row = inner if isinstance(inner, dict) else row.setdefault(step, {})
        if not isinstance(row, dict):
            return
    row[steps[-1]] = value


@given(text=st.text())
def test_any_text_is_no_mapping(text: str) -> None:
    with pytest.raises(MappingFileError):
        read_mapping(text.encode("utf-8", "replace"), "own.yaml")


WORDS_OF_A_MAPPING = st.sampled_from(
    [
        *(
            "ID",
            "open",
            "acknowledged",
            "csv",
            "ticket",
            "update",
            "ask",
            "UTC",
            "iso",
            "?",
            "",
            ".",
        ),
        *("a.b.c", "reject", "default", "\0", "\x1b[2J", "=1+1", "x" * 300),
    ]
)
MAPPING_KEYS = st.sampled_from(
    [
        *("from", "map", "else", "empty", "join", "each", "text", "at", "by", "set", "format"),
        *("records", "logged", "zone", "formats", "title", "owner", "status", "waiting", "fromm"),
    ]
)
anything = st.recursive(
    WORDS_OF_A_MAPPING | st.integers(0, 12) | st.booleans() | st.none(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(MAPPING_KEYS, inner, max_size=3),
    max_leaves=6,
)
SECTIONS = (
    *("name", "about", "generic", "fits", "reads", "rows", "order", "key", "status", "priority"),
    *("impact", "urgency", "waiting", "fields", "times", "nothing", "references", "links"),
    *("notes", "history", "with", "people", "ignored", "fieldz"),
)
SOUND: dict[str, Any] = {
    "version": 1,
    "name": "own",
    "reads": {"format": "csv"},
    "rows": "ticket",
    "key": "ID",
    "fields": {"title": "Title"},
    "times": {"zone": "UTC", "logged": "Created"},
    "status": {"from": "Status", "map": {"open": "open", "closed": "closed"}},
}


@given(
    changed=st.dictionaries(st.sampled_from(SECTIONS), anything, max_size=3),
    rows=st.lists(st.lists(cells, min_size=4, max_size=4), max_size=3),
)
def test_any_mapping_reads_files_or_has_its_mistakes_named_by_place(
    changed: dict[str, Any], rows: list[list[str]]
) -> None:
    source = json.dumps(SOUND | changed, indent=1).encode()
    try:
        mapping = read_mapping(source, "own.yaml")
    except MappingFileError as error:
        assert re.search(r"^ *own\.yaml:[0-9]+:[0-9]+: error: ", str(error), re.MULTILINE)  # noqa: PT017 - either way is right
        return
    text = "\n".join(",".join(row) for row in (["ID", "Status", "Title", "Created"], *rows))
    assert _ends_well(text, mapping)


@given(
    rows=st.lists(st.lists(cells | st.sampled_from(HOSTILE), min_size=4, max_size=4), max_size=5)
)
def test_an_import_is_whole_and_said_again_changes_nothing(rows: list[list[str]]) -> None:
    written = io.StringIO()
    csv.writer(written).writerows([["ID", "Status", "Title", "Created"], *rows])
    try:
        export = _read(written.getvalue(), read_mapping(json.dumps(SOUND).encode(), "own.yaml"))
    except EscalateError:
        return
    context = a_context()
    first = import_tickets(context, "own", export.incidents)
    again = import_tickets(context, "own", export.incidents)
    count = len(export.incidents)
    assert (first.new, first.known, first.updated) == (count, 0, 0)
    assert (again.new, again.known, again.updated, again.both) == (0, count, 0, ())
    assert context.store.read().highest() == count


NAMES = st.lists(
    st.sampled_from(("ID", "Status", "Priority", "Created", "", "No.", "a.b", "#", "- x: {"))
    | cells,
    min_size=4,
    max_size=4,
)


@given(
    names=st.just(["ID", "Status", "Priority", "Created"]) | NAMES,
    rows=st.lists(st.lists(cells, min_size=4, max_size=4), max_size=4),
)
def test_any_proposal_is_read_or_refused(names: list[str], rows: list[list[str]]) -> None:
    written = io.StringIO(newline="")
    csv.writer(written).writerows([names, *rows])
    try:
        proposal = proposed(ForeignFile(io.StringIO(written.getvalue(), newline="")), "x.csv")
    except EscalateError:
        return
    try:
        found = read_mapping(proposal.encode(), "x.yaml").name
    except MappingFileError as error:
        found = str(error).split(" ")[0].removesuffix(".yaml")
    assert found == "x"


@given(
    begin=st.sampled_from((b"", codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF8)),
    head=st.sampled_from(
        (b"", b"sep=;\n", b"Open tickets\n\n", b"ID;Status;Title;Created\n", b"[", b"{")
    ),
    rest=st.binary(max_size=60),
)
def test_any_bytes_are_read_or_refused(
    begin: bytes, head: bytes, rest: bytes, tmp_path_factory: pytest.TempPathFactory
) -> None:
    file = tmp_path_factory.getbasetemp() / "any.csv"
    file.write_bytes(begin + head + rest)
    with Lines(io.FileIO(file)) as lines:
        try:
            mapping, table = chosen(ForeignFile(lines), None)
        except EscalateError:
            return
    assert mapping.name in shipped_names()
    assert len(table.rows) + len(table.rejected) <= rest.count(b"\n") + rest.count(b"\r") + 3
