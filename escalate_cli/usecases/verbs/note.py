"""Write on a ticket: notes of resolvers, words of the requester."""

from collections.abc import Iterator, Sequence

from escalate_cli.domain.messages.notifications import writing
from escalate_cli.domain.messages.outbox_message import Message
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.history import History
from escalate_cli.domain.ticket.ticket_snapshot import TicketSnapshot
from escalate_cli.errors import UsageError
from escalate_cli.usecases.ports import View
from escalate_cli.usecases.unit_of_work import Context, change, change_among
from escalate_cli.usecases.verbs import input_validation


def note(
    context: Context,
    ids: Sequence[str],
    text: str,
    *,
    public: bool = False,
    from_requester: bool = False,
) -> list[TicketSnapshot]:
    """Add a note; the requester's own words are public, and end a wait for them."""
    kept = input_validation.text_of(text)
    if not kept.strip():
        raise UsageError("the note is empty", "say something, or leave it")

    def act(history: History) -> Iterator[e.Event]:
        theirs = from_requester or context.by == history.ticket.requester
        yield e.NoteAdded(
            text=kept, public=public or theirs, from_requester=theirs, **context.stamp
        )

    return change(
        context, input_validation.numbers_of(ids), act, lambda history: _tell(context, history)
    )


def complain(context: Context, ids: Sequence[str], text: str = "") -> list[TicketSnapshot]:
    """Record that the requester complained; the policy may act on repeated ones.

    What the same requester complained about elsewhere is counted now and kept with the event,
    so that the ticket's history tells everything about it.
    """

    def act(view: View, history: History) -> Iterator[e.Event]:
        requester = history.ticket.requester
        others = view.complaints_of(requester) if requester else ()
        elsewhere = sorted(
            complaint.at
            for ticket in others
            if ticket.id != history.ticket.id
            for complaint in ticket.complaints
        )
        yield e.ComplaintReceived(
            text=input_validation.text_of(text),
            requester=requester,
            elsewhere=tuple(elsewhere),
            **context.stamp,
        )

    return change_among(
        context, input_validation.numbers_of(ids), act, lambda history: _tell(context, history)
    )


def _tell(context: Context, history: History) -> Iterator[Message]:
    return writing(history, history.events[-1], context.people)
