"""Signal handling: what SIGINT, SIGTERM and SIGHUP do before, during and after a command.

An interrupt that strikes an import may come out as another error, or be swallowed. Before the
command nothing is at stake, so the process leaves; the command then gets its KeyboardInterrupt,
or a SystemExit where somebody else ends it or the terminal is closed.
"""

import atexit
import os
import sys
from signal import SIG_DFL, SIG_IGN, SIGHUP, SIGINT, SIGTERM, default_int_handler, getsignal, signal
from types import FrameType

_ended_by: list[int] = []


def leave_at_once() -> None:
    """End the process at an interrupt, unless interrupts are ignored."""
    if getsignal(SIGINT) is default_int_handler:
        signal(SIGINT, _leave)


def raise_again() -> None:
    """Let signals unwind the command from now on, as it may hold a lock or a child."""
    if getsignal(SIGINT) is _leave:
        signal(SIGINT, default_int_handler)
    for number in (SIGTERM, SIGHUP):
        if getsignal(number) is SIG_DFL:
            signal(number, _unwind)
    sys.unraisablehook = _say_unheard
    atexit.register(_die)  # before whatever else cleans up at the exit, so that it comes last


def ignore() -> None:
    """Do not disturb the way out: the exit code tells what was done."""
    for number in (SIGINT, SIGTERM, SIGHUP):
        signal(number, SIG_IGN)


def _leave(_number: int, _frame: FrameType | None) -> None:
    try:
        os.write(2, b"escalate: interrupted\n")
    finally:
        os._exit(130)


def _unwind(number: int, _frame: FrameType | None) -> None:
    ignore()
    _ended_by.append(number)
    raise SystemExit(128 + number)


def _say_unheard(unheard: "sys.UnraisableHookArgs") -> None:
    """Ignore an exit raised where Python cannot pass it on; `_die` sends the signal again."""
    if not isinstance(unheard.exc_value, SystemExit | KeyboardInterrupt):
        sys.__unraisablehook__(unheard)


def _die() -> None:
    """Show whoever waits for the process which signal ended it."""
    for number in _ended_by:
        signal(number, SIG_DFL)
        os.kill(os.getpid(), number)
