"""Review: what was learned from a ticket that is over."""

from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.ticket import FINISHED
from escalate_cli.domain.verbs.allowed import wrong_status
from escalate_cli.domain.verbs.outcome import Done, Refused
from escalate_cli.domain.verbs.situation import Situation


def review(
    at: Situation,
    root_cause: str,
    factors: tuple[str, ...] = (),
    went_well: tuple[str, ...] = (),
    actions: tuple[str, ...] = (),
) -> Done | Refused:
    """Record root cause, contributing factors, what went well and actions."""
    refused = wrong_status(at.ticket, FINISHED, "reviewed")
    if refused is not None:
        return refused
    learned = e.ReviewRecorded(
        root_cause=root_cause, factors=factors, went_well=went_well, actions=actions, **at.stamp
    )
    return Done((learned,))
