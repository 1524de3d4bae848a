"""Note and complain: what resolvers and the requester write on a ticket."""

from collections.abc import Iterable
from datetime import datetime

from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.party import Party
from escalate_cli.domain.verbs.outcome import Done
from escalate_cli.domain.verbs.situation import Situation


def note(at: Situation, text: str, *, public: bool = False, from_requester: bool = False) -> Done:
    """Add a note; words of the requester's side are public, whoever writes them down."""
    theirs = from_requester or at.party_of(at.by) is Party.REQUESTER
    written = e.NoteAdded(text=text, public=public or theirs, from_requester=theirs, **at.stamp)
    return Done((written,))


def complain(at: Situation, text: str = "", elsewhere: Iterable[datetime] = ()) -> Done:
    """Record a complaint, and when the same requester complained about other tickets."""
    requester = at.ticket.requester
    complaint = e.ComplaintReceived(
        text=text, requester=requester, elsewhere=tuple(sorted(elsewhere)), **at.stamp
    )
    return Done((complaint,))
