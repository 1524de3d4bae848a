"""A list is put into the order asked for, in groups, and no longer than asked for."""

from collections.abc import Iterable, Iterator
from operator import itemgetter
from typing import Any

import pytest

from escalate_cli.errors import UsageError
from escalate_cli.invocation import Invocation
from escalate_cli.render.parts.data.arrangement import arranged, headings

Row = dict[str, Any]
ROWS: list[Row] = [
    {"id": "T-10", "owner": None, "late": 5, "due_at": "2026-11-27T09:00:00Z", "tags": []},
    {"id": "T-2", "owner": "bo", "late": None, "due_at": "2026-11-26T09:00:00Z", "tags": ["b"]},
    {"id": "T-9", "owner": "Ana", "late": 12, "due_at": None, "tags": ["a", "b"]},
    {"id": "T-1", "owner": "bo", "late": 0, "due_at": "2026-11-28T09:00:00Z", "tags": []},
]
FIELDS = {name: itemgetter(name) for name in ROWS[0]}


def ids(rows: Iterable[Row]) -> list[str]:
    return [row["id"].removeprefix("T-") for row in rows]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({}, "10 2 9 1"),
        ({"sort": "id"}, "1 2 9 10"),
        ({"sort": "-id"}, "10 9 2 1"),
        ({"sort": "owner"}, "9 2 1 10"),
        ({"sort": "-owner"}, "2 1 9 10"),
        ({"sort": "owner,-id"}, "9 2 1 10"),
        ({"sort": "-owner,id"}, "1 2 9 10"),
        ({"sort": "late"}, "1 10 9 2"),
        ({"sort": "-late"}, "9 10 1 2"),
        ({"sort": "DUE"}, "2 10 1 9"),
        ({"sort": "tags"}, "9 2 10 1"),
        ({"group_by": "owner"}, "9 2 1 10"),
        ({"group_by": "owner", "sort": "id"}, "9 1 2 10"),
        ({"limit": 2}, "10 2"),
        ({"limit": 0}, "10 2 9 1"),
        ({"limit": 3, "sort": "id", "group_by": "owner"}, "9 1 2"),
    ],
    ids=str,
)
def test_things_are_sorted_grouped_and_cut_as_asked(asked: dict[str, Any], expected: str) -> None:
    assert ids(arranged(ROWS, FIELDS, Invocation(**asked))) == expected.split()


@pytest.mark.parametrize(
    ("asked", "what"),
    [
        ({"sort": "nothing"}, "unknown field 'nothing'"),
        ({"sort": "id,-ower"}, "unknown field 'ower'"),
        ({"sort": ","}, "--sort names no field"),
        ({"group_by": "ower"}, "unknown field 'ower'"),
    ],
)
def test_a_field_that_is_none_is_refused(asked: dict[str, Any], what: str) -> None:
    with pytest.raises(UsageError, match=f"^{what}$"):
        list(arranged(ROWS, FIELDS, Invocation(**asked)))


def test_without_an_order_no_more_is_read_than_shown() -> None:
    def endless() -> Iterator[Row]:
        while True:
            yield ROWS[0]

    assert ids(arranged(endless(), FIELDS, Invocation(limit=2))) == ["10", "10"]


def test_a_group_has_its_name_and_size_above_it() -> None:
    assert headings("owner", ["ana", "ana", "", "bo"]) == [
        *("owner ana (2)", ""),
        *("owner - (1)", "owner bo (1)"),
    ]
