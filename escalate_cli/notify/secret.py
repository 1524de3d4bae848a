"""Secrets, fetched when a message is sent and never kept."""

import os
import stat
from collections.abc import Sequence
from shlex import split

from escalate_cli.errors import DeliveryError, reason_of
from escalate_cli.notify.channels import LIMIT, Means
from escalate_cli.notify.child_process import run_program
from escalate_cli.notify.program import missing_program, passed_on, strange_program

LONGEST = 8192
COMMAND = "secret-command"
SCHEMES = ("env", "secret", COMMAND)


def reveal(value: str, means: Means) -> str:
    """Return what `env:NAME`, `secret:PATH` or `secret-command:WORDS` stands for.

    Another value stands for itself.
    """
    scheme, _, name = value.partition(":")
    if scheme == "env":
        found = means.environ.get(name, "").strip()
        if not found:
            raise DeliveryError(f"the variable {name} is not set", f"set {name} where this runs")
        return found
    if scheme == "secret":
        return _first_line(str(means.root_of(name) / name))
    return _answer_of(split(name), means) if scheme == COMMAND else value


def must_be_there(value: str, means: Means) -> None:
    """Raise DeliveryError for a secret that is not to be had; no program is run for that."""
    scheme, _, name = value.partition(":")
    if scheme != COMMAND:
        reveal(value, means)
        return
    lack = missing_program(split(name), means) or strange_program(split(name), means)
    if lack:
        raise DeliveryError(*lack)


def _answer_of(words: Sequence[str], means: Means) -> str:
    """Return the first line that a program prints; it is kept and shown nowhere."""
    program = f"the program {words[0]} of a secret"
    strange = strange_program(words, means)
    if strange:
        raise DeliveryError(*strange)
    try:
        ended = run_program(
            words, passed_on(means), means.root_of(*words), LIMIT, with_stderr=False, kept=LONGEST
        )
    except OSError as error:
        raise DeliveryError(f"{program} cannot be run: {reason_of(error)}") from error
    if ended.code is None:
        raise DeliveryError(f"{program} did not end within {LIMIT:g} s")
    if ended.code:
        raise DeliveryError(f"{program} ended with {ended.code}", "run it by hand to see why")
    lines = ended.said.decode("utf-8", "replace").splitlines()
    if not lines or not lines[0].strip():
        raise DeliveryError(f"{program} printed nothing", "run it by hand to see why")
    return lines[0].strip()


def _first_line(path: str) -> str:
    """Read a file that is ours alone."""
    try:
        number = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
        with os.fdopen(number, "rb") as stream:
            facts = os.fstat(number)
            if not stat.S_ISREG(facts.st_mode):
                raise DeliveryError(f"the secret {path} is not a regular file")
            if facts.st_uid not in {os.geteuid(), 0} or facts.st_mode & 0o077:
                raise DeliveryError(
                    f"the secret {path} is open to others", f"make it yours alone: chmod 600 {path}"
                )
            lines = stream.read(LONGEST).decode("utf-8", "replace").splitlines()
    except OSError as error:
        reason = reason_of(error)
        raise DeliveryError(f"the secret {path} cannot be read: {reason}") from error
    if not lines or not lines[0].strip():
        raise DeliveryError(f"the secret {path} is empty")
    return lines[0].strip()
