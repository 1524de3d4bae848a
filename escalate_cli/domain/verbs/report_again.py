"""Report again: a log under the key of a ticket is a word on it, and perhaps reopens it."""

from typing import cast

from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.party import Party
from escalate_cli.domain.ticket.team import staff_of
from escalate_cli.domain.ticket.ticket import Status
from escalate_cli.domain.verbs.keep_informed import is_informed, keep_informed
from escalate_cli.domain.verbs.outcome import Done
from escalate_cli.domain.verbs.resolve import reopen
from escalate_cli.domain.verbs.situation import Situation


def report_again(at: Situation, text: str, person: str | None = None) -> Done:
    """Add a report to its ticket: a word of the requester's side, or a note for the team.

    A ticket that is over is reopened, if it was resolved lately; a word of the requester's side is
    one on it as long as it is not closed; any other report is not about it, and nothing is done.

    Args:
        at: where it meets the ticket.
        text: what was reported.
        person: for whom it is, if somebody else passes it on; who is neither of the team nor a
            machine is kept informed from then on, and speaks for the requester's side.
    """
    reporter = person or at.by
    party = at.party_of(reporter)
    joins = person is not None and _joins(person, party, at)
    theirs = joins or party is Party.REQUESTER
    again = _reopened(at, text)
    if not (at.ticket.is_active or again or (party is Party.REQUESTER and _listens(at))):
        return Done(())
    stakeholders = (*at.ticket.stakeholders, *((person,) if person and joins else ()))
    joined = keep_informed(at, stakeholders).events
    said = e.NoteAdded(text=text, public=theirs, from_requester=theirs, **at.stamp)
    return Done((*joined, said, *again))


def _reopened(at: Situation, text: str) -> tuple[e.Event, ...]:
    """Return the reopening of a ticket that was resolved so lately that a report reopens it."""
    within, resolved_at = at.rules.reopen_within, at.ticket.resolved_at
    if within is None or resolved_at is None:
        return ()
    is_late = at.now > within.from_(resolved_at, at.rules.calendar)
    return () if is_late else cast("Done", reopen(at, text)).events


def _listens(at: Situation) -> bool:
    """Tell whether words on a ticket that is over come to anything."""
    return at.ticket.status is Status.RESOLVED and at.rules.after_resolution != "ignore"


def _joins(person: str, party: Party, at: Situation) -> bool:
    """Tell whether somebody becomes a stakeholder by what was reported for them."""
    who = at.people.identity(person)
    if party is Party.MACHINE or who in staff_of(at.policy.rules, at.people):
        return False
    return not is_informed(at, person)
