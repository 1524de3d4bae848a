"""Signals end the process as the shell expects, and without a traceback."""

import signal

import pytest

from tests.patience import PATIENCE
from tests.unit.cli.process import ENTRY, python, start


@pytest.mark.parametrize(
    ("number", "code", "said"),
    [
        (signal.SIGINT, 130, "escalate: interrupted\n"),
        (signal.SIGTERM, -signal.SIGTERM, ""),
        (signal.SIGHUP, -signal.SIGHUP, ""),
    ],
    ids=["SIGINT", "SIGTERM", "SIGHUP"],
)
def test_a_signal_ends_a_running_command(number: signal.Signals, code: int, said: str) -> None:
    with start("fail", "sleep") as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        process.send_signal(number)
        _, err = process.communicate(timeout=PATIENCE)
    assert (process.returncode, err) == (code, said)


def test_an_interrupt_before_the_command_leaves_at_once() -> None:
    code = (
        "import os, signal; from escalate_cli.cli import signals; signals.leave_at_once();"
        "os.kill(os.getpid(), signal.SIGINT); print('still here')"
    )
    ran = python("-c", code)
    assert (ran.returncode, ran.stdout, ran.stderr) == (130, "", "escalate: interrupted\n")


def test_the_command_itself_is_unwound() -> None:
    code = (
        "import os, signal; from escalate_cli.cli import signals; signals.leave_at_once();"
        "signals.raise_again()\n"
        "try: os.kill(os.getpid(), signal.SIGINT)\n"
        "finally: print('unlocked', flush=True)"
    )
    assert python("-c", code).stdout == "unlocked\n"


def test_an_ending_that_python_lets_not_through_comes_at_the_exit_without_a_word() -> None:
    code = (
        "import os, signal; from escalate_cli.cli import signals; signals.raise_again()\n"
        "class Lock:\n"
        "    def __del__(self): os.kill(os.getpid(), signal.SIGTERM)\n"
        "Lock(); print('unlocked', flush=True)"
    )
    ran = python("-c", code)
    assert (ran.returncode, ran.stdout, ran.stderr) == (-signal.SIGTERM, "unlocked\n", "")


def test_an_error_that_python_lets_not_through_is_shown() -> None:
    code = (
        "from escalate_cli.cli import signals; signals.raise_again()\n"
        "class Broken:\n"
        "    def __del__(self): raise ValueError('a bug')\n"
        "Broken()"
    )
    assert "ValueError: a bug" in python("-c", code).stderr


def test_an_interrupt_after_the_work_changes_no_exit_code() -> None:
    code = (
        "import os, signal; from escalate_cli.cli import signals; signals.ignore();"
        "os.kill(os.getpid(), signal.SIGINT); print('done')"
    )
    ran = python("-c", code)
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "done\n", "")


def test_a_background_job_goes_on_ignoring_interrupts() -> None:
    code = (
        "import os, signal; signal.signal(signal.SIGINT, signal.SIG_IGN);"
        "from escalate_cli.cli import signals; signals.leave_at_once();"
        "signals.raise_again(); os.kill(os.getpid(), signal.SIGINT);"
        f"import sys; sys.argv = ['escalate', 'list']; {ENTRY}"
    )
    assert python("-c", code).stdout == "T-1\tVPN – drops\n"
