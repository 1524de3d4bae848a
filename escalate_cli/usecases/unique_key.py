"""Keys: no two unresolved tickets share one, so that a report under it has one place to go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from escalate_cli.errors import NotAllowedError

if TYPE_CHECKING:  # types alone: start-up time
    from collections.abc import Sequence

    from escalate_cli.domain.ticket.ticket import Ticket
    from escalate_cli.usecases.ports import View


def unresolved_under(view: View, key: str) -> Ticket | None:
    """Return the ticket that a key names and that is not resolved, if there is one."""
    return next((ticket for ticket in view.with_key(key) if ticket.is_active), None)


def must_share_no_key(view: View, tickets: Sequence[Ticket], what: str = "be reopened") -> None:
    """Raise NotAllowedError where tickets, as a change leaves them, share a key while unresolved.

    Args:
        view: the store, with the change or without it.
        tickets: all that the change makes unresolved, or takes a key from.
        what: what is refused.
    """
    changed = {ticket.id for ticket in tickets}
    for ticket in tickets:
        for key in ticket.keys if ticket.is_active else ():
            among = (each for each in tickets if key in each.keys)
            others = (each for each in view.with_key(key) if each.id not in changed)
            for other in (*among, *others):
                if other.is_active and other.id != ticket.id:
                    raise NotAllowedError(
                        f"{ticket.id} cannot {what}: "
                        f"{other.id} is {other.status} under its key '{key}'",
                        f"escalate note {other.id} TEXT adds to that one",
                    )
