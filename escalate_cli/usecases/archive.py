"""Put away what was closed long ago, so that the daily work stays fast."""

from datetime import timedelta

from escalate_cli.usecases.desk import Desk
from escalate_cli.usecases.ports import View


def archive(desk: Desk, closed_for: timedelta | None = None) -> int:
    """Archive the tickets closed for that long, or for the policy's `retain`; tell how many."""
    with desk.store.transaction() as tx:
        return tx.archive(desk.now - (desk.policy.retain if closed_for is None else closed_for))


def archive_if_due(desk: Desk, view: View) -> int:
    """Archive where a look at the store shows something to put away; tell how many."""
    return archive(desk) if view.may_archive(desk.now - desk.policy.retain) else 0
