"""A terminal gets a table that fits; colour and width follow its owner."""

import io
import os
import pty
from collections.abc import Iterator
from contextlib import contextmanager
from fcntl import ioctl
from struct import pack
from termios import TIOCSWINSZ
from typing import TextIO

import pytest

from escalate_cli.invocation import Invocation
from escalate_cli.render.parts.screen.terminal import (
    height_of,
    is_ascii,
    wants_colour,
    wants_table,
    width_of,
)
from tests.unit.cli.process import python
from tests.unit.render.screen import Stream


class Screen(io.TextIOWrapper):
    """A terminal that keeps what it was sent."""

    def __init__(self, encoding: str = "utf-8") -> None:
        super().__init__(io.BytesIO(), encoding=encoding, errors="backslashreplace")

    def isatty(self) -> bool:
        return True

    def shown(self) -> str:
        self.flush()
        assert isinstance(self.buffer, io.BytesIO)
        return self.buffer.getvalue().decode(self.encoding)


@contextmanager
def a_terminal(columns: int, lines: int = 25) -> Iterator[TextIO]:
    ours, theirs = pty.openpty()
    ioctl(theirs, TIOCSWINSZ, pack("HHHH", lines, columns, 0, 0))
    with os.fdopen(ours, "wb"), os.fdopen(theirs, "w", encoding="utf-8") as stream:
        yield stream


@pytest.mark.parametrize(
    ("stream", "settings", "table"),
    [
        (Screen(), Invocation(), True),
        (io.StringIO(), Invocation(), False),
        (io.StringIO(), Invocation(table=True), True),
        (Screen(), Invocation(json=True), False),
        (Screen(), Invocation(jsonl=True), False),
    ],
    ids=["terminal", "pipe", "--table in a pipe", "--json", "--jsonl"],
)
def test_a_table_is_for_eyes(stream: TextIO, settings: Invocation, table: bool) -> None:
    assert wants_table(stream, settings) is table


@pytest.mark.parametrize(
    ("stream", "environ", "coloured"),
    [
        (Screen(), {"TERM": "xterm"}, True),
        (Screen(), {}, True),
        (Screen(), {"TERM": "dumb"}, False),
        (io.StringIO(), {"TERM": "xterm"}, False),
        (Screen(), {"NO_COLOR": "1"}, False),
        (Screen(), {"NO_COLOR": ""}, True),
        (Screen(), {"NO_COLOR": "1", "FORCE_COLOR": "1"}, False),
        (io.StringIO(), {"FORCE_COLOR": "1", "TERM": "dumb"}, True),
        (io.StringIO(), {"FORCE_COLOR": "0"}, False),
        (io.StringIO(), {"FORCE_COLOR": ""}, False),
    ],
    ids=[
        "terminal",
        "terminal of no name",
        "dumb terminal",
        "pipe",
        "NO_COLOR",
        "NO_COLOR empty",
        "NO_COLOR wins",
        "FORCE_COLOR",
        "FORCE_COLOR=0",
        "FORCE_COLOR empty",
    ],
)
def test_colour_follows_the_environment(
    stream: TextIO, environ: dict[str, str], coloured: bool
) -> None:
    assert wants_colour(stream, environ) is coloured


@pytest.mark.parametrize(
    ("columns", "environ", "width"),
    [
        (67, {}, 67),
        (67, {"COLUMNS": "40"}, 40),
        (67, {"COLUMNS": "wide"}, 67),
        (67, {"COLUMNS": "0"}, 67),
        (67, {"COLUMNS": "9999"}, 9999),
        (67, {"COLUMNS": "10000"}, 67),
        (67, {"COLUMNS": "9" * 5000}, 67),
        (0, {}, 80),
    ],
    ids=[
        "its own",
        "COLUMNS",
        "no number",
        "zero",
        "wide",
        "too wide",
        "no int",
        "a terminal that does not know",
    ],
)
def test_a_terminal_has_its_width(columns: int, environ: dict[str, str], width: int) -> None:
    with a_terminal(columns) as stream:
        assert width_of(stream, environ) == width


@pytest.mark.parametrize(
    ("lines", "environ", "height"),
    [
        (37, {}, 37),
        (37, {"LINES": "10"}, 10),
        (37, {"LINES": "many"}, 37),
        (37, {"LINES": "0"}, 37),
        (0, {}, 24),
    ],
    ids=["its own", "LINES", "no number", "zero", "a terminal that does not know"],
)
def test_a_terminal_has_its_height(lines: int, environ: dict[str, str], height: int) -> None:
    with a_terminal(80, lines) as stream:
        assert height_of(stream, environ) == height


@pytest.mark.parametrize("environ", [{}, {"LINES": "72"}])
def test_off_a_terminal_a_table_may_be_long(environ: dict[str, str]) -> None:
    assert height_of(io.StringIO(), environ) is None


def test_a_terminal_that_cannot_be_measured_has_twenty_four_lines() -> None:
    assert height_of(Screen(), {}) == 24


@pytest.mark.parametrize(("environ", "width"), [({}, 120), ({"COLUMNS": "72"}, 72)])
def test_off_a_terminal_a_table_has_room(environ: dict[str, str], width: int) -> None:
    assert width_of(io.StringIO(), environ) == width


def test_a_terminal_that_cannot_be_measured_has_eighty_columns() -> None:
    assert width_of(Screen(), {}) == 80


TITLE = "VPN drops for building 4 and the whole of the other street"


def test_deciding_loads_no_rich() -> None:
    code = (
        "import sys;"
        "from escalate_cli.render.parts.data import field_selection, tsv;"
        "from escalate_cli.render.parts.screen import terminal;"
        "terminal.wants_colour(sys.stdout); terminal.width_of(sys.stdout);"
        "print('rich' in sys.modules)"
    )
    assert python("-c", code).stdout == "False\n"


@pytest.mark.parametrize(
    ("encoding", "ascii_only"),
    [("utf-8", False), ("UTF-8", False), ("utf-16", False), ("ascii", True), ("iso8859-1", True)],
)
def test_only_unicode_streams_show_signs(encoding: str, ascii_only: bool) -> None:
    assert is_ascii(Stream(is_terminal=True, encoding=encoding)) is ascii_only
