"""Which tickets are to be looked back on, once they are resolved."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

import msgspec

from escalate_cli.domain.policy.sections.calendars import ALWAYS
from escalate_cli.domain.policy.sections.conditions import When
from escalate_cli.domain.policy.sections.policy_key import CalendarName, Doc


class Review(msgspec.Struct, frozen=True, kw_only=True):
    """Which tickets owe a post-incident review, and how soon."""

    required_for: Annotated[When, Doc("[condition](#when)", "{priority: [P1, P2]}")]
    within: Annotated[timedelta, Doc("duration from the resolution", "5bd")]
    calendar: Annotated[CalendarName, Doc("calendar of that duration", "office")] = ALWAYS
