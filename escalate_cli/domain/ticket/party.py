"""Parties: whose side an act is of, which decides the duties that it meets and begins."""

from enum import StrEnum


class Party(StrEnum):
    """For whom somebody speaks; recorded with each act, and read there for ever."""

    TEAM = "team"
    REQUESTER = "requester"
    MACHINE = "machine"
    OTHER = "other"
