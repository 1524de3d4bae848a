"""How often, and to whom, a rule speaks again while it holds."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

import msgspec

from escalate_cli.domain.policy.sections.policy_key import Doc


class Repeat(msgspec.Struct, frozen=True, kw_only=True):
    """Say it again on a fixed grid; `times` leaves out the first.

    Attributes:
        climb: each reminder goes to the next level of the functional ladder instead, from its
            first on and round again, as long as nobody acknowledges.
    """

    every: Annotated[timedelta, Doc("duration", "15m")]
    times: Annotated[
        int | None,
        Doc("whole number from 1 on, without the first message", "3", "without end"),
    ] = None
    climb: Annotated[
        bool,
        Doc(
            "`true`: each reminder goes to the next level of the functional ladder, from its first"
            " on and [round again](#rounds), while nobody acknowledges; the ticket stays where it"
            " is",
            "true",
        ),
    ] = False
