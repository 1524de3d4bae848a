"""What every part of the reading shares."""

from datetime import date, timedelta

import msgspec

from escalate_cli.policyfile.reading.diagnostics import Diagnostics
from escalate_cli.policyfile.reading.name_resolution import DeclaredNames


class OpenTime(msgspec.Struct, frozen=True):
    """How long a calendar is open on its median day, and in a week."""

    day: timedelta
    week: timedelta


class CompileContext(msgspec.Struct, frozen=True, kw_only=True):
    """A policy that is being read.

    Attributes:
        zone: the policy's own time zone.
        openings: of the calendars that could be read, by name.
    """

    report: Diagnostics
    known: DeclaredNames
    today: date
    zone: str
    openings: dict[str, OpenTime]
