"""Wait and resume: the ticket is put aside while somebody else must act."""

from datetime import datetime

from escalate_cli.domain.policy.sections.clock_name import ClockName
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.ticket import ACTIVE, Status
from escalate_cli.domain.time.duration import format_duration
from escalate_cli.domain.verbs.outcome import Cause, Done, Refused
from escalate_cli.domain.verbs.refusals import wrong_status
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
    if not at.is_on_record:
        until = _last_until(at, until)
        refused = _not_as_policy_wants(at, until, message)
        if refused is not None:
            return refused
    paused = e.TicketPaused(waiting_for=waiting_for, until=until, message=message, **at.stamp)
    return Done((paused,))


def _last_until(at: Situation, until: datetime | None) -> datetime | None:
    """Return when a wait ends, at the latest that the policy allows where nobody says it."""
    longest = at.rules.wait.longest
    return at.now + longest if until is None and longest is not None else until


def _not_as_policy_wants(at: Situation, until: datetime | None, message: str) -> Refused | None:
    """Refuse a wait into the past, and one without what the policy asks of it."""
    wanted = at.rules.wait
    if until is not None and until <= at.now:
        return Refused(
            "a wait must end in the future", "give --until a later time, like +2h", Cause.WORDING
        )
    if until is not None and wanted.longest is not None and until > at.now + wanted.longest:
        longest = format_duration(wanted.longest)
        return Refused(
            f"a wait may last {longest} at most", f"give --until an earlier time, like +{longest}"
        )
    if wanted.reason == "required" and not message.strip():
        return Refused("a wait wants its reason", "say what it waits for: -m WHY", Cause.REASON)
    return None


def resume(at: Situation, message: str = "") -> Done | Refused:
    """Go on with a ticket that was waiting."""
    refused = wrong_status(at.ticket, {Status.WAITING}, "resumed")
    return refused or Done((e.TicketResumed(message=message, **at.stamp),))
