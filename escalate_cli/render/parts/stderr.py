"""stderr: warnings, questions and messages beside the result."""

import os
import sys
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, TextIO

from escalate_cli.domain.time.instant_parsing import format_instant
from escalate_cli.errors import DeliveryError, EscalateError
from escalate_cli.sanitize import headline, one_line, sanitized

if TYPE_CHECKING:
    from escalate_cli.usecases.present import Present

_MOST_NAMED = 5


class StderrWriter:
    """Says things to whoever runs the command.

    Args:
        quiet: whether only what is serious is said.
        stream: where it is said; by default the error output as it is then.
    """

    def __init__(self, *, quiet: bool, stream: TextIO | None = None) -> None:
        self._quiet = quiet
        self._given = stream
        self._has_said_edited = False

    @property
    def _stream(self) -> TextIO:
        return self._given or sys.stderr

    def say(self, text: str) -> None:
        """Say one line."""
        if not self._quiet:
            write_talk(self._stream, sanitized(text))

    @property
    def is_read(self) -> bool:
        """Tell whether a person reads it at once, and wants to."""
        return not self._quiet and self._stream.isatty()

    def of_waiting(self, holder: str) -> None:
        """Say at a terminal whom the command waits for."""
        if self._stream.isatty():
            self.say(f"waiting for {holder} ...")

    def of_edits(self, path: str, tickets: Sequence[str], *, is_sure: bool = True) -> bool:
        """Say once that somebody edited a file of the store, and which tickets in it, if any."""
        if (tickets or is_sure) and not self._has_said_edited:
            self._has_said_edited = True
            named = f" ({', '.join(tickets[:_MOST_NAMED])})" if tickets else ""
            self.say(f"{path} was edited by hand{named}; escalate verify tells whether all holds")
        return bool(tickets)

    def warn(self, error: EscalateError) -> None:
        """Say what is wrong, in its first words, though the command goes on."""
        said = headline(str(error))
        advice = f"\nhelp: {one_line(error.help)}" if error.help else ""
        write_talk(self._stream, f"escalate: warning: {said}{advice}")

    def of_present(self, present: "Present", zone: str, *, is_set: bool, typed: bool) -> None:
        """Say in full at a terminal which clock the environment sets, and what somebody typed."""
        if self._stream.isatty():
            from escalate_cli.render.parts.words.time_text import Wall  # noqa: PLC0415 - start-up time

            wall = Wall(present.now, zone)
            if is_set:
                said = wall.moment(present.by_clock)
                self.say(f"ESCALATE_NOW is set: the clock says {said}")
            if typed:
                self.say(f"taking {wall.moment(present.now)} for the present")

    def of_notice(self, text: str, colours: str) -> None:
        """Say a line that concerns whoever reads it, beside what was asked."""
        from escalate_cli.render.parts.screen.ansi import Ansi  # noqa: PLC0415 - start-up time
        from escalate_cli.render.parts.screen.folding import within  # noqa: PLC0415 - the same

        ink = Ansi(self._stream, colours)
        for line in within(text, self._stream).split("\n"):
            self._stream.write(f"{ink.paint(line, 'yellow')}\n")

    def of_clock_behind(self, ticket: str, latest: datetime) -> None:
        """Say that the clock is behind a ticket, whose latest event lent its instant."""
        write_talk(
            self._stream,
            f"escalate: warning: the clock is behind: {ticket} has an event of "
            f"{format_instant(latest)}, and what was done now is dated at it\n"
            "help: set the clock of this machine right; escalate doctor",
        )

    def of_clock_apart(self, ahead: int) -> None:
        """Say that this machine's clock is not the server's, by which everything is dated."""
        way = "ahead of" if ahead > 0 else "behind"
        self.say(f"the clock here is {abs(ahead)} s {way} that of the server, which counts")


def write_talk(stream: TextIO, text: str) -> None:
    """Write lines, which a terminal gets folded between words."""
    if stream.isatty():
        from escalate_cli.render.parts.screen.folding import within  # noqa: PLC0415 - start-up time

        text = within(text, stream)
    stream.write(f"{text}\n")


def show_message(text: str, stream: TextIO | None = None) -> None:
    """Show a message to whoever runs the command; raises DeliveryError if nobody can see it."""
    if stream is None and os.path.samestat(os.fstat(2), os.stat(os.devnull)):  # noqa: PTH116 - a number has no path
        raise DeliveryError("the error output leads nowhere", "leave 2>/dev/null away")
    (stream or sys.stderr).write(f"{sanitized(text)}\n")
