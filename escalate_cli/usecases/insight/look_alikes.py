"""Look-alikes: which tickets may be about the same as a new one, and how they were solved."""

from collections.abc import Sequence
from itertools import islice
from typing import Final

from escalate_cli.domain.ticket.likeness import ALIKE, likeness, words_of
from escalate_cli.domain.ticket.ticket import Ticket
from escalate_cli.usecases.context import Context

_MOST: Final = 3


def look_alikes(context: Context, new: Ticket) -> Sequence[Ticket]:
    """Return tickets whose titles are most like that of a new one: open, or solved of late.

    Nothing is read of the archive, and of the others only their titles.
    """
    words, number = words_of(new.title), new.number
    with context.store.read() as view:
        alike = [(likeness(words, words_of(title)), other) for other, title in view.titles()]
        near = sorted((each for each in alike if each[0] >= ALIKE), reverse=True)
        tickets = (view.ticket(other) for _, other in near if other != number)
        return list(islice((each for each in tickets if _is_known(context, each)), _MOST))


def _is_known(context: Context, ticket: Ticket) -> bool:
    """Tell whether somebody works on a ticket, or it was solved within the policy's `retain`."""
    ended_at = ticket.resolved_at or ticket.closed_at
    is_late = ended_at is not None and ended_at >= context.now - context.rules.retain
    return ticket.duplicate_of is None and (ticket.is_active or is_late)
