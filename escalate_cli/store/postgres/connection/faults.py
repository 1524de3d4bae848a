"""Faults of the server, as errors of ours: one line, and what to do."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from escalate_cli.errors import (
    EscalateError,
    ExitCode,
    StoreUnreadableError,
    StoreUnwritableError,
    UsageError,
)
from escalate_cli.store.postgres.connection.driver import psycopg2

AGAIN: Final = frozenset({"40001", "40P01", "23505", "25P02"})
"""Two changes met; the one that failed so has done nothing, and runs again.

A number that two took at once is such a meeting too, and so is what follows a failed statement.
"""

_WRONG: Final = {
    ("password", "authentication"): "look at the user, and at the password in ~/.pgpass or the "
    "file that PGPASSFILE names",
    ("does not exist", "invalid", "translate host name", "certificate", "not support SSL"): (
        "look at the address"
    ),
}
"""What libpq says of an address that will be no better later, and what to do."""

_CONNECTION: Final = re.compile(r"connection to server [^;]*? failed: ")
_SLOW: Final = frozenset({"57014", "55P03"})
_NO_RIGHT: Final = "42501"
_UNWRITABLE: Final = {
    "25006": "name the server that takes changes; this one may only be read",
    "0A000": "name the server that takes changes; this one may only be read",
    "53100": "make room on the server's disk",
    _NO_RIGHT: "its owner grants what a writer needs: docs/scaling.md",
}
_READERS: Final = "its owner grants what a reader needs: docs/scaling.md"
_NOT_BEGUN: Final = frozenset({"3F000", "42P01"})


class MetError(Exception):
    """Two changes met, and this one is to run again; nobody but the store sees it."""


class UnreachableError(EscalateError):
    """No connection came about."""

    def __init__(self, shown: str, reason: str) -> None:
        help_ = next(
            (help_ for words, help_ in _WRONG.items() if any(word in reason for word in words)),
            "try again once the server is back",
        )
        super().__init__(f"cannot connect to {shown}: {_CONNECTION.sub('', reason)}", help_)


class LostError(EscalateError):
    """The connection was lost.

    Attributes:
        in_commit: whether the change was being committed, so that it may be there.
    """

    def __init__(self, shown: str, reason: str, *, in_commit: bool) -> None:
        super().__init__(
            f"{shown}: {reason}; nothing was changed", "try again once the server is back"
        )
        self.in_commit = in_commit


class SlowServerError(EscalateError):
    """The server took longer than we wait."""

    exit_code = ExitCode.BUSY

    def __init__(self, shown: str, reason: str) -> None:
        super().__init__(f"{shown}: {reason}; nothing was changed", "try again")


class NotBegunError(UsageError):
    """Nobody made a store there yet."""

    def __init__(self, shown: str) -> None:
        super().__init__(f"there is no store at {shown}", "escalate init makes one there")


@contextmanager
def connecting(shown: str) -> Iterator[None]:
    """Raise UnreachableError where no connection comes about; what is said tells no password."""
    try:
        yield
    except psycopg2.Error as error:
        raise UnreachableError(shown, _sentence(error)) from error


class Translated:
    """Raises what the server or the network says within a block as an error of ours.

    A class, as each statement has such a block, and a generator takes several times as long.
    """

    __slots__ = ("_commits", "_reads", "_shown")

    def __init__(self, shown: str, *, commits: bool = False, reads: bool = False) -> None:
        self._shown, self._commits, self._reads = shown, commits, reads

    def __enter__(self) -> None:
        """Begin the block."""

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        """End it, perhaps with another error."""
        if isinstance(error, psycopg2.Error):
            raise self._error_of(error) from error

    def _error_of(self, error: psycopg2.Error) -> Exception:
        shown, code = self._shown, error.pgcode
        said = _sentence(error)
        if code in AGAIN:
            return MetError(said)
        if code in _SLOW:
            return SlowServerError(shown, said)
        if code in _UNWRITABLE and not (code == _NO_RIGHT and self._reads):
            return StoreUnwritableError(shown, said, _UNWRITABLE[code])
        if code in _NOT_BEGUN:
            return NotBegunError(shown)
        if isinstance(error, psycopg2.OperationalError | psycopg2.InterfaceError):
            return LostError(shown, said, in_commit=self._commits)
        unreadable = StoreUnreadableError(shown, said)
        unreadable.help = _READERS if code == _NO_RIGHT else None
        return unreadable


def _sentence(error: psycopg2.Error) -> str:
    """Return what was said, as one line."""
    primary = getattr(error.diag, "message_primary", None) or str(error)
    lines = [line.strip() for line in primary.splitlines()]
    said = "; ".join(filter(None, lines)) or type(error).__name__
    return said.replace("FATAL:  ", "").replace("ERROR:  ", "")
