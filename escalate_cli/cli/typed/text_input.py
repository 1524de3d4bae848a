"""Text from elsewhere: `-` reads standard input, `@FILE` a file, in the place of a typed text."""

import io
import os
import sys
from pathlib import Path
from typing import Final

from escalate_cli.errors import UsageError, reason_of

_BYTES: Final = 4 * 64 * 1024
"""No text that is kept has more; its characters are counted where it is kept."""


def text_meant(typed: str) -> str:
    """Return what is meant by a text: itself, or what stands at the place that it names.

    `@FILE` is a file; a text with a blank, as `@bo please look`, is itself if there is none.
    `@@` begins a text with an `@` whatever it says.
    """
    if typed == "-":
        return _clean(_piped(), "standard input")
    name = typed.removeprefix("@")
    if name == typed or not name:
        return typed
    if name.startswith("@"):
        return name
    if not Path(name).exists() and any(map(str.isspace, name)):
        return typed
    try:
        with io.FileIO(name) as file:
            return _clean(_limited(file), name)
    except OSError as error:
        raise UsageError(
            f"{name} cannot be read: {reason_of(error)}", f"@{typed} is the text {typed} itself"
        ) from error


def literal(text: str) -> str:
    """Return how a text is typed so that it is itself."""
    return f"@{text}" if text.startswith("@") else text


def _piped() -> bytes:
    number = sys.stdin.fileno()
    if os.isatty(number):
        sys.stderr.write("type the text; ^D on a line of its own ends it\n")
    with io.FileIO(number, closefd=False) as file:
        return _limited(file)


def _limited(file: io.FileIO) -> bytes:
    """Read to the end, or one byte more than is ever kept: a device may have none."""
    with io.BufferedReader(file) as stream:
        return stream.read(_BYTES + 1)


def _clean(found: bytes, name: str) -> str:
    if len(found) > _BYTES:
        raise UsageError(f"{name} is too long for a text: more than {_BYTES >> 10} KiB")
    try:
        text = found.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:
        raise UsageError(f"{name} is no text: it is binary, or not in UTF-8", "convert it first")
    text = text.replace("\r\n", "\n").rstrip("\n")
    if not text.strip():
        raise UsageError(f"{name} is empty", "nothing was done")
    return text
