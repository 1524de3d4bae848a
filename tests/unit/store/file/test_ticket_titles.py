"""Titles are read off the file as it lies, also where somebody else wrote it."""

import json
import os
from datetime import timedelta
from pathlib import Path

import pytest
from tinydb import TinyDB

from bench._stores import filled
from escalate_cli.store.file.ticket_titles import Titled, titles


def test_rows_are_read_by_their_beginnings_and_by_whole_alike(tmp_path: Path) -> None:
    folder = filled(tmp_path, 30, age=timedelta(0))
    found = titles(folder)
    with TinyDB(folder / "tickets.json") as database:
        database.table("tickets").update({"title": 'a\n"b" é'}, doc_ids=[3])
    again = titles(folder)
    assert [each.number for each in found] == [*range(1, 31)]
    assert again[2] == found[2]._replace(title='a\n"b" é')
    assert again[:2] + again[3:] == found[:2] + found[3:]


@pytest.mark.parametrize("content", ["{}", '{"tickets": {\n}}'], ids=["nothing", "no ticket"])
def test_where_nothing_is_nothing_is_read(tmp_path: Path, content: str) -> None:
    (tmp_path / "tickets.json").write_text(content, encoding="utf-8")
    assert titles(tmp_path) == []


def test_a_pipe_in_the_place_of_the_file_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "tickets.json")
    assert titles(tmp_path) == []


def test_a_row_of_before_needs_no_field_but_its_id(tmp_path: Path) -> None:
    document = {"tickets": {"7": {"status": "open", "pending_approval": {"to": "L2"}}}}
    (tmp_path / "tickets.json").write_text(json.dumps(document), encoding="utf-8")
    assert titles(tmp_path) == [Titled(7, "", "open", "", is_asked_for=True)]
