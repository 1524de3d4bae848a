"""CSV with a header: rows told apart, bad ones set aside, spoilt files refused."""

import csv
import io
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from escalate_cli.exchange.files.csv_table import read_table
from escalate_cli.exchange.files.table import Columns, ForeignFileError, RejectedRow, Table


def _read(text: str) -> Table:
    return read_table(io.StringIO(text, newline=""))


def _cells(table: Table) -> list[dict[str, str]]:
    return [dict(zip(table.shape.names, row.values, strict=True)) for row in table.rows]


def test_cells_are_found_by_the_name_of_their_column() -> None:
    table = _read("number,state\r\nINC1,New\r\n")
    assert _cells(table) == [{"number": "INC1", "state": "New"}]


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_the_header_shows_what_separates_the_cells(mark: str) -> None:
    assert _cells(_read(f"a{mark}b\n1{mark}2\n")) == [{"a": "1", "b": "2"}]


@pytest.mark.parametrize(
    ("above", "mark"),
    [
        ("Open tickets, all of them\nof 3 February\n\n", ","),
        ('"Report; of; tickets";;\n;;\n', ";"),
        ("sep=;\r\n", ";"),
        ("\ufeffsep=|\n", "|"),
    ],
    ids=["a title", "a title with empty cells", "what separates", "the same with a mark"],
)
def test_what_a_spreadsheet_has_above_its_header_is_passed_over(above: str, mark: str) -> None:
    lines = [mark.join(cells) for cells in ("abc", "123", ("4", "5", "6", "7"))]
    table = _read(above + "\n".join(lines))
    assert _cells(table) == [{"a": "1", "b": "2", "c": "3"}]
    number = above.count("\n") + 3
    assert list(table.rejected) == [RejectedRow(number, "4 cells where the header has 3")]


def test_a_long_cell_above_the_header_is_none_of_its_names() -> None:
    assert list(_read(f"{'x' * 200_000}\na,b,c\n1,2,3\n").shape.names) == ["a", "b", "c"]


def test_a_header_may_have_cells_of_several_lines() -> None:
    table = _read('id,"what\nis wrong",state\n1,x,y,z\n')
    assert list(table.shape.names) == ["id", "what\nis wrong", "state"]


def test_a_column_that_is_repeated_is_a_list_without_its_empty_cells() -> None:
    table = _read("note,id,Note\none,1,two\n,2,three\n")
    getter = table.shape.getter("note")
    assert getter is not None
    assert [getter(row.values) for row in table.rows] == [["one", "two"], ["three"]]


def test_names_of_columns_lose_case_space_and_the_byte_order_mark() -> None:
    assert list(_read("\ufeffNumber, State \n").shape.names) == ["number", "state"]


class _CountedNames(list[str]):
    """Names of columns that know how often somebody went through them."""

    walks = 0

    def __iter__(self) -> Iterator[str]:
        self.walks += 1
        return super().__iter__()


def test_columns_are_gone_through_once_however_many_a_mapping_asks_for() -> None:
    names = _CountedNames(["id", "created at", "note", "note"])
    columns = Columns(names)
    known = [columns.getter(path) is not None for path in ("ID", "Created_At", "note", "x") * 100]
    assert known == [True, True, True, False] * 100
    assert names.walks == 2


@pytest.mark.parametrize("empty", [",,", ",,,,", '"","",""', "\n"])
def test_rows_that_a_spreadsheet_left_empty_are_none(empty: str) -> None:
    table = _read(f"a,b,c\n1,2,3\n{empty}\n4,5,6\n")
    assert ([row.values[0] for row in table.rows], len(table.rejected)) == (["1", "4"], 0)


def test_empty_cells_beyond_the_header_are_cut_off() -> None:
    table = _read('a,b,c\n1,2,,,\n3,"4",5,\n6,7,8,,9\n')
    assert [row.values for row in table.rows] == [["1", "2", ""], ["3", "4", "5"]]
    assert list(table.rejected) == [RejectedRow(4, "5 cells where the header has 3")]


def test_utf_16_without_its_mark_is_named() -> None:
    with pytest.raises(ForeignFileError, match="as UTF-16 does without its mark") as failure:
        _read("a,b,c\n1,2,3\n".encode("utf-16-le").decode())
    assert failure.value.help == "convert it: iconv -f utf-16le -t utf-8"


def test_a_row_is_known_by_the_line_on_which_it_begins() -> None:
    table = _read('a,b\n1,"one\ntwo"\n\n3,4\n')
    assert [row.line for row in table.rows] == [2, 5]
    assert _cells(table)[0]["b"] == "one\ntwo"


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        ("1,2,3,4", "4 cells where the header has 3"),
        ("1", "1 cells where the header has 3"),
        ("1,a\0b,c", "a cell holds a NUL character"),
        ('1,"a"b,c', "not CSV: ',' expected after '\"'"),
    ],
    ids=["too many cells", "too few cells", "NUL", "text after a closing quote"],
)
def test_a_bad_row_is_set_aside_and_the_next_is_read(bad: str, reason: str) -> None:
    table = _read(f"a,b,c\n{bad}\n5,6,7\n")
    assert list(table.rejected) == [RejectedRow(2, reason)]
    assert _cells(table) == [{"a": "5", "b": "6", "c": "7"}]


def test_a_quote_that_opens_on_the_last_line_rejects_that_line() -> None:
    table = _read('a,b\n1,2\n3,"4')
    assert [row.line for row in table.rejected] == [3]
    assert len(table.rows) == 1


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "the file is empty"),
        ("\n\n", "the file is empty"),
        ('"a"b,c\n', "line 1: not CSV"),
        ('a,b\n1,"2\n3,4\n5,6\n', "line 2: a quotation mark opens a cell that does not end"),
        ('a,b\n1,"2\n3,"4"\n', "line 2: a quotation mark opens a cell that does not end"),
        ('a,b\n1,"' + "x\n" * 70_000, "line 2: a quotation mark opens a cell that does not end"),
    ],
    ids=[
        "nothing",
        "blank lines",
        "spoilt header",
        "open quote",
        "open quote meets another",
        "open quote over a huge text",
    ],
)
def test_a_file_that_cannot_be_told_apart_is_refused(text: str, message: str) -> None:
    with pytest.raises(ForeignFileError, match=message):
        _read(text)


def test_bytes_that_are_not_utf_8_are_refused_with_a_way_out() -> None:
    stream = io.TextIOWrapper(io.BytesIO(b"a,b\n1,caf\xe9\n"), encoding="utf-8", newline="")
    with pytest.raises(ForeignFileError, match="not UTF-8") as failure:
        read_table(stream)
    assert "iconv" in str(failure.value.help)


def test_any_lines_will_do() -> None:
    def lines() -> Iterator[str]:
        yield "a,b\n"
        yield "1,2\n"

    assert len(read_table(lines()).rows) == 1


@given(st.lists(st.text("a,;\t \0x", max_size=12), max_size=6))
def test_lines_without_quotation_marks_are_cut_as_others_are(lines: list[str]) -> None:
    cut = (row if any(row[3:]) else row[:3] for row in csv.reader(lines, strict=True))
    whole = (row for row in cut if len(row) == 3 and any(row))
    read = _read("k,l,m\n" + "".join(f"{line}\n" for line in lines))
    assert [row.values for row in read.rows] == [row for row in whole if "\0" not in "".join(row)]
