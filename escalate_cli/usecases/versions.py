"""Which versions of the policy open tickets follow, and what is to be known about them."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import msgspec

from escalate_cli.errors import EscalateError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from escalate_cli.usecases.context import Context
    from escalate_cli.usecases.ports import View


class EndingHolidays(msgspec.Struct, frozen=True, kw_only=True):
    """Open tickets are counted by a calendar whose list of holidays ends.

    Attributes:
        last: the last holiday with a date.
        in_force: whether the policy in force still says so.
    """

    calendar: str
    last: date
    tickets: int
    in_force: bool


def outdated(context: Context, view: View) -> int:
    """Count the open tickets that follow an older version of the policy."""
    followed = view.versions_followed().items()
    return sum(count for version, count in followed if version != context.rules.id)


def ending_holidays(context: Context, view: View) -> Iterator[EndingHolidays]:
    """Yield the calendars, by version, in which open tickets will soon meet no holiday any more."""
    rules_of = context.rules_of(view)
    for version, count in view.versions_followed().items():
        with suppress(EscalateError):  # what is wrong with a version is for `doctor` to say
            rules = rules_of(version)
            used = {row.calendar for row in rules.targets}
            for name in sorted(used & rules.calendars.keys()):
                last = rules.calendars[name].last_dated(context.now.date())
                if last is not None:
                    current = version == context.rules.id
                    yield EndingHolidays(calendar=name, last=last, tickets=count, in_force=current)
