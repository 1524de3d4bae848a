"""Whoever waits is woken by another size of the terminal, once for as many as came."""

import ctypes
import os
from collections.abc import Sequence
from itertools import starmap
from operator import call
from select import select
from signal import SIGWINCH, getsignal, raise_signal

import pytest

from escalate_cli.render.parts.screen import resizing
from escalate_cli.render.parts.screen.resizing import resizes


def test_it_waits_until_there_is_another_size() -> None:
    with resizes() as resized:
        assert resized(0) is False
        for _ in range(100_000):
            raise_signal(SIGWINCH)
        assert resized(60) is True
        while resized(0):
            pass


def test_a_size_that_comes_when_it_is_about_to_wait_is_not_missed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Nothing of Python runs between the signal and the wait, and so no handler."""
    comes = getattr(ctypes.CDLL(None), "raise")

    def late(*waiting: Sequence[int]) -> object:
        return list(starmap(call, [(comes, int(SIGWINCH)), (select, *waiting)]))[1]

    monkeypatch.setattr(resizing, "select", late)
    with resizes() as resized:
        assert resized(2) is True


def test_all_is_then_as_it_was() -> None:
    before, files = getsignal(SIGWINCH), os.listdir("/proc/self/fd")  # noqa: PTH208 - names are enough
    with resizes():
        assert getsignal(SIGWINCH) is not before
    assert getsignal(SIGWINCH) is before
    assert os.listdir("/proc/self/fd") == files  # noqa: PTH208 - the same
