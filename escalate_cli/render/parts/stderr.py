"""What is said on stderr beside the result: warnings, questions, messages."""

import os
import sys
from collections.abc import Sequence

from escalate_cli.errors import DeliveryError, PolicyError
from escalate_cli.sanitize import sanitized

_MOST_NAMED = 5


class StderrWriter:
    """Says things to whoever runs the command.

    Args:
        quiet: whether only what is serious is said.
    """

    def __init__(self, *, quiet: bool) -> None:
        self._quiet = quiet
        self._has_said_edited = False

    def say(self, text: str) -> None:
        """Say one line."""
        if not self._quiet:
            sys.stderr.write(f"{sanitized(text)}\n")

    def of_waiting(self, holder: str) -> None:
        """Say at a terminal whom the command waits for."""
        if sys.stderr.isatty():
            self.say(f"waiting for {holder} ...")

    def of_edits(self, path: str, tickets: Sequence[str]) -> None:
        """Say once that somebody edited the store's file, and which tickets in it."""
        if not self._has_said_edited:
            self._has_said_edited = True
            named = f" ({', '.join(tickets[:_MOST_NAMED])})" if tickets else ""
            self.say(f"{path} was edited by hand{named}; escalate verify tells whether all holds")

    def of_policy(self, error: PolicyError) -> None:
        """Say that the policy is broken and another version applies."""
        what, where, *_ = [*str(error).splitlines(), ""]
        sys.stderr.write(
            f"escalate: warning: {sanitized(what)}: {sanitized(where)}\n"
            "help: escalate policy check; meanwhile the version applies that was pinned last\n"
        )


def show_message(text: str) -> None:
    """Show a message to whoever runs the command; raises DeliveryError if nobody can see it."""
    if os.path.samestat(os.fstat(2), os.stat(os.devnull)):  # noqa: PTH116 - a number has no path
        raise DeliveryError("the error output leads nowhere", "leave 2>/dev/null away")
    sys.stderr.write(f"{sanitized(text)}\n")
