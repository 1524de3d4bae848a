"""Patience at the cursor: whoever presses TAB does not wait for a server that does not answer."""

from collections.abc import Callable
from contextlib import suppress
from threading import Thread
from typing import Final, TypeVar

T = TypeVar("T")

PATIENCE: Final = 1.0
"""Seconds."""


def in_time(ask: Callable[[], T]) -> T:
    """Return an answer; raises TimeoutError where it does not come in time, or fails."""
    answers: list[T] = []

    def run() -> None:
        with suppress(Exception):  # nothing is said to whoever is typing
            answers.append(ask())

    thread = Thread(target=run, daemon=True)
    thread.start()
    thread.join(PATIENCE)
    if not answers:
        raise TimeoutError
    return answers[0]
