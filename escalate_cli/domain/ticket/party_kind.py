"""The kinds of party that an act can be of; `party.py` tells whose side somebody is on."""

from enum import StrEnum


class Party(StrEnum):
    """For whom somebody speaks; recorded with each act, and read there for ever."""

    TEAM = "team"
    REQUESTER = "requester"
    MACHINE = "machine"
    OTHER = "other"
