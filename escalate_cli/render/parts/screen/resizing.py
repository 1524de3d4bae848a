"""Resizing of the terminal: who waits to print a page anew is woken by it."""

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from select import select


@contextmanager
def resizes() -> Iterator[Callable[[float], bool]]:
    """Give what waits so many seconds, or until the terminal has another size, and tells which.

    Python writes to the pipe as the signal comes. It calls a handler only between two steps of its
    own, so that one which comes when `select` is about to wait would be heard after it.
    """
    heard, told = os.pipe()
    os.set_blocking(told, False)
    woken = signal.set_wakeup_fd(told, warn_on_full_buffer=False)
    before = signal.signal(signal.SIGWINCH, lambda *_: None)
    try:
        yield lambda seconds: bool(select([heard], [], [], seconds)[0] and os.read(heard, 65_536))
    finally:
        signal.signal(signal.SIGWINCH, before)
        signal.set_wakeup_fd(woken)
        os.close(heard)
        os.close(told)
