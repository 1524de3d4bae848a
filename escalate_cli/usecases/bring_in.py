"""Bring tickets in from elsewhere: history only, no message, no decision."""

from collections.abc import Sequence
from typing import Protocol

import msgspec

from escalate_cli.domain.events import Event, TicketLogged
from escalate_cli.domain.history import History
from escalate_cli.usecases.desk import Desk, keep
from escalate_cli.usecases.ports import Transaction, View


class Foreign(Protocol):
    """One ticket of another system, as events that lack only our names for it."""

    @property
    def number(self) -> str:
        """Return the id it has there."""

    def events(self, *, id: str, uid: str, policy: str, level: str, team: str | None) -> list[Event]:  # noqa: A002
        """Return its history as ours."""


class Rejected(msgspec.Struct, frozen=True):
    """A row that could not be read, and why."""

    line: int
    reason: str


class Foreigners(Protocol):
    """What was read of an export; every row is accounted for."""

    @property
    def incidents(self) -> Sequence[Foreign]:
        """Return the tickets."""


class BroughtIn(msgspec.Struct, frozen=True, kw_only=True):
    """What an import did: figures that add up to the rows of the file."""

    new: int
    known: int
    rows: int
    used: int
    later: int
    rejected: tuple[Rejected, ...]
