"""What Ctrl-C does before, during and after the command itself.

An interrupt that strikes an import may come out as another error, or be swallowed. Before the
command nothing is at stake, so the process leaves; the command then gets its KeyboardInterrupt.
"""

import os
from signal import SIG_IGN, SIGINT, default_int_handler, getsignal, signal
from types import FrameType


def leave_at_once() -> None:
    """End the process at an interrupt, unless interrupts are ignored."""
    if getsignal(SIGINT) is default_int_handler:
        signal(SIGINT, _leave)


def raise_again() -> None:
    """Let an interrupt unwind the command, which may hold a lock or a child."""
    if getsignal(SIGINT) is _leave:
        signal(SIGINT, default_int_handler)


def ignore() -> None:
    """Do not disturb the way out: the exit code tells what was done."""
    signal(SIGINT, SIG_IGN)


def _leave(_number: int, _frame: FrameType | None) -> None:
    try:
        os.write(2, b"escalate: interrupted\n")
    finally:
        os._exit(130)
