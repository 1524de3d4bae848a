"""Somebody at a terminal with a real shell, who types and waits for what is to be seen."""

import os
import pty
import re
import subprocess
import time
from collections.abc import Mapping, Sequence
from fcntl import ioctl
from pathlib import Path
from select import select
from struct import pack
from termios import TIOCSWINSZ
from typing import Final, Self

_CONTROL: Final = re.compile(
    r"\x1b\[[0-9;?<>=]*[ -/]*[@-~]|\x1b[\]P_^][^\x07\x1b]*(?:\x07|\x1b\\)"
    r"|\x1b[()][A-Z0-9]|\x1b[=>]|[\x07\r]"
)
_ANSWERS: Final = {"\x1b[c": "\x1b[?1;2c", "\x1b[0c": "\x1b[?1;2c", "\x1b[6n": "\x1b[1;1R"}
"""What a terminal says when it is asked what it is, and where its cursor is."""

_PATIENCE: Final = 20.0


class Typist:
    """A shell on a terminal of 24 lines and 80 columns.

    Attributes:
        raw: all that the shell has sent so far.
    """

    def __init__(self, command: Sequence[str], env: Mapping[str, str], folder: Path) -> None:
        self._main, side = pty.openpty()
        ioctl(side, TIOCSWINSZ, pack("HHHH", 24, 80, 0, 0))
        self._process = subprocess.Popen(
            command,
            stdin=side,
            stdout=side,
            stderr=side,
            env=env,
            cwd=folder,
            start_new_session=True,
            preexec_fn=_take_terminal,  # noqa: PLW1509 - the terminal is the shell's
        )
        os.close(side)
        self.raw = ""

    @property
    def shown(self) -> str:
        """All that was to be seen so far, without colours and movements."""
        return _CONTROL.sub("", self.raw)

    def type(self, text: str) -> None:
        """Press keys."""
        os.write(self._main, text.encode())

    def wait_for(self, text: str) -> None:
        """Look until a text is to be seen."""
        end = time.monotonic() + _PATIENCE
        while text not in self.shown:
            assert time.monotonic() < end, f"{text!r} never came:\n{self.shown}"
            self._look()

    def wait_for_file(self, path: Path) -> list[str]:
        """Look until a file is there, and return its lines."""
        end = time.monotonic() + _PATIENCE
        while not path.exists() or not path.read_bytes().endswith(b"\n"):
            assert time.monotonic() < end, f"{path.name} never came:\n{self.shown}"
            self._look()
        return path.read_text(encoding="utf-8").splitlines()

    def _look(self) -> None:
        if not select([self._main], [], [], 0.05)[0]:
            return
        try:
            seen = os.read(self._main, 65_536).decode("utf-8", "replace")
        except OSError as error:
            raise AssertionError(f"the shell ended:\n{self.shown}") from error
        self.raw += seen
        for question, reply in _ANSWERS.items():
            for _ in range(seen.count(question)):
                self.type(reply)

    def __enter__(self) -> Self:
        """Sit down."""
        return self

    def __exit__(self, *_error: object) -> None:
        """Leave, and end the shell."""
        self._process.kill()
        self._process.wait()
        os.close(self._main)


def _take_terminal() -> None:
    from termios import TIOCSCTTY

    ioctl(0, TIOCSCTTY, 0)
