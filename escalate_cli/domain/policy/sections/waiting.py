"""What the policy asks of a person who lets a ticket wait."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Literal

import msgspec

from escalate_cli.domain.policy.sections.policy_key import Doc


class Waiting(msgspec.Struct, frozen=True, kw_only=True):
    """What must be said with a wait, and how long it may last."""

    reason: Annotated[
        Literal["required", "optional"], Doc("`required`: a wait wants `-m`", "required")
    ] = "optional"
    longest: Annotated[
        timedelta | None,
        Doc("duration after which a wait without an end is over; none may be longer", "2d"),
    ] = None
