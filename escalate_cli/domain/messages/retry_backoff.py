"""Retry backoff: when a message that was not taken is tried again, and when it is given up."""

from datetime import timedelta

BACKOFF = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=6),
)
"""How long to wait after each failed attempt; after one more the message is dead."""

LONGEST_WAIT = BACKOFF[-1]


def wait_after(attempts: int) -> timedelta | None:
    """Return how long to wait after so many failed attempts; None where there is no other."""
    return BACKOFF[attempts - 1] if attempts <= len(BACKOFF) else None
