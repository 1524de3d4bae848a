"""stdin, stdout and stderr: no locale and no reader that has gone ends a command."""

import io
import os
import sys
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

    from escalate_cli.store.json_store import JsonStore
    from escalate_cli.store.postgres.postgres_store import PostgresStore


class OutputError(Exception):
    """What was printed cannot reach its reader: a closed pipe, a full disk.

    Attributes:
        took_effect: what the command has done all the same, where it has.
    """

    def __init__(self, cause: OSError) -> None:
        super().__init__(cause.strerror)
        self.took_effect: str | None = None
        self.reader_left = isinstance(cause, BrokenPipeError)

    def comes_after(self, store: "JsonStore | PostgresStore | None") -> None:
        """Note what was changed in a store, for somebody who cannot read the answer."""
        from escalate_cli.domain.ticket.people.team import some_of  # noqa: PLC0415 - seldom needed
        from escalate_cli.domain.ticket.ticket import id_of  # noqa: PLC0415 - the same

        written = store.written if store else None
        if written is not None:
            which = f" ({some_of(map(id_of, dict.fromkeys(written)))})" if written else ""
            self.took_effect = f"the change was made{which}, so do not type the command again"


class _Output(io.FileIO):
    """A file whose failures are told from those of any other file."""

    def write(self, data: "ReadableBuffer", /) -> int:
        try:
            return super().write(data)
        except OSError as error:
            raise OutputError(error) from error


def open_streams() -> None:
    """Make stdout and stderr ours: buffered, and able to write any character.

    What is no terminal gets UTF-8, whatever the locale; a terminal what its locale can show.
    A stream that the caller has closed leads nowhere from now on.
    """
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # takes the lowest free number, which is this one
    sys.stdin = sys.stdin or os.fdopen(0)
    sys.stdout = _text(1, sys.stdout, by_line=os.isatty(1))
    sys.stderr = _text(2, sys.stderr, by_line=True)


def close_streams() -> None:
    """Flush, so that the interpreter finds nothing to complain of at its exit."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OutputError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _text(number: int, given: TextIO | None, *, by_line: bool) -> io.TextIOWrapper:
    return io.TextIOWrapper(
        io.BufferedWriter(_Output(number, "w", closefd=False)),
        encoding=given.encoding if given and os.isatty(number) else "utf-8",
        errors="backslashreplace",
        line_buffering=by_line,
    )
