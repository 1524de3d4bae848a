"""A script reads one record a line, in full."""

import io
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from enum import Enum, StrEnum

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from escalate_cli.render.parts.data.tsv import cell, write_rows
from tests.patience import costing_less_than


class Priority(StrEnum):
    P1 = "P1"


class Place(Enum):
    FIRST = 1


class Clock(msgspec.Struct):
    due_at: datetime


NINE = datetime(2026, 11, 23, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (None, ""),
        ("", ""),
        ("Disk full", "Disk full"),
        ("a\tb\nc\rd\\e", "a\\tb\\nc\\rd\\\\e"),
        ("x\r\nT-99", "x\\r\\nT-99"),
        ("é\x1b[2J\u202e", "é<U+001B>[2J<U+202E>"),
        ("A" * 100_000, "A" * 100_000),
        (True, "true"),
        (False, "false"),
        (0, "0"),
        (2.5, "2.5"),
        (Priority.P1, "P1"),
        (Place.FIRST, "1"),
        (NINE, "2026-11-23T09:00:00Z"),
        (NINE.replace(microsecond=120), "2026-11-23T09:00:00.000120Z"),
        (NINE.astimezone(timezone(timedelta(hours=5, minutes=30))), "2026-11-23T09:00:00Z"),
        (timedelta(hours=1), "3600"),
        (timedelta(seconds=-1, milliseconds=500), "-0.5"),
        (timedelta(0), "0"),
        ([], ""),
        (["vip", "a\tb", None], "vip,a\\tb,"),
        (("x",), "x"),
        (frozenset({"b", "a"}), "a,b"),
        ({"n": 1, "why": "a\nb"}, '{"n":1,"why":"a\\\\nb"}'),
        ([{"n": 1}], '[{"n":1}]'),
        (Clock(due_at=NINE), '{"due_at":"2026-11-23T09:00:00Z"}'),
    ],
    ids=lambda value: type(value).__name__,
)
def test_a_value_is_written(value: object, written: str) -> None:
    assert cell(value) == written


def test_rows_are_lines_of_cells() -> None:
    out = io.StringIO()
    write_rows([("T-1", None, ["a", "b"]), ("T-2", True, [])], out)
    assert out.getvalue() == "T-1\t\ta,b\nT-2\ttrue\t\n"


def test_a_column_is_written_value_by_value_where_one_is_no_plain_text() -> None:
    out = io.StringIO()
    rows = [("a", "plain", True), ("b", "a\tb", None), ("c\x1b", None, False), (None, 2, True)]
    write_rows(rows, out)
    assert out.getvalue() == "a\tplain\ttrue\nb\ta\\tb\t\nc<U+001B>\t\tfalse\n\t2\ttrue\n"


def test_a_header_names_the_columns() -> None:
    out = io.StringIO()
    write_rows([("T-1", "P1")], out, header=["id", "priority"])
    assert out.getvalue() == "id\tpriority\nT-1\tP1\n"


def test_no_row_and_no_header_is_not_one_byte() -> None:
    out = io.StringIO()
    write_rows([], out)
    assert out.getvalue() == ""


@given(st.lists(st.text(st.characters(exclude_categories=())), min_size=1))
def test_a_record_is_one_line_whatever_it_holds(texts: list[str]) -> None:
    out = io.StringIO()
    write_rows([texts], out)
    assert out.getvalue().count("\n") == 1
    assert out.getvalue().count("\t") == len(texts) - 1
    assert len(out.getvalue().splitlines()) == 1


def test_rows_are_written_as_they_come() -> None:
    out = io.StringIO()

    def rows() -> Iterator[list[int]]:
        for number in range(2_000):
            if number == 1_500:
                assert out.getvalue().count("\n") == 1_000
            yield [number]

    write_rows(rows(), out)
    assert out.getvalue().count("\n") == 2_000


def test_many_rows_take_no_time() -> None:
    row = ["T-12", "Drucker druckt nicht, Größe prüfen", "P1", "L2", NINE, None, True, ["a", "b"]]
    out = io.StringIO()
    with costing_less_than(5):
        write_rows((row for _ in range(25_000)), out)
    assert out.getvalue().count("\n") == 25_000
