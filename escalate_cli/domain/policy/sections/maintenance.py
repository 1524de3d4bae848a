"""Maintenance windows: planned work, during which the policy is silent about some tickets."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated

import msgspec

from escalate_cli.domain.policy.sections.conditions import When
from escalate_cli.domain.policy.sections.policy_key import Doc

LONG = timedelta(days=30)
"""A window that lasts longer than this is probably a mistake."""


class Window(msgspec.Struct, frozen=True, kw_only=True):
    """The policy neither moves nor tells because of tickets that match, in [from_at, until_at).

    Attributes:
        change: the number of the change by which somebody announced it; 0 for one of the file.
    """

    when: Annotated[When, Doc("[condition](#when)", "{service: payments}", "every ticket")] = When()
    from_at: Annotated[
        datetime, Doc("local time in the policy's zone", "2026-11-24 22:00", names=("from",))
    ]
    until_at: Annotated[
        datetime,
        Doc("local time in the policy's zone, exclusive", "2026-11-25 02:00", names=("until",)),
    ]
    why: Annotated[str, Doc("text", "new database", "nothing")] = ""
    change: int = 0
