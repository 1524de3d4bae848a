"""The terminal: whether a table may be shown, in what width and colours."""

import os
from collections.abc import Mapping
from typing import Final, TextIO

from escalate_cli.invocation import Invocation

_WIDTH_OFF_TERMINAL: Final = 120
_WIDTH_UNKNOWN: Final = 80
_MOST_DIGITS: Final = 4
"""Of a width that is believed; nobody has a wider terminal."""

_HEIGHT_UNKNOWN: Final = 24


def is_ascii(stream: TextIO) -> bool:
    """Tell whether a stream can show nothing beyond ASCII for certain."""
    return not (stream.encoding or "utf-8").lower().startswith("utf")


def wants_table(stdout: TextIO, settings: Invocation) -> bool:
    """Say whether the person looks at a table, not a script at data."""
    if settings.json or settings.jsonl:
        return False
    return settings.table or stdout.isatty()


def wants_colour(
    stream: TextIO, environ: Mapping[str, str] = os.environ, asked: str | None = None
) -> bool:
    """Say whether colour is welcome: as asked, NO_COLOR, then FORCE_COLOR, then the terminal."""
    if asked in {"always", "never"}:
        return asked == "always"
    if environ.get("NO_COLOR"):
        return False
    if environ.get("FORCE_COLOR", "0") not in {"", "0"}:
        return True
    return stream.isatty() and environ.get("TERM") != "dumb"


def may_clear(stream: TextIO, environ: Mapping[str, str] = os.environ) -> bool:
    """Tell whether the screen may be cleared."""
    return stream.isatty() and environ.get("TERM", "dumb") != "dumb"


def width_of(stream: TextIO, environ: Mapping[str, str] = os.environ) -> int:
    """Measure a stream in columns: COLUMNS, then the terminal, then 120."""
    columns = _size_in(environ, "COLUMNS")
    if columns:
        return columns
    if not stream.isatty():
        return _WIDTH_OFF_TERMINAL
    try:
        return os.get_terminal_size(stream.fileno()).columns or _WIDTH_UNKNOWN
    except OSError:
        return _WIDTH_UNKNOWN


def height_of(stream: TextIO, environ: Mapping[str, str] = os.environ) -> int | None:
    """Measure a terminal in lines: LINES, then its own; a file or pipe has no end."""
    if not stream.isatty():
        return None
    lines = _size_in(environ, "LINES")
    if lines:
        return lines
    try:
        return os.get_terminal_size(stream.fileno()).lines or _HEIGHT_UNKNOWN
    except OSError:
        return _HEIGHT_UNKNOWN


def _size_in(environ: Mapping[str, str], name: str) -> int:
    """Read a size from the environment; what cannot be one is 0."""
    text = environ.get(name, "")
    is_number = text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS
    return int(text) if is_number else 0
