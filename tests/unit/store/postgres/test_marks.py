"""Marks stay what they are: tables are full of them."""

import pytest

pytest.importorskip("psycopg2", reason="no driver of PostgreSQL is installed")

from zlib import crc32

from escalate_cli.store.postgres import marks
from tests.conftest import a_ticket


def mark(text: str) -> int:
    return crc32(text.encode()) - 2**31


def test_a_mark_is_counted_from_the_store_the_field_and_the_value() -> None:
    assert marks.of_values(7, "owner", ["ana"]) == [mark("7:owner=ana")]
    assert marks.of_names(7, ["Jörg"]) == [mark("7:@Jörg")]


def test_a_text_has_a_mark_for_each_three_characters() -> None:
    assert marks.of_part(7, "disk") == sorted([mark("7:dis"), mark("7:isk")])
    assert marks.of_part(7, "ab") == []


def test_what_a_ticket_has_and_what_it_lacks_have_marks() -> None:
    found = marks.of_fields(7, a_ticket(tags=("db", "Disk"), owner=None))
    assert {mark("7:tags=db"), mark("7:tags=disk"), mark("7:owner=-")} <= {*found}
    assert found == sorted({*found})
