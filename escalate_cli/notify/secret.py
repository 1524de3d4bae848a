"""Secrets, fetched when a message is sent and never kept."""

import os
import stat

from escalate_cli.errors import DeliveryError, reason_of
from escalate_cli.notify.channels import Means

LONGEST = 8192


def reveal(value: str, means: Means) -> str:
    """Return what `env:NAME` or `secret:PATH` stands for; another value stands for itself."""
    scheme, _, name = value.partition(":")
    if scheme == "env":
        found = means.environ.get(name, "").strip()
        if not found:
            raise DeliveryError(f"the variable {name} is not set", f"set {name} where this runs")
        return found
    return _first_line(str(means.root_of(name) / name)) if scheme == "secret" else value


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
