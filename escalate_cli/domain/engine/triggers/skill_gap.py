"""Skill: nobody at the ticket's level has a skill that it needs."""

from collections.abc import Iterator
from functools import partial
from itertools import groupby
from typing import ClassVar

import msgspec

from escalate_cli.domain.engine.intervals import Cycle, Finding, Stretch
from escalate_cli.domain.engine.triggers import Kind, trigger
from escalate_cli.domain.policy.people import People
from escalate_cli.domain.policy.skills import lacking
from escalate_cli.domain.ticket.ticket import Ticket


@trigger(Kind.SKILL)
class SkillGap(msgspec.Struct, frozen=True, kw_only=True):
    """Speak when a required skill is missing at the level that holds the ticket."""

    kind: ClassVar[Kind]

    def findings(self, cycle: Cycle) -> Iterator[Finding]:
        """Yield each time in which the same skills are missing, by the people of today.

        Nobody records who was there when, so today's people stand for those of all its time; what
        was decided by those of before stays decided.

        What the ticket needs is the cause: a way back to a level without it is no news.
        """
        if not any(stretch.ticket.skills for stretch in cycle.stretches):
            return
        for missing, group in groupby(cycle.stretches, key=partial(_missing, cycle.people)):
            if missing:
                stretches = list(group)
                yield Finding(
                    since=stretches[0].since,
                    until=stretches[-1].until,
                    reason=f"nobody at {stretches[0].ticket.level} has {', '.join(missing)}",
                    cause=", ".join(stretches[0].ticket.skills),
                )

    def waits_for(self, ticket: Ticket) -> str:
        """Say what is needed."""
        if not ticket.skills:
            return "the ticket asks for no skill"
        return f"somebody at {ticket.level} has each of {', '.join(ticket.skills)}"


def _missing(people: People, stretch: Stretch) -> tuple[str, ...]:
    level = stretch.rules.level(stretch.ticket.level)
    return lacking(stretch.ticket.skills, level, people) if level else ()
