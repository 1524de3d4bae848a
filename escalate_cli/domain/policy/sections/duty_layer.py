"""A layer of a duty plan: who is on duty, in turns or always, and when that counts."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated

import msgspec

from escalate_cli.domain.policy.sections.policy_key import CalendarName, Doc, PersonName, Word, Zone

Crew = Annotated[tuple[PersonName, ...], Word("crew")]
"""Who shares a turn: one person or several."""


class Every(msgspec.Struct, frozen=True, kw_only=True):
    """How long a turn is: by the clock, in months, or in open days of a calendar."""

    time: timedelta = timedelta(0)
    months: int = 0
    open_days: int = 0


class Layer(msgspec.Struct, frozen=True, kw_only=True, cache_hash=True):
    """Who is on duty while the layer is open; it has turns, or people who have no turns.

    Attributes:
        starts: wall time of `zone`, without an offset, at which the first turn begins.
        from_at: first instant at which it can decide.
        until_at: first instant at which it no longer can.
        swapped: two people who have each other's duty while it is open, by the layers below it.
        source: where it is said, as `duty[2]` of the file or `change 7` of the store.
        note: why those of the layer are on duty, where it is not their turn.
    """

    zone: Annotated[
        Zone, Doc("zone of the local times", "Europe/Lisbon", "that of the file", ("timezone",))
    ]
    turns: Annotated[
        tuple[Crew, ...],
        Doc("list of turns, each of a person or a list of people", "[cy, [di, cy]]"),
    ] = ()
    people: Annotated[
        tuple[PersonName, ...], Doc("list of people on duty together, without turns", "[di]")
    ] = ()
    every: Annotated[
        Every | None,
        Word("turn"),
        Doc(
            "length of a turn: `12h`, `1d`, `2w`, months as `1mo`, or open days of `calendar` as"
            " `1bd`; the hand-over keeps its local time, and one on the 31st falls on the last day"
            " of a shorter month",
            "1w",
        ),
    ] = None
    starts: Annotated[
        datetime | None, Doc("local time at which the first turn begins", "2026-01-05 09:00")
    ] = None
    calendar: Annotated[
        CalendarName | None, Doc("calendar whose open days `bd` counts", "office")
    ] = None
    hours: Annotated[
        CalendarName | None,
        Doc("calendar outside which the layer is not open", "office", "those of the team"),
    ] = None
    from_at: Annotated[
        datetime | None,
        Doc("local time from which on it is open", "2026-12-24 00:00", names=("from",)),
    ] = None
    until_at: Annotated[
        datetime | None,
        Doc("local time from which on it no longer is", "2026-12-27 00:00", names=("until",)),
    ] = None
    swapped: tuple[str, str] | None = None
    source: str = ""
    note: str = ""

    @property
    def crews(self) -> tuple[tuple[str, ...], ...]:
        """Return everybody whom it names, by turn."""
        return self.turns or (self.people,)

    def is_dated_for(self, at: datetime) -> bool:
        """Tell whether its dates let it decide at an instant."""
        begun = self.from_at is None or self.from_at <= at
        return begun and (self.until_at is None or at < self.until_at)
