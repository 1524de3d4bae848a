"""Ask a trigger about a history, a month after it began."""

from datetime import datetime

from escalate_cli.domain.engine.intervals import Finding, cycles
from escalate_cli.domain.engine.triggers import Trigger
from escalate_cli.domain.policy.policy import Policy
from escalate_cli.domain.ticket import events as e
from tests.conftest import PEOPLE, a_history, after


def found(
    trigger: Trigger, *events: e.Event, policy: Policy | None = None, **log: object
) -> list[Finding]:
    """Return what a trigger finds in the last cycle of a ticket."""
    history = a_history(*events, policy=policy, **log)
    people = policy.people if policy else PEOPLE
    return list(trigger.findings(cycles(history.steps_until(after("30d")), people)[-1]))


def spoken(
    trigger: Trigger, *events: e.Event, policy: Policy | None = None, **log: object
) -> list[tuple[datetime, datetime | None]]:
    """Return since and until of each finding."""
    return [(f.since, f.until) for f in found(trigger, *events, policy=policy, **log)]
