"""What a run of `check` did and left, as Prometheus reads it: the text format, version 0.0.4.

Every sample names its store, so that several of them may be told apart on one machine.
"""

from collections.abc import Iterator
from datetime import timedelta

from escalate_cli.sanitize import one_line
from escalate_cli.usecases.automation.check import Checked

_ESCAPES = str.maketrans({"\\": r"\\", '"': r"\""})


def metrics(checked: Checked, store: str) -> str:
    """Write all that is measured after a run that looked at what presses."""
    label = f'{{store="{one_line(store).translate(_ESCAPES)}"}}'
    return "".join(
        f"# HELP escalate_{name} {about}\n# TYPE escalate_{name} gauge\n"
        f"escalate_{name}{label} {value:.0f}\n"
        for name, about, value in _samples(checked)
    )


def _samples(checked: Checked) -> Iterator[tuple[str, str, float]]:
    pressing, left = checked.pressing, checked.left
    overdue = pressing.overdue if pressing else ()
    oldest = max((each.overdue_by or timedelta(0) for each in overdue), default=timedelta(0))
    yield "check_timestamp_seconds", "When check last ran.", checked.now.timestamp()
    yield "check_errors", "What the last check could not do.", len(checked.errors)
    yield "check_decisions", "Decisions of the last check.", len(checked.decisions)
    yield "check_messages_sent", "Messages that the last check delivered.", checked.sent
    yield "check_messages_failed", "Messages that it tried in vain.", checked.failed
    yield "tickets_open", "Tickets that somebody still has to work on.", checked.active
    yield "tickets_overdue", "Tickets past a target.", len(overdue)
    yield "tickets_at_risk", "Tickets near a target.", len(pressing.at_risk) if pressing else 0
    yield "oldest_overdue_seconds", "By how much the latest is overdue.", oldest.total_seconds()
    yield "messages_pending", "Messages that wait in the outbox.", left.pending
    yield "messages_unreachable", "Those for whom there is no contact.", left.unreachable
    yield "messages_undelivered", "Messages that were given up.", left.dead
