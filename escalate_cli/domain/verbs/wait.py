"""Wait and resume: the ticket is put aside while somebody else must act."""

from datetime import datetime

from escalate_cli.domain.policy.clock_name import ClockName
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.ticket import ACTIVE, Status
from escalate_cli.domain.verbs.allowed import wrong_status
from escalate_cli.domain.verbs.outcome import Cause, Done, Refused
from escalate_cli.domain.verbs.situation import Situation


def wait(
    at: Situation,
    waiting_for: str,
    until: datetime | None = None,
    message: str = "",
    *,
    by_opening: bool = False,
) -> Done | Refused:
    """Stop the clocks until an instant, or until the ticket's calendar opens after it."""
    refused = wrong_status(at.ticket, ACTIVE, "paused")
    if refused is not None:
        return refused
    if until is not None and by_opening:
        calendar = at.rules.calendar(at.ticket.clocks[ClockName.RESOLVE].calendar)
        until = calendar.next_opening(until)
    if until is not None and until <= at.now and not at.is_on_record:
        return Refused(
            "a wait must end in the future", "give --until a later time, like +2h", Cause.WORDING
        )
    paused = e.TicketPaused(waiting_for=waiting_for, until=until, message=message, **at.stamp)
    return Done((paused,))


def resume(at: Situation, message: str = "") -> Done | Refused:
    """Go on with a ticket that was waiting."""
    refused = wrong_status(at.ticket, {Status.WAITING}, "resumed")
    return refused or Done((e.TicketResumed(message=message, **at.stamp),))
