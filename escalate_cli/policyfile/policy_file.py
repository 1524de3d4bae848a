"""The bytes of a policy's file: of one that was named, or of the store's own."""

import os
import stat
from pathlib import Path

from escalate_cli.errors import PolicyError, UsageError, reason_of
from escalate_cli.suggestions import shell_word

LONGEST = (1 << 20) + 1
"""Longer ones are refused, so that there is no need to read on."""


def read_named(path: Path, what: str = "the policy") -> bytes:
    """Read what somebody named, a pipe for example; raises UsageError where it cannot be read."""
    try:
        with path.open("rb") as file:
            return file.read(LONGEST)
    except OSError as error:
        raise UsageError(f"{what} {path} cannot be read: {reason_of(error)}") from error


def read_own(path: Path) -> bytes:
    """Read the policy of a store, which is a regular file; raises PolicyError."""
    try:
        number = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
        with os.fdopen(number, "rb") as file:
            if not stat.S_ISREG(os.fstat(number).st_mode):
                raise PolicyError(
                    f"the policy {path} is no regular file", f"ls -ld {shell_word(path)}"
                )
            return file.read(LONGEST)
    except FileNotFoundError as error:
        if path.is_symlink():
            said, advice = (
                f"the policy {path} is a link that leads nowhere",
                f"ls -l {shell_word(path)}",
            )
        else:
            said, advice = f"the policy {path} is gone", "put it back, or: escalate init"
        raise PolicyError(said, advice) from error
    except OSError as error:
        said = f"the policy {path} cannot be read: {reason_of(error)}"
        raise PolicyError(said, f"ls -l {shell_word(path)}") from error


def folder_of(path: Path) -> Path:
    """Return the folder in which a policy really lies; files that it names are relative to it."""
    return Path(os.path.realpath(path)).parent
