"""The command line as people and scripts use it: in this process, as a program, on a terminal."""

import io
import json
import os
import pty
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, redirect_stderr, redirect_stdout, suppress
from fcntl import ioctl
from pathlib import Path
from select import select
from struct import pack
from termios import TIOCSWINSZ
from typing import Any

import msgspec
import pytest

from escalate_cli.cli.app import run
from tests.patience import PATIENCE, comes, state_of

INTERRUPT = "\x03"
RESIZED = "another size of the terminal"
"""As answers they stand for ^C, and for what a window says that was made smaller."""

PROGRAM = str(Path(sys.executable).with_name("escalate"))
NINE = "2026-11-23T09:00:00+01:00"
"""Monday, 09:00 in Berlin: the office of the sample policy opens."""

_REHEARSED = re.compile(r"ESCALATE_NOW is set: the\s+clock\s+says(?:\s+\S+){4}\s*\n")
_STYLES = re.compile(r"\x1b\[[0-9;]*m")


class Result(msgspec.Struct, frozen=True):
    """What a command line said and how it ended."""

    stdout: str
    stderr: str
    code: int

    @property
    def data(self) -> Any:
        """The JSON on stdout."""
        return json.loads(self.stdout)

    @property
    def rows(self) -> list[list[str]]:
        """The tab-separated values on stdout."""
        return [line.split("\t") for line in self.stdout.splitlines()]

    @property
    def plain(self) -> str:
        """What a terminal shows, without colours."""
        return _STYLES.sub("", self.stdout)


class Shell:
    """One store, on which command lines are run in this process.

    Attributes:
        store: the folder of the tickets.
        env: what every command line finds in its environment.
    """

    def __init__(self, store: Path, env: Mapping[str, str]) -> None:
        self.store = store
        self.env = {**env, "ESCALATE_STORE": str(store)}

    def __call__(self, *argv: str, now: str | None = None, stdin: str = "") -> Result:
        """Run a command line whose output goes into a pipe.

        Args:
            argv: what is typed.
            now: the instant of the clock, or how much later than the present one.
            stdin: what is piped into it.
        """
        later = ["--now", now] if now and now.startswith(("+", "-")) else []
        env = self.env | ({"ESCALATE_NOW": now} if now and not later else {})
        out, err = io.StringIO(), io.StringIO()
        with (
            pytest.MonkeyPatch.context() as patch,
            _reading(stdin, self.store.with_name("stdin")) as source,
            redirect_stdout(out),
            redirect_stderr(err),
        ):
            for name in [name for name in os.environ if name.startswith(("ESCALATE_", "XDG_"))]:
                patch.delenv(name)
            for name, value in env.items():
                patch.setenv(name, value)
            patch.setattr(sys, "stdin", source)
            code = run([*argv, *later])
        return Result(out.getvalue(), err.getvalue(), code)

    def log(self, title: str, *options: str, now: str | None = None) -> str:
        """Log a ticket, and return its id."""
        return self.done("log", title, *options, now=now).stdout.strip()

    def done(self, *argv: str, now: str | None = None, stdin: str = "") -> Result:
        """Run a command line that must succeed."""
        result = self(*argv, now=now, stdin=stdin)
        assert result.code == 0, result.stderr
        return result

    def show(self, ticket: str = "1", now: str | None = None) -> Any:
        """Return a ticket with its story."""
        return self.done("show", ticket, "--json", now=now).data

    def kinds(self, ticket: str = "1") -> list[str]:
        """Name the events of a ticket, oldest first."""
        return [event["kind"] for event in self.show(ticket)["events"]]

    @property
    def policy(self) -> Path:
        """Return the file of the store's own policy."""
        return self.store / "policy.yaml"

    def follow(self, policy: str) -> None:
        """Put a policy in place; where there is no store yet, one begins with it."""
        self.store.mkdir(mode=0o700, exist_ok=True)
        self.policy.write_text(policy, encoding="utf-8")
        self.policy.chmod(0o600)

    def amend(self, old: str, new: str) -> None:
        """Replace a text of the policy, which must be there."""
        text = self.policy.read_text(encoding="utf-8")
        assert old in text
        self.follow(text.replace(old, new))

    def file(self) -> bytes:
        """Return the bytes of the store's file."""
        return (self.store / "tickets.json").read_bytes()


