"""A new result is one file: its class, which a command gives to the printer."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

import msgspec
import pytest

from escalate_cli.render.parts.data.json_values import stored
from escalate_cli.render.parts.printer import Printer
from escalate_cli.render.parts.result import Document, Records
from tests.conftest import MONDAY_NINE
from tests.unit.render.screen import a_pipe, a_terminal


class Swap(msgspec.Struct, frozen=True):
    """Two people exchange a turn."""

    giver: str
    taker: str
    at: datetime


class SwapsResult(Records[Swap]):
    """A result of records that nobody else has heard of."""

    fields = stored("giver", "taker", "at")
    columns = ("at", "taker")
    nothing = "no turn is swapped"


class LoadResult(Document[dict[str, int]]):
    """A result of one document that nobody else has heard of."""

    columns = ("person", "tickets")

    def document(self) -> Mapping[str, object]:
        return {"schema": 1, "load": self.value}

    def rows(self) -> Iterator[tuple[str, int]]:
        yield from self.value.items()

    def page(self, printer: Printer) -> None:
        printer.print_lines(f"{person} has {tickets}" for person, tickets in self.rows())

    def ids(self) -> list[str]:
        return list(self.value)

    def complaints(self) -> list[str]:
        return ["T-9: not counted"]

    def remarks(self) -> list[str]:
        return ["counted 4 tickets"]


SWAPS = SwapsResult([Swap("ana", "bo", MONDAY_NINE)])
LOAD = LoadResult({"ana": 3, "bo": 1})


@pytest.mark.parametrize(
    ("look", "out"),
    [
        ({}, "2026-11-23T08:00:00Z\tbo\n"),
        ({"json": True}, '[{"giver":"ana","taker":"bo","at":"2026-11-23T08:00:00Z"}]\n'),
        ({"fields": "taker,giver"}, "bo\tana\n"),
    ],
    ids=["TSV", "JSON", "fields"],
)
def test_records_need_only_their_fields(look: dict[str, Any], out: str) -> None:
    shown = a_pipe(**look)
    shown.show(SWAPS)
    assert shown.out == out


def test_a_person_reads_records_in_local_time(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = a_terminal(monkeypatch)
    shown.show(SWAPS)
    assert shown.lines == [
        "GIVER  TAKER  AT",
        "ana    bo     Mon 2026-11-23 09:00 CET (just now)",
    ]


def test_a_person_is_told_where_there_is_no_record(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = a_terminal(monkeypatch)
    shown.show(SwapsResult([]))
    assert (shown.out, shown.talk) == ("", "no turn is swapped\n")


@pytest.mark.parametrize(
    ("look", "out"),
    [
        ({}, "ana\t3\nbo\t1\n"),
        ({"json": True}, '{"schema":1,"load":{"ana":3,"bo":1}}\n'),
        ({"json": True, "fields": "schema"}, '{"schema":1}\n'),
        ({"json": True, "quiet": True}, '{"schema":1,"load":{"ana":3,"bo":1}}\n'),
        ({"fields": "tickets"}, "3\n1\n"),
        ({"table": True}, "ana has 3\nbo has 1\n"),
        ({"quiet": True}, "ana\nbo\n"),
    ],
    ids=["TSV", "JSON", "JSON fields", "quiet JSON", "fields", "page", "quiet"],
)
def test_a_document_may_have_rows_a_page_and_ids(look: dict[str, Any], out: str) -> None:
    shown = a_pipe(**look)
    shown.show(LOAD)
    assert shown.out == out


def test_what_failed_is_said_before_and_what_else_there_is_after() -> None:
    shown, quiet = a_pipe(), a_pipe(quiet=True)
    shown.show(LOAD)
    quiet.show(LOAD)
    assert shown.talk == "escalate: error: T-9: not counted\ncounted 4 tickets\n"
    assert quiet.talk == "escalate: error: T-9: not counted\n"
