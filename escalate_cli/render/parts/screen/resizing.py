"""Resizing of the terminal: who waits to print a page anew is woken by it."""

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from select import select


@contextmanager
def resizes() -> Iterator[Callable[[float], bool]]:
    """Give what waits so many seconds, or until the terminal has another size, and tells which."""
    heard, told = os.pipe()
    os.set_blocking(told, False)
    before = signal.signal(signal.SIGWINCH, lambda *_: _tell(told))
    try:
        yield lambda seconds: bool(select([heard], [], [], seconds)[0] and os.read(heard, 65_536))
    finally:
        signal.signal(signal.SIGWINCH, before)
        os.close(heard)
        os.close(told)


def _tell(told: int) -> None:
    try:
        os.write(told, b"!")
    except BlockingIOError:  # it is full of the same
        return
