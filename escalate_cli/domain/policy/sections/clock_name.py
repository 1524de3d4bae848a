"""The clocks that a policy sets targets for, by name."""

from enum import StrEnum


class ClockName(StrEnum):
    """The duties that are timed; a name of a later version is kept as it is."""

    FIRST_RESPONSE = "first_response"
    NEXT_RESPONSE = "next_response"
    UPDATE = "update"
    ACKNOWLEDGE = "acknowledge"
    LEVEL = "level"
    RESOLVE = "resolve"


CLOCKS = tuple(ClockName)
RESPONSE_CLOCKS = (ClockName.FIRST_RESPONSE, ClockName.NEXT_RESPONSE)
"""The duties to answer the requester's side."""

PAUSED_BY_DEFAULT = tuple(name for name in ClockName if name != ClockName.ACKNOWLEDGE)
