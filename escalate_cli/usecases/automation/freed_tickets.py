"""Tickets that are free earlier than their rows say: a maintenance window was ended, or is gone.

Whoever ends a window, or takes it out of the policy file, looks at no ticket. The next check does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from escalate_cli.usecases.context import Context
from escalate_cli.usecases.session import Session

if TYPE_CHECKING:  # types alone: start-up time
    from escalate_cli.usecases.ports import View


def windows_changed(context: Context, view: View) -> bool:
    """Tell whether a window that rows still count on is not over, and gone from the policy."""
    today = context.people.maintenance
    return any(w not in today for w in view.windows() if context.now < w.until_at)


def waiting_for_windows(view: View) -> list[int]:
    """Name the tickets that wait for the end of a window."""
    ends = {window.until_at for window in view.windows()}
    return [number for number in view.in_use() if view.next_at(number) in ends]


def forget_windows(session: Session) -> None:
    """Go by the windows of today alone, once all tickets that were freed have been looked at."""
    context = session.context
    lasting = [each for each in context.people.maintenance if context.now < each.until_at]
    session.change(lambda tx: tx.keep_windows(lasting))
