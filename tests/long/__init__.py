"""What is too long for every change, in parts: `make test-long`, before a release.

A part is a module of `parts`: `missing()` names what it lacks, if anything, and `run(say)` runs it;
`ALONE` tells whether it keeps every processor busy, so that nothing runs beside it.
`SKIP_LONG=name,name` leaves parts out; without it a part whose tool is missing fails.
"""

import os
import re
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple, Protocol

ROOT = Path(__file__).parents[2]
_CLOSING = re.compile(r"\d+ (passed|failed|error).* in [\d.]+s")


class Result(NamedTuple):
    """What a part ran, for people, and whether all of it went well."""

    ran: str
    passed: bool


Say = Callable[[str], None]
"""How a part says a line."""


class Part(Protocol):
    """A module of the folder `parts`.

    Attributes:
        ALONE: whether it keeps every processor busy, so that nothing is to run beside it.
    """

    ALONE: bool

    @staticmethod
    def missing() -> str:
        """Say what this machine lacks for it; nothing if it can run."""

    @staticmethod
    def run(say: Say) -> Result:
        """Run it, and say how it goes."""


def pytest_on(
    say: Say, python: str, *arguments: str, env: Mapping[str, str] | None = None, what: str = ""
) -> Result:
    """Run pytest on a Python; say what, and how it closed."""
    command = [python, "-m", "pytest", "-p", "no:cacheprovider", *arguments]
    code, said = streamed(say, command, env)
    closing = next((line for line in reversed(said) if _CLOSING.search(line)), "no test ran")
    return Result(f"{what or ' '.join(arguments)}: {closing.strip('= ')}", code == 0)


def streamed(
    say: Say, command: Sequence[str], env: Mapping[str, str] | None = None
) -> tuple[int, list[str]]:
    """Run a program, handing on what it says; return its exit code and its lines."""
    said = []
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env={**os.environ, **(env or {})},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            say(line.rstrip("\n"))
            said.append(line.rstrip("\n"))
    return process.returncode, said


def print_line(line: str) -> None:
    """Print a line at once, also into a file, and whole where several threads do."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
