"""Note and complain: what resolvers and the requester write on a ticket."""

from collections.abc import Iterable
from datetime import datetime

from escalate_cli.domain.engine.episodes import trigger_of
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.party_kind import Party
from escalate_cli.domain.verbs.outcome import Done
from escalate_cli.domain.verbs.situation import Situation

MOST_ELSEWHERE = 100
"""A complaint keeps at most so many about other tickets of its requester, or as many as a rule
counts: all of them with each would make a square."""


def note(
    at: Situation,
    text: str,
    *,
    public: bool = False,
    from_requester: bool = False,
    mail: str | None = None,
) -> Done:
    """Add a note, `mail` by its id; words of the requester's side are public, whoever writes it."""
    theirs = from_requester or at.party_of(at.by) is Party.REQUESTER
    is_public = public or theirs
    return Done(
        (e.NoteAdded(text=text, public=is_public, from_requester=theirs, mail=mail, **at.stamp),)
    )


def complain(at: Situation, text: str = "", elsewhere: Iterable[datetime] = ()) -> Done:
    """Record a complaint, and when the same requester last complained about other tickets."""
    requester = at.ticket.requester
    counts = (getattr(trigger_of(rule), "count", 0) for rule in at.rules.triggers)
    latest = sorted(elsewhere)[-max([MOST_ELSEWHERE, *counts]) :]
    complaint = e.ComplaintReceived(
        text=text, requester=requester, elsewhere=tuple(latest), **at.stamp
    )
    return Done((complaint,))
