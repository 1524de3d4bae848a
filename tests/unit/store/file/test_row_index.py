"""Rows found by halving, changed beside the lines, written between them."""

import json

from hypothesis import given
from hypothesis import strategies as st

from escalate_cli.store.file.row_index import RowIndex
from escalate_cli.store.rows.tables import beginnings_of

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


ENDING = st.sampled_from(
    [b"{}", b'{"n":1}', b'{"n":1,"end":2,"x":3}', b'{"n":"\\",\\"end\\":","end":1}']
)


@given(st.dictionaries(IDS, ENDING), st.lists(st.tuples(IDS, st.none() | ENDING), max_size=2))
def test_beginnings_are_those_of_each_row_whether_or_not_it_has_the_end(
    rows: dict[int, bytes], changes: list[tuple[int, bytes | None]]
) -> None:
    table = a_table(rows)
    for row_id, row in changes:
        table.put(row_id, row)
    begun = json.loads(b"".join(table.beginnings(b',"end":')) or b"{}")
    [known] = beginnings_of(table, b',"end":')
    assert begun == json.loads(known)
    assert "end" not in str([list(row) for row in begun.values()])
    assert begun.keys() == {str(row_id) for row_id, _ in table}


def test_beginnings_of_many_rows_come_some_at_a_time() -> None:
    rows = {n: b'{"n":%d,"end":0}' % n for n in range(1, 251)}
    parts = [json.loads(part) for part in a_table(rows).beginnings(b',"end":')]
    assert [len(part) for part in parts] == [100, 100, 50]
    assert {n: row for part in parts for n, row in part.items()} == {str(n): {"n": n} for n in rows}


def test_many_searches_find_the_same_as_a_few() -> None:
    rows = {2 * n: b'{"n":%d}' % n for n in range(1, 700)}
    table = a_table(rows)
    asked = sorted(range(1402), key=lambda n: n % 37)
    assert [table.get(n) for n in asked] == [rows.get(n) for n in asked]


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
