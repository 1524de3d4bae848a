"""Heartbeats: what must be heard of again and again, and the ticket that its absence logs."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated

import msgspec

from escalate_cli.domain.policy.sections.policy_key import Doc, PriorityName, Word
from escalate_cli.domain.time.duration import format_duration

_Name = Annotated[str, Word("ticket name")]


class MissedBeatTicket(msgspec.Struct, frozen=True, kw_only=True):
    """What is logged when a beat does not come."""

    title: Annotated[
        Annotated[str, Word("ticket title")] | None, Doc("text", "No backup", "`No beat of KEY`")
    ] = None
    description: Annotated[
        str, Doc("text that stands before how long nothing was heard", "Look at host b2.", "none")
    ] = ""
    priority: Annotated[PriorityName | None, Doc("priority", "P2", "`default_priority`")] = None
    service: Annotated[_Name | None, Doc("name", "payments", "none")] = None
    category: Annotated[_Name | None, Doc("name", "backup", "none")] = None
    customer: Annotated[_Name | None, Doc("name", "acme", "none")] = None
    tags: Annotated[tuple[_Name, ...], Doc("list of names", "[nightly]")] = ()
    skills: Annotated[tuple[_Name, ...], Doc("list of names", "[database]")] = ()


class Heartbeat(msgspec.Struct, frozen=True, kw_only=True):
    """A job or a program that says `escalate beat KEY` as long as all is well."""

    key: Annotated[
        str,
        Word("heartbeat key"),
        Doc("name for `escalate beat`, and the key of the ticket", "backup-job"),
    ]
    every: Annotated[timedelta, Doc("duration from one beat to the next", "1d")]
    grace: Annotated[timedelta, Doc("duration by which a beat may be late", "1h", "none")] = (
        timedelta(0)
    )
    log: Annotated[
        MissedBeatTicket,
        Doc(
            "[the ticket](#heartbeatslog) that is logged when no beat comes",
            "{title: No backup, priority: P2}",
            "a title alone",
        ),
    ] = MissedBeatTicket()

    def missing_at(self, last: datetime) -> datetime:
        """Return since when a beat is missing, if the last one is the last."""
        return last + self.every + self.grace

    @property
    def title(self) -> str:
        """Return the title of its ticket."""
        return self.log.title or f"No beat of {self.key}"

    @property
    def rhythm(self) -> str:
        """Say how often it beats."""
        grace = f", {format_duration(self.grace)} of grace" if self.grace else ""
        return f"every {format_duration(self.every)}{grace}"
