"""A printer that shows its results on a terminal, or in a pipe, of its own."""

import io
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import pytest

from escalate_cli.invocation import Invocation
from escalate_cli.render.parts.printer import Printer
from escalate_cli.render.parts.screen.asker import Asker
from tests.conftest import MONDAY_NINE
from tests.unit.render.tickets import POLICY, ZONE

WIDTH = 80
ASKER = Asker("ana", POLICY)
"""She is in the team of the first level."""


class Stream(io.StringIO):
    """Text that was written, and whether it went to a terminal."""

    def __init__(self, *, is_terminal: bool, encoding: str = "utf-8") -> None:
        super().__init__()
        self._is_terminal = is_terminal
        self._encoding = encoding

    @property
    def encoding(self) -> str:  # type: ignore[override]  # a StringIO has none of its own
        return self._encoding

    def isatty(self) -> bool:
        return self._is_terminal


class Shown(Printer):
    """A printer together with what it wrote."""

    def __init__(self, settings: Invocation, out: Stream, now: datetime) -> None:
        self.stdout = out
        self.stderr = io.StringIO()
        super().__init__(settings, out, self.stderr, now, ZONE, lambda: ASKER)

    @property
    def out(self) -> str:
        return self.stdout.getvalue()

    @property
    def lines(self) -> list[str]:
        return self.out.splitlines()

    @property
    def talk(self) -> str:
        return self.stderr.getvalue()


def a_terminal(
    patch: pytest.MonkeyPatch,
    *,
    now: datetime = MONDAY_NINE,
    width: int = WIDTH,
    encoding: str = "utf-8",
    coloured: bool = False,
    **settings: Any,
) -> Shown:
    """Return a printer on a terminal of some width, plain unless it is to be coloured."""
    _set(patch, {"COLUMNS": str(width), "TERM": "xterm", "NO_COLOR": "" if coloured else "1"})
    return Shown(Invocation(**settings), Stream(is_terminal=True, encoding=encoding), now)


def a_pipe(*, now: datetime = MONDAY_NINE, encoding: str = "utf-8", **settings: Any) -> Shown:
    """Return a printer in a pipe."""
    return Shown(Invocation(**settings), Stream(is_terminal=False, encoding=encoding), now)


def _set(patch: pytest.MonkeyPatch, environment: Mapping[str, str]) -> None:
    for name in ("FORCE_COLOR", "LINES"):
        patch.delenv(name, raising=False)
    for name, value in environment.items():
        patch.setenv(name, value)
