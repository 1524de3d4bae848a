"""Programs called `escalate-NAME` on the PATH are commands, where there is no command NAME."""

import os
import re
import sys
from collections.abc import Sequence
from typing import Final, NoReturn

from escalate_cli.errors import UsageError, reason_of

_NAME: Final = r"[a-z0-9][a-z0-9-]*"


def program_of(name: str) -> str | None:
    """Find the program of a command that is unknown; only folders named from the root on count."""
    if re.fullmatch(_NAME, name):
        for folder in os.get_exec_path():
            path = os.path.join(folder, f"escalate-{name}")  # noqa: PTH118 - start-up time
            if os.path.isabs(folder) and os.path.isfile(path) and os.access(path, os.X_OK):  # noqa: PTH113, PTH117 - the same
                return path
    return None


def become(path: str, arguments: Sequence[str]) -> NoReturn:
    """Become the program, which gets the arguments, the streams and the environment."""
    sys.stdout.flush()
    try:
        os.execv(path, [path, *arguments])  # noqa: S606 - it takes our place
    except OSError as error:
        raise UsageError(f"{path} cannot be run: {reason_of(error)}") from error
