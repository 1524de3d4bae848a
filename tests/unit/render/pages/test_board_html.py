"""The board as a page: what everybody may see, until when it is good, and nothing that runs."""

import re
from datetime import timedelta

import pytest
from msgspec.structs import replace

from escalate_cli.render.pages.board_html import board_html
from escalate_cli.render.parts.words.time_text import Wall
from escalate_cli.usecases.insight.board import Board
from escalate_cli.usecases.unchecked import Unchecked
from tests.conftest import HOUR, MINUTE, MONDAY_NINE
from tests.unit.render.pages.page_reading import PageReading
from tests.unit.render.tickets import HOSTILE, a_standing

EMPTY = Board(
    at=MONDAY_NINE,
    last_check_at=MONDAY_NINE - 3 * MINUTE,
    unchecked=None,
    pressing=(),
    approvals=(),
    untaken=(),
    in_work=(),
    waiting=(),
    coming=(),
)
SHOWN = replace(EMPTY, untaken=(a_standing(title=HOSTILE, owner="kim"),))


def page(board: Board, valid: timedelta = 10 * MINUTE, *, public: bool = False) -> str:
    return board_html(board, Wall(board.at, "Europe/Berlin"), valid, public=public)


@pytest.mark.parametrize("public", [True, False], ids=["public", "of the team"])
def test_it_is_one_document_that_runs_and_loads_nothing(*, public: bool) -> None:
    text = page(SHOWN, public=public)
    reading = PageReading(text)
    assert (reading.tags.count("html"), "script" in reading.tags) == (1, False)
    assert not re.search(r"https?:|//|url\(|@import|src=|href=|\son\w+=", text)


def test_it_says_when_it_was_made_and_until_when_it_is_good() -> None:
    words = PageReading(page(EMPTY, 2 * HOUR)).words
    assert "made Mon 2026-11-23 09:00 CET · checked 3m ago" in words
    assert "valid until Mon 2026-11-23 11:00 CET" in words
    assert "If it is later than Mon 2026-11-23 11:00 CET, this page is no longer kept up" in words
    assert ("content", "3600") in PageReading(page(EMPTY, 2 * HOUR)).attributes
    assert "checked never" in PageReading(page(replace(EMPTY, last_check_at=None))).words
    assert "No ticket is open." in words


def test_what_people_wrote_is_text() -> None:
    text = page(SHOWN)
    assert "[urgent]" in PageReading(text).words
    assert not {"\x1b", "\x07", "\u202e"} & set(text)


def test_a_public_board_names_nobody_and_quotes_nobody() -> None:
    text = page(SHOWN, public=True)
    assert "T-" in text
    assert "kim" not in text
    assert "urgent" not in text


def test_that_no_check_runs_is_said() -> None:
    late = replace(EMPTY, unchecked=Unchecked(tickets=2, since=MONDAY_NINE - HOUR))
    assert "2 tickets due for a check since 08:00" in PageReading(page(late)).words
