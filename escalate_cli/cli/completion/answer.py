"""The answer to a shell, which `escalate _complete WORD...` or a variable asks for."""

import os
import sys
from collections.abc import Iterator, Sequence

from escalate_cli.cli.completion.replies import lines


def answer(arguments: Sequence[str]) -> None:
    """Print what may stand where the cursor is; whatever goes wrong, nothing is said of it."""
    try:
        found = list(_found(arguments))
    except Exception:  # noqa: BLE001 - whoever presses TAB is typing
        found = []
    sys.stdout.write("".join(found))


def _found(arguments: Sequence[str]) -> Iterator[str]:
    if arguments:
        return lines(arguments)
    from escalate_cli.cli.completion.asked_by_variable import replies  # noqa: PLC0415 - few ask so

    return replies(os.environ)
