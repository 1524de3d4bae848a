"""The pager: what is longer than the terminal is read in a program for that, such as `less`."""

import io
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from signal import SIGINT, signal
from typing import Final, TextIO, cast

from escalate_cli.render.parts.screen.terminal import height_of, width_of
from escalate_cli.text_width import cells

_STYLES: Final = re.compile(r"\x1b\[[0-9;]*m")
_LOW: Final = 10
"""A terminal of fewer lines has no room to read in."""


def paged(
    stdin: TextIO, stdout: TextIO, command: str, environ: Mapping[str, str] = os.environ
) -> TextIO:
    """Return stdout with a pager before it, if a person sits at a terminal; else as it is.

    Keys go to whoever has the terminal, so that only what runs in its foreground asks for them.
    """
    can_move = environ.get("TERM", "dumb") != "dumb"
    if command and can_move and stdin.isatty() and stdout.isatty() and _is_in_front(stdout):
        return cast("TextIO", PagedOutput(stdout, command, environ))
    return stdout


def _is_in_front(terminal: TextIO) -> bool:
    try:
        return os.tcgetpgrp(terminal.fileno()) == os.getpgrp()
    except OSError:  # it is not the terminal of this session
        return False


class PagedOutput(io.TextIOBase):
    """A terminal that holds a block back until it is whole, and pages it if it is long.

    Args:
        terminal: where it goes.
        command: the pager and its options.
        environ: its environment.
    """

    def __init__(self, terminal: TextIO, command: str, environ: Mapping[str, str]) -> None:
        self._terminal, self._command, self._environ = terminal, command, environ
        self._held: list[str] | None = None

    @property
    def encoding(self) -> str:  # type: ignore[override]  # a stream without a buffer has none
        """Return what the terminal can show."""
        return self._terminal.encoding

    def isatty(self) -> bool:
        """Tell that it is a terminal."""
        return True

    def fileno(self) -> int:
        """Return the number of the terminal."""
        return self._terminal.fileno()

    def write(self, text: str, /) -> int:
        """Write on the terminal, or hold it back."""
        if self._held is None:
            return self._terminal.write(text)
        self._held.append(text)
        return len(text)

    def flush(self) -> None:
        """Write what is not held back."""
        self._terminal.flush()

    @contextmanager
    def block(self) -> Iterator[None]:
        """Hold back what is written while a block runs, and then show it; blocks within are one."""
        if self._held is not None:
            yield
            return
        self._held = []
        try:
            yield
        except BaseException:
            self._terminal.write(self._taken())
            raise
        text = self._taken()
        if not (self._is_long(text) and self._page(text)):
            self._terminal.write(text)

    def _taken(self) -> str:
        text, self._held = "".join(self._held or ()), None
        return text

    def _is_long(self, text: str) -> bool:
        height, width = (
            height_of(self._terminal, self._environ),
            width_of(self._terminal, self._environ),
        )
        if height is None or height < _LOW:
            return False
        lines = _STYLES.sub("", text).splitlines()
        return sum(max(-(-cells(line) // width), 1) for line in lines) >= height

    def _page(self, text: str) -> bool:
        """Let it be read in the pager; tell whether there is one."""
        import shlex  # noqa: PLC0415 - little is as long
        import subprocess  # noqa: PLC0415 - the same

        self._terminal.flush()
        before = signal(SIGINT, _is_of_pager)  # a child does not inherit it
        try:
            with subprocess.Popen(  # noqa: S603 - it is the person's own pager
                shlex.split(self._command),
                stdin=subprocess.PIPE,
                env={"LESS": "R", **self._environ},
                encoding=self.encoding,
                errors="backslashreplace",
            ) as pager:
                try:
                    pager.communicate(text)
                except BaseException:
                    pager.terminate()
                    raise
        except (OSError, ValueError):  # there is no such program
            return False
        finally:
            signal(SIGINT, before)
        return True


def _is_of_pager(_number: int, _frame: object) -> None:
    """Leave ^C to the pager, in which it stops a search."""
