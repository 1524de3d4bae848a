"""Repeats: the fixed grid on which a rule that still holds speaks again."""

from datetime import datetime

from escalate_cli.domain.policy.rules import Repeat


def repeat_numbers(
    repeat: Repeat, since: datetime, last: datetime, now: datetime
) -> tuple[int, int]:
    """Return which reminder on the fixed grid is the next, and which was after the last decision.

    The next is the latest one that is due, when several were missed.
    """
    latest = max((now - since) // repeat.every, 0)
    if repeat.times is not None:
        latest = min(latest, repeat.times)
    following = max((last - since) // repeat.every + 1, 1)
    return max(latest, following), following
