"""Whoever waits is woken by another size of the terminal, once for as many as came."""

import os
from signal import SIGWINCH, getsignal, raise_signal

from escalate_cli.render.parts.screen.resizing import resizes


def test_it_waits_until_there_is_another_size() -> None:
    with resizes() as resized:
        assert resized(0) is False
        for _ in range(100_000):
            raise_signal(SIGWINCH)
        assert resized(60) is True
        while resized(0):
            pass


def test_all_is_then_as_it_was() -> None:
    before, files = getsignal(SIGWINCH), os.listdir("/proc/self/fd")  # noqa: PTH208 - names are enough
    with resizes():
        assert getsignal(SIGWINCH) is not before
    assert getsignal(SIGWINCH) is before
    assert os.listdir("/proc/self/fd") == files  # noqa: PTH208 - the same
