"""Planned work: the maintenance windows that are on or to come, and the tickets they are for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import msgspec

from escalate_cli.domain.ticket.matching import matches
from escalate_cli.domain.ticket.search import Search

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from escalate_cli.domain.policy.sections.maintenance import Window
    from escalate_cli.usecases.context import Context
    from escalate_cli.usecases.ports import View

ON: Literal["on"] = "on"


class Planned(msgspec.Struct, frozen=True, kw_only=True):
    """A window that is on or planned, and the open tickets that it is for.

    Attributes:
        change: the number of the change that announced it; nothing for one of the policy file.
    """

    change: int | None
    when: str
    since: datetime
    until: datetime
    state: Literal["on", "planned"]
    why: str
    tickets: tuple[str, ...]


def planned(context: Context, view: View) -> list[Planned]:
    """Return the windows that are not over, the earliest first."""
    return list(_described(context, view, lasting(context)))


def under_way(context: Context, view: View) -> Iterator[Planned]:
    """Yield the windows that are on."""
    begun = [window for window in lasting(context) if window.from_at <= context.now]
    yield from _described(context, view, begun)


def lasting(context: Context) -> list[Window]:
    """Return the windows that are not over, as they were said, the earliest first."""
    found = (each for each in context.people.maintenance if context.now < each.until_at)
    return sorted(found, key=lambda each: (each.from_at, each.until_at))


def _described(context: Context, view: View, windows: Iterable[Window]) -> Iterator[Planned]:
    for window in windows:
        yield Planned(
            change=window.change or None,
            when=window.when.wording or "every ticket",
            since=window.from_at,
            until=window.until_at,
            state=ON if window.from_at <= context.now else "planned",
            why=window.why,
            tickets=tuple(
                ticket.id
                for ticket in view.search(Search(active=True))
                if matches(window.when, ticket)
            ),
        )
