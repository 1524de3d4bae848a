"""What a run of `check` sends, when its decisions are kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from msgspec.structs import replace

from escalate_cli.errors import EscalateError
from escalate_cli.usecases.automation.check import Checked
from escalate_cli.usecases.automation.decided_ticket import Failure
from escalate_cli.usecases.outbox.deliver import deliver_in
from escalate_cli.usecases.session import Session

if TYPE_CHECKING:  # types alone: start-up time
    from escalate_cli.usecases.ports import Notifier


def after_check(notifier: Callable[[], Notifier], session: Session, checked: Checked) -> Checked:
    """Send what is due after a run of `check`; what it decided stands, whatever becomes of that."""
    try:
        done = deliver_in(session, notifier)
    except EscalateError as error:
        return replace(checked, errors=(*checked.errors, Failure("messages", str(error))))
    errors = (Failure(lost.parcel.messages[0].ticket, lost.sentence) for lost in done.undelivered)
    return replace(checked, sent=done.sent, failed=done.failed, errors=(*checked.errors, *errors))
