"""However the board ends, the terminal is as it was; and while nobody types it writes nothing."""

import os
import pty
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from fcntl import ioctl
from struct import pack
from termios import ECHO, ICANON, TIOCSCTTY, TIOCSWINSZ, tcgetattr
from typing import NamedTuple

import pytest

from tests.cli.shell import PROGRAM, Shell, answering
from tests.patience import PATIENCE, comes, cpu_of

pytest.importorskip("textual")

LEFT = b"\x1b[?1049l"
"""The end of the screen that the board had for itself."""
IDLE = 12
CRASHES = """
import sys
from escalate_cli.cli.live_board.app import LiveBoard
from escalate_cli.cli.app import main
LiveBoard.action_help = lambda _: 1 / 0
sys.argv = ["escalate", "board"]
main()
"""


class Screen(NamedTuple):
    """A board on a terminal of its own."""

    process: subprocess.Popen[bytes]
    main: int
    side: int

    def until(self, awaited: bytes, shown: bytes = b"") -> bytes:
        """Read until something appears, if it has not been shown yet."""
        while awaited not in shown:
            assert select.select([self.main], [], [], PATIENCE)[0], shown.decode(errors="replace")[
                -500:
            ]
            shown += os.read(self.main, 65536)
        return shown

    def within(self, seconds: float) -> bytes:
        """Read all that appears within some seconds."""
        shown, end = b"", time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            if select.select([self.main], [], [], left)[0]:
                shown += os.read(self.main, 65536)
        return shown

    @property
    def is_as_it_was(self) -> bool:
        """Tell whether the terminal echoes, and gives lines."""
        modes = tcgetattr(self.side)[3]
        return bool(modes & ECHO and modes & ICANON)


@contextmanager
def board(team: Shell, *command: str) -> Iterator[Screen]:
    """Show the board of a team on a terminal, and wait until it is there."""
    main, side = pty.openpty()
    ioctl(side, TIOCSWINSZ, pack("HHHH", 24, 80, 0, 0))
    env = {**team.env, "ESCALATE_STORE": str(team.store), "TERM": "xterm-256color"}
    env.pop("COLUMNS", None)
    process = subprocess.Popen(
        command or [PROGRAM, "board"],
        env=env,
        stdin=side,
        stdout=side,
        stderr=side,
        start_new_session=True,
        preexec_fn=lambda: ioctl(0, TIOCSCTTY, 0),  # noqa: PLW1509 - so that ^C reaches it
    )
    screen = Screen(process, main, side)
    try:
        screen.until(b"Mail is down")
        yield screen
    finally:
        process.kill()
        process.wait()
        os.close(main)
        os.close(side)


@pytest.fixture
def team(support: Shell) -> Shell:
    """Log one ticket."""
    support.log("Mail is down", "-p", "P1", "-r", "kim")
    return support


@pytest.mark.parametrize(("typed", "code"), [(b"q", 0), (b"\x03", 130)], ids=["q", "^C"])
def test_a_key_ends_it(team: Shell, typed: bytes, code: int) -> None:
    with board(team) as screen:
        os.write(screen.main, typed)
        assert screen.until(LEFT)
        assert screen.process.wait(PATIENCE) == code
        assert screen.is_as_it_was


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_a_signal_ends_it_as_any_program(team: Shell, number: int, code: int) -> None:
    with board(team) as screen:
        screen.process.send_signal(number)
        assert screen.until(LEFT)
        assert screen.process.wait(PATIENCE) == code
        assert screen.is_as_it_was


def test_it_stops_for_the_shell_and_goes_on(team: Shell) -> None:
    env = {**team.env, "ESCALATE_STORE": str(team.store), "TERM": "xterm-256color", "PS1": "here> "}
    env.pop("COLUMNS")
    done = answering(
        ["bash", "--norc", "--noprofile", "-i"],
        env,
        [
            ("here> ", f"stty rows 24 cols 80; {PROGRAM} board\n"),
            ("Mail is down", "\x1a"),
            ("Stopped", "fg\n"),
            ("Mail is down", "q"),
            ("here> ", "exit\n"),
        ],
    )
    assert done.code == 0


def test_a_crash_gives_the_terminal_back_and_fails(team: Shell) -> None:
    with board(team, sys.executable, "-c", CRASHES) as screen:
        os.write(screen.main, b"?")
        assert screen.until(b"ZeroDivisionError", screen.until(LEFT))
        assert screen.process.wait(PATIENCE) == 1
        assert screen.is_as_it_was


def test_a_store_that_breaks_is_told_of_and_nothing_else_happens(team: Shell) -> None:
    with board(team) as screen:
        for file in sorted(team.store.glob("*.json")):
            file.write_bytes(b"\xff" * 20)
        os.write(screen.main, b"\r")
        assert screen.until(b"doctor")
        os.write(screen.main, b"q")
        assert screen.process.wait(PATIENCE) == 0


def test_while_nobody_types_it_writes_nothing_and_costs_little(team: Shell) -> None:
    """A minute may cost a second of CPU; it is as much in a part of it."""
    with board(team) as screen:
        assert comes(lambda: screen.within(2) == b"")
        before = cpu_of(screen.process.pid)
        assert screen.within(IDLE) == b""
        assert (cpu_of(screen.process.pid) - before) * 60 / IDLE <= 1.0