def program(*argv: str, env: Mapping[str, str], stdin: str = "", cwd: Path | None = None) -> Result:
    """Run the installed program as a process of its own, in pipes."""
    done = subprocess.run(
        [PROGRAM, *argv],
        env=env,
        input=stdin,
        cwd=cwd,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    return Result(done.stdout, done.stderr, done.returncode)


def on_terminal(
    command: list[str],
    env: Mapping[str, str],
    cwd: Path | None = None,
    size: tuple[int, int] = (0, 0),
    *,
    whole: bool = False,
) -> Result:
    """Run a command whose three streams are one terminal; all it shows is in `stdout`.

    The size is in lines and columns; a terminal of none does not know its own. Every command says
    that ESCALATE_NOW is set, as it is in most tests; only `whole` output has that line.
    """
    main, side = pty.openpty()
    ioctl(side, TIOCSWINSZ, pack("HHHH", *size, 0, 0))
    with subprocess.Popen(
        command, env=env, cwd=cwd, stdin=side, stdout=side, stderr=side
    ) as process:
        os.close(side)
        shown = b"".join(until_closed(main))
        os.close(main)
        code = process.wait()
    text = shown.decode().replace("\r\n", "\n")
    return Result(text if whole else _REHEARSED.sub("", text), "", code)


def answering(
    command: list[str], env: Mapping[str, str], answers: Sequence[tuple[str, str]]
) -> Result:
    """Run a command on a terminal, and type each answer when what it answers has appeared.

    What waits for an answer that nobody types is ended, and the test fails.
    """
    main, side = pty.openpty()
    attached = ["setsid", "-c", *command]  # ^C reaches whoever has the terminal as theirs
    with subprocess.Popen(attached, env=env, stdin=side, stdout=side, stderr=side) as process:
        os.close(side)
        try:
            shown = _conversation(process.pid, main, answers)
        except BaseException:
            process.kill()
            raise
        finally:
            os.close(main)
        code = process.wait()
    return Result(_REHEARSED.sub("", shown.replace("\r\n", "\n")), "", code)


def _conversation(program: int, terminal: int, answers: Sequence[tuple[str, str]]) -> str:
    """Type the answers in turn; return all that was shown."""
    shown, seen = b"", 0
    for awaited, answer in answers:
        while awaited.encode() not in shown[seen:]:
            read = _read_soon(terminal, f"{awaited!r} did not appear:", shown)
            assert read, f"{awaited!r} did not appear:\n{shown.decode()}"
            shown += read
        seen = len(shown)
        if answer == INTERRUPT:  # Python is deaf to one between its prompt and its read
            assert comes(lambda: state_of(program) == "S")
        if answer == RESIZED:
            ioctl(terminal, TIOCSWINSZ, pack("HHHH", 10, 40, 0, 0))
        else:
            os.write(terminal, answer.encode())
    while read := _read_soon(terminal, "it did not end:", shown):
        shown += read
    return shown.decode()


def _read_soon(terminal: int, failure: str, shown: bytes) -> bytes:
    """Return what appears next, nothing at the end; fail where nothing comes."""
    assert select([terminal], [], [], PATIENCE)[0], f"{failure}\n{shown.decode()}"
    return next(until_closed(terminal), b"")


def until_closed(terminal: int) -> Iterator[bytes]:
    """Yield what appears; Linux ends a terminal that nobody holds any more with an error.

    A look that finds nothing may end so though the last words were written while it looked: they
    are there at the second one.
    """
    for _ in range(2):
        with suppress(OSError):
            while read := os.read(terminal, 65536):
                yield read


@contextmanager
def _reading(text: str, file: Path) -> Iterator[io.TextIOWrapper]:
    """Open a text as a file with a number, which standard input has."""
    file.write_text(text, encoding="utf-8")
    with file.open(encoding="utf-8") as stream:
        yield stream
