"""A board on a terminal of its own, as a person has it."""

import os
import pty
import select
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from fcntl import ioctl
from struct import pack
from termios import ECHO, ICANON, TIOCSCTTY, TIOCSWINSZ, tcgetattr
from typing import NamedTuple

from tests.cli.shell import PROGRAM, Shell
from tests.patience import PATIENCE


class Screen(NamedTuple):
    """A board on a terminal of its own."""

    process: subprocess.Popen[bytes]
    main: int
    side: int

    def until(self, awaited: bytes, shown: bytes = b"") -> bytes:
        """Read until something appears, if it has not been shown yet; fail after a minute."""
        end = time.monotonic() + PATIENCE
        while awaited not in shown:
            is_more = select.select([self.main], [], [], max(0, end - time.monotonic()))[0]
            assert is_more, shown.decode(errors="replace")[-500:]
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


def _owns_terminal() -> None:
    ioctl(0, TIOCSCTTY, 0)
    signal.signal(signal.SIGINT, signal.default_int_handler)


@contextmanager
def board(
    team: Shell, *command: str, size: tuple[int, int] = (24, 80), awaited: bytes = b"Mail is down"
) -> Iterator[Screen]:
    """Show the board of a team on a terminal, and wait until it is there."""
    main, side = pty.openpty()
    ioctl(side, TIOCSWINSZ, pack("HHHH", *size, 0, 0))
    env = {**team.env, "ESCALATE_STORE": str(team.store), "TERM": "xterm-256color"}
    env.pop("COLUMNS", None)
    process = subprocess.Popen(
        command or [PROGRAM, "board"],
        env=env,
        stdin=side,
        stdout=side,
        stderr=side,
        start_new_session=True,
        preexec_fn=_owns_terminal,  # noqa: PLW1509 - so that ^C reaches it
    )
    screen = Screen(process, main, side)
    try:
        screen.until(awaited)
        yield screen
    finally:
        process.kill()
        process.wait()
        os.close(main)
        os.close(side)
