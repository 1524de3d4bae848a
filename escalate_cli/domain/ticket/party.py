"""Whose side an act is of: it decides which duties the act meets and which it begins."""

from enum import StrEnum


class Party(StrEnum):
    """For whom somebody speaks; recorded with each act, and read there for ever."""

    TEAM = "team"
    REQUESTER = "requester"
    MACHINE = "machine"
    OTHER = "other"
