"""How long the policy lets something be, in real time or in the hours of a calendar."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Annotated

import msgspec

from escalate_cli.domain.policy.sections.calendars import ALWAYS
from escalate_cli.domain.policy.sections.policy_key import CalendarName, Doc
from escalate_cli.domain.time.calendar import BusinessCalendar
from escalate_cli.domain.time.duration import format_duration


class Delay(msgspec.Struct, frozen=True):
    """A time after which something happens by itself; a duration alone is real time."""

    after: Annotated[timedelta, Doc("duration", "2bd")]
    calendar: Annotated[CalendarName, Doc("calendar of that duration", "office")] = ALWAYS

    def from_(self, at: datetime, calendars: Callable[[str], BusinessCalendar]) -> datetime:
        """Return when it is over, counted from an instant."""
        return calendars(self.calendar).add(at, self.after)

    def __str__(self) -> str:
        """Write it shortly, such as `2d`, or `16h on office`."""
        if self.calendar == ALWAYS:
            return format_duration(self.after)
        return f"{format_duration(self.after, days=False)} on {self.calendar}"
