"""Rows found by halving, changed beside the lines, written between them."""

import re

from hypothesis import given
from hypothesis import strategies as st

from escalate_cli.store.file.row_index import RowIndex

IDS = st.integers(1, 12) | st.integers(98, 102)
ROWS = st.dictionaries(
    IDS, st.binary(max_size=9).map(lambda some: b'{"%b":1}' % some.hex().encode())
)


def a_table(rows: dict[int, bytes]) -> RowIndex:
    """Put rows between other bytes, as a file does."""
    lines = b",\n".join(b'"%d": %b' % pair for pair in sorted(rows.items()))
    return RowIndex(b"head\n" + lines + b"\n}}\n", 5, 5 + len(lines), len(rows))


def written(table: RowIndex) -> bytes:
    return b"".join(table.parts())


@given(ROWS, st.lists(st.tuples(IDS, st.none() | st.just(b'{"new":1}') | st.just(b"{}"))))
def test_it_is_a_dictionary_that_leaves_its_bytes_alone(
    rows: dict[int, bytes], changes: list[tuple[int, bytes | None]]
) -> None:
    table = a_table(rows)
    model: dict[int, bytes | None] = {**rows}
    for row_id, row in changes:
        table.put(row_id, row)
        model[row_id] = row
        assert table.highest == max((n for n, kept in model.items() if kept), default=0)
    left = {row_id: row for row_id, row in sorted(model.items()) if row is not None}
    assert list(table) == list(left.items())
    assert len(table) == len(left)
    assert {n: table.get(n) for n in range(104)} == {n: left.get(n) for n in range(104)}
    assert written(table) == written(a_table(left))
    assert table.changed == [n for n in range(104) if left.get(n) != rows.get(n)]


@given(ROWS, st.lists(st.tuples(IDS, st.none() | st.just(b'{"new":1}')), max_size=2))
def test_rows_with_a_text_in_them_are_those_that_hold_it(
    rows: dict[int, bytes], changes: list[tuple[int, bytes | None]]
) -> None:
    table = a_table(rows)
    for row_id, row in changes:
        table.put(row_id, row)
    for text in (b"0", b'":1}', b'{"new"', b"head", b"}}", b'"'):
        assert list(table.holding(text)) == [each for each in table if text in each[1]]


@given(ROWS, st.lists(st.tuples(IDS, st.none() | st.just(b'{"new":1}')), max_size=2))
def test_beginnings_are_matched_in_their_own_rows_alone(
    rows: dict[int, bytes], changes: list[tuple[int, bytes | None]]
) -> None:
    table = a_table(rows)
    for row_id, row in changes:
        table.put(row_id, row)
    for pattern in map(re.compile, (rb'\{"(\w*)"', rb'\{"3', rb"(?s).*")):
        matched = [(row_id, match and match[0]) for row_id, match in table.beginnings(pattern)]
        whole = [(row_id, pattern.match(row)) for row_id, row in table]
        assert matched == [(row_id, match and match[0]) for row_id, match in whole]


def test_unchanged_lines_are_not_copied() -> None:
    table = a_table({n: b'{"n":%d}' % n for n in range(1, 100)})
    table.put(50, b"{}")
    views = [part for part in table.parts() if isinstance(part, memoryview)]
    assert len(views) == 2


def test_a_row_put_back_as_it_was_is_no_change() -> None:
    table = a_table({1: b'{"n":1}'})
    table.put(1, b"{}")
    table.put(1, b'{"n":1}')
    assert not table.changed


def test_rows_are_as_they_were_when_the_walk_began() -> None:
    table = a_table({1: b'{"n":1}', 2: b'{"n":2}'})
    seen = []
    for row_id, _ in table:
        seen.append(row_id)
        table.put(row_id + 10, b"{}")
    assert seen == [1, 2]


def test_an_empty_table_has_no_lines() -> None:
    table = RowIndex()
    table.put(1, b"{}")
    table.put(1, None)
    assert (written(table), list(table), table.highest) == (b"", [], 0)


def test_once_somebody_went_through_all_rows_each_is_where_it_was() -> None:
    rows = {number: b'{"n":%d}' % number for number in (1, 2, 5, 10)}
    table = a_table(rows)
    assert list(table) == sorted(rows.items())
    assert [table.get(number) for number in (10, 1, 5, 2)] == [rows[n] for n in (10, 1, 5, 2)]
    assert [table.get(number) for number in (0, 3, 11)] == [None, None, None]
    table.put(3, b"{}")
    table.put(2, None)
    assert dict(table) == {1: rows[1], 3: b"{}", 5: rows[5], 10: rows[10]}
