"""Resolve, close, reopen: the end of a ticket's cycle, and a new one."""

from collections.abc import Sequence

from escalate_cli.domain.ticket.ticket_snapshot import TicketSnapshot
from escalate_cli.domain.verbs import resolve as verb
from escalate_cli.domain.verbs.outcome import Done, Refused
from escalate_cli.domain.verbs.situation import Situation
from escalate_cli.usecases.ports import Transaction, View
from escalate_cli.usecases.unit_of_work import Context, change
from escalate_cli.usecases.verbs.input_validation import numbers_of, text_of
from escalate_cli.usecases.verbs.link import untie


def resolve(
    context: Context, ids: Sequence[str], resolution: str = "", outcome: str | None = None
) -> list[TicketSnapshot]:
    """Record that the issue is solved, or settled in another way; every clock ends."""
    text = text_of(resolution)
    return change(context, numbers_of(ids), lambda at, _: verb.resolve(at, text, outcome))


def close(context: Context, ids: Sequence[str], message: str = "") -> list[TicketSnapshot]:
    """Confirm that resolved tickets are done."""
    text = text_of(message)
    return change(context, numbers_of(ids), lambda at, _: verb.close(at, text))


def reopen(context: Context, ids: Sequence[str], message: str = "") -> list[TicketSnapshot]:
    """Begin a new cycle at the same level; the verdicts of the old one stay, a tie ends."""
    text = text_of(message)

    def again(at: Situation, tx: Transaction) -> Done | Refused:
        untie(context, tx, at.ticket)
        return _key_taken(at, tx) or verb.reopen(at, text)

    return change(context, numbers_of(ids), again)


def _key_taken(at: Situation, view: View) -> Refused | None:
    """Refuse what would leave two unresolved tickets under one key."""
    ticket = at.ticket
    found = view.with_key(ticket.key) if ticket.key else iter(())
    other = next((each for each in found if each.is_active), None)
    if other is None or other.id == ticket.id:
        return None
    return Refused(
        f"{ticket.id} cannot be reopened: "
        f"{other.id} is {other.status} under its key '{ticket.key}'",
        f"escalate note {other.id} TEXT adds to that one",
    )
