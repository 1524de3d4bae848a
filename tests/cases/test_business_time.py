"""Every row of the tables, whose answers come from other calculators."""

from datetime import timedelta

import pytest

from tests.cases.rows import Row, answer, rows, time_between

AGREED = rows("business_time") + rows("business_time_paused")
EDGES = rows("business_time_edge")
PEERS = rows("business_time_peers")


def _each(table: list[Row]) -> pytest.MarkDecorator:
    names = [f"{row.id} {row.category or row.op}" for row in table]
    return pytest.mark.parametrize("row", table, ids=names)


@_each([row for row in AGREED if row.op == "add"])
def test_a_due_time_is_what_all_calculators_agree_on(row: Row) -> None:
    assert answer(row) == row.expect


@_each([row for row in AGREED if row.op == "between"])
def test_business_time_is_what_all_calculators_agree_on(row: Row) -> None:
    assert time_between(row) == timedelta(minutes=int(row.expect or 0))


@_each(EDGES)
def test_an_edge_has_the_recommended_reading_or_is_refused_where_that_is_fine(row: Row) -> None:
    refused = {"error"} & set(row.accept)
    assert answer(row) in {row.recommended, *refused}


@_each([row for row in EDGES if row.op == "between" and row.seconds])
def test_seconds_are_not_rounded(row: Row) -> None:
    assert time_between(row) == timedelta(seconds=row.seconds)


@_each([row for row in PEERS if row.op == "add"])
def test_a_due_time_is_what_another_project_asserts(row: Row) -> None:
    assert answer(row) in {row.expect, *row.accept}


@_each([row for row in PEERS if row.op == "between"])
def test_working_time_is_what_another_project_asserts(row: Row) -> None:
    assert time_between(row) == timedelta(seconds=row.expect_seconds or 0)
