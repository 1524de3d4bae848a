"""Assess: a resolver judges what a ticket needs, and has taken it by that."""

import msgspec

from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.ticket import ACTIVE
from escalate_cli.domain.verbs.outcome import Done, Refused
from escalate_cli.domain.verbs.priority import (
    Said,
    changed_from,
    triage_of,
)
from escalate_cli.domain.verbs.refusals import not_of_team, wrong_status
from escalate_cli.domain.verbs.situation import Situation


class Judgement(msgspec.Struct, frozen=True, kw_only=True):
    """What a resolver thinks of a ticket; nothing means no opinion."""

    impact: str | None = None
    urgency: str | None = None
    priority: str | None = None
    category: str | None = None
    skills: tuple[str, ...] | None = None
    needs_decision: bool = False
    message: str = ""

    @property
    def said(self) -> Said:
        """Return what is thought of its priority."""
        return Said(priority=self.priority, impact=self.impact, urgency=self.urgency)


def assess(at: Situation, judgement: Judgement) -> Done | Refused:
    """Record a judgement, with the priority that it makes."""
    triage = (
        wrong_status(at.ticket, ACTIVE, "assessed")
        or not_of_team(at.by, at, "assessed by")
        or triage_of(at, judgement.said)
    )
    if isinstance(triage, Refused):
        return triage
    assessed = e.TicketAssessed(
        priority=triage.priority,
        impact=triage.impact,
        urgency=triage.urgency,
        category=judgement.category,
        skills=judgement.skills,
        needs_decision=judgement.needs_decision,
        message=judgement.message,
        priority_before=changed_from(at, triage.priority),
        **at.stamp,
    )
    return Done((assessed,))
