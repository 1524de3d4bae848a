"""A pager shows what is longer than the terminal, and is asked only where somebody has its keys."""

import io
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

import pytest

from escalate_cli.render.parts.screen.pager import PagedOutput, paged
from tests.unit.render.screen import Stream

LONG = "line\n" * 24
AROUND = {"TERM": "xterm", "LINES": "24", "COLUMNS": "80", "PATH": os.environ["PATH"]}


@contextmanager
def a_terminal() -> Iterator[TextIO]:
    """Open a terminal that is not the one of this session."""
    ours, theirs = os.openpty()
    with os.fdopen(ours, "rb"), os.fdopen(theirs, "w", encoding="utf-8") as stream:
        yield stream


def written(text: str, command: str = "false", **environ: str) -> str:
    """Return what reaches the terminal itself; what the pager has got is not among it."""
    out = Stream(is_terminal=True)
    stream = PagedOutput(out, command, AROUND | environ)
    with stream.block():
        stream.write(text[:3])
        assert out.getvalue() == ""
        stream.write(text[3:])
    return out.getvalue()


@pytest.mark.parametrize(
    ("text", "environ", "is_paged"),
    [
        (LONG, {}, True),
        (LONG[5:], {}, False),
        (LONG, {"LINES": "25"}, False),
        (LONG, {"LINES": "9"}, False),
        ("x" * 80 * 24 + "\n", {}, True),
        ("x" * 80 * 23 + "\n", {}, False),
        ("\x1b[31m" + "x" * 80 * 23 + "\x1b[0m\n", {}, False),
        ("語" * 40 * 24 + "\n", {}, True),
        ("\n" * 24, {}, True),
    ],
    ids=[
        "as long as the terminal",
        "leaves a line to type on",
        "a higher terminal",
        "too low for a pager",
        "lines that wrap",
        "one that just does not",
        "colours take no room",
        "wide characters",
        "empty lines",
    ],
)
def test_what_is_longer_goes_to_the_pager(
    text: str, environ: dict[str, str], is_paged: bool
) -> None:
    assert written(text, **environ) == ("" if is_paged else text)


def test_the_pager_gets_all_of_it(tmp_path: "os.PathLike[str]") -> None:
    file = os.path.join(tmp_path, "a file")  # noqa: PTH118 - a word of a command line
    assert written(LONG, f'sh -c \'cat > "{file}"; echo $LESS >> "{file}"\'') == ""
    with open(file, encoding="utf-8") as stream:  # noqa: PTH123 - the same
        assert stream.read() == f"{LONG}R\n"


@pytest.mark.parametrize("command", ["no-such-program-anywhere", "less 'open"])
def test_without_that_program_all_is_shown(command: str) -> None:
    assert written(LONG, command) == LONG


def test_blocks_within_a_block_are_part_of_it() -> None:
    out = Stream(is_terminal=True)
    stream = PagedOutput(out, "false", AROUND)
    with stream.block():
        with stream.block():
            stream.write("a")
        assert out.getvalue() == ""
    stream.write("b")
    stream.flush()
    assert out.getvalue() == "ab"
    assert (stream.isatty(), stream.encoding) == (True, "utf-8")


def test_a_block_that_fails_shows_what_it_has() -> None:
    out = Stream(is_terminal=True)
    stream = PagedOutput(out, "false", AROUND)
    with pytest.raises(ZeroDivisionError), stream.block():
        stream.write(LONG[: stream.write(LONG[5:]) // 0])
    assert out.getvalue() == LONG[5:]


@pytest.mark.parametrize(
    ("stdin", "stdout", "command", "term"),
    [
        (True, False, "less", "xterm"),
        (False, True, "less", "xterm"),
        (True, True, "", "xterm"),
        (True, True, "less", "dumb"),
    ],
    ids=["into a pipe", "out of a pipe", "no pager", "a dumb terminal"],
)
def test_no_pager_where_nobody_could_read_in_it(
    stdin: bool, stdout: bool, command: str, term: str
) -> None:
    streams = Stream(is_terminal=stdin), Stream(is_terminal=stdout)
    assert paged(*streams, command, {"TERM": term}) is streams[1]
    assert paged(*streams, command, {}) is streams[1]


def test_no_pager_on_a_terminal_whose_keys_others_get() -> None:
    with a_terminal() as stream:
        assert paged(Stream(is_terminal=True), stream, "less", AROUND) is stream


def test_the_foreground_of_a_terminal_gets_a_pager(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "tcgetpgrp", lambda _: os.getpgrp())
    with a_terminal() as stream:
        found = paged(Stream(is_terminal=True), stream, "less", AROUND)
        assert isinstance(found, PagedOutput)
        assert found.fileno() == stream.fileno()
        assert isinstance(found, io.TextIOBase)
