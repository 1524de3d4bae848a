"""Report again: a log under the key of an unresolved ticket is a word on that ticket."""

from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.party import Party
from escalate_cli.domain.ticket.team import staff_of
from escalate_cli.domain.verbs.keep_informed import keep_informed
from escalate_cli.domain.verbs.outcome import Done
from escalate_cli.domain.verbs.situation import Situation


def report_again(at: Situation, text: str, person: str | None = None) -> Done:
    """Add a report to its ticket: a word of the requester's side, or a note for the team.

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
    stakeholders = (*at.ticket.stakeholders, *((person,) if person and joins else ()))
    joined = keep_informed(at, stakeholders).events
    said = e.NoteAdded(text=text, public=theirs, from_requester=theirs, **at.stamp)
    return Done((*joined, said))


def _joins(person: str, party: Party, at: Situation) -> bool:
    """Tell whether somebody becomes a stakeholder by what was reported for them."""
    who = at.people.identity(person)
    if party is Party.MACHINE or who in staff_of(at.policy.rules, at.people):
        return False
    known = (at.ticket.requester, at.ticket.owner, *at.ticket.stakeholders)
    return who not in {at.people.identity(name) for name in known if name is not None}
