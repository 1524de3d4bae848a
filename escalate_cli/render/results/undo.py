"""What `undo` answers: what it alters, and the messages that the change had made."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final

from msgspec import to_builtins
from msgspec.structs import asdict

from escalate_cli.domain.ticket.clock.latched_breach import LatchedBreach
from escalate_cli.domain.ticket.events.wording import VERSION, spaced
from escalate_cli.domain.ticket.people.team import some_of
from escalate_cli.domain.time.plain_values import plain
from escalate_cli.render.parts.printer import Printer
from escalate_cli.render.parts.result import Document
from escalate_cli.render.parts.words.event_text import counted
from escalate_cli.sanitize import one_line
from escalate_cli.usecases.care.undo import Altered, Undone

_OF_PAGES: Final = frozenset({"standings", "spared", "heard", "words"})
_COLUMNS: Final = ("ticket", "field", "now", "after")
_MOST_NAMES: Final = 5
_MOST_LETTERS: Final = 50
"""So much of what was written tells which one it was."""


class UndoResult(Document[Undone]):
    """A change that was taken back, or would be."""

    def __init__(self, done: Undone, *, dry_run: bool) -> None:
        super().__init__(done)
        self._dry_run = dry_run

    def document(self) -> dict[str, object]:
        """Return everything but the tickets as they are now, and who has heard or will not."""
        every = asdict(self.value).items()
        facts = {name: value for name, value in every if name not in _OF_PAGES}
        return {**facts, "altered": self._altered(), "dry_run": self._dry_run}

    def data(self, printer: Printer) -> None:
        """Write one document; in a pipe a row for each value that is altered."""
        if printer.writer.is_json:
            super().data(printer)
        else:
            printer.document(self._altered())
            self._say(printer)

    def page(self, printer: Printer) -> None:
        """Show in people's words what is altered."""
        rows = [
            (each.ticket, _field(each.field), *values)
            for each in self.value.altered
            if len({*(values := _values(each, printer))}) > 1
        ]
        printer.writer.table(_COLUMNS, rows)
        self._say(printer)

    def _say(self, printer: Printer) -> None:
        for line in self._said(printer):
            printer.say(line)

    def _said(self, printer: Printer) -> Iterator[str]:
        """Say which change it was, and what became of messages."""
        done, verb = self.value, "would undo" if self._dry_run else "undid"
        yield f"{verb} change {done.change} by {done.by} at {printer.full(done.at)}"
        yield f"which was: {', '.join(done.what).replace('_', ' ')}{self._about()}"
        if done.followed:
            yield f"with what the policy made of it: {', '.join(done.followed).replace('_', ' ')}"
        if any(each.field == "policy" for each in done.altered):
            yield "the policy in use stays, for new tickets: escalate policy apply"
        if done.spared:
            yield f"not sent yet, dropped: {_messages(done.dropped, done.spared)}"
        if done.heard:
            yield f"sent already, cannot be called back: {_messages(done.sent, done.heard)}"

    def _about(self) -> str:
        """Name the tickets, and begin what was written with it."""
        ids = [each.ticket.id for each in self.value.standings]
        words = one_line(" ".join(self.value.words))
        is_long = len(words) > _MOST_LETTERS
        begun = f"{words[:_MOST_LETTERS].rstrip()}{'...' if is_long else ''}"
        return (f" on {some_of(ids, _MOST_NAMES)}" if ids else "") + (f": {begun}" if words else "")

    def _altered(self) -> list[dict[str, object]]:
        return [
            {name: _with_seconds(value) for name, value in asdict(each).items()}
            for each in self.value.altered
        ]


def _with_seconds(value: object) -> object:
    """Say of breaches by how many seconds, as elsewhere, beside the duration as it is kept."""
    if isinstance(value, tuple):
        return [_with_seconds(each) for each in value]
    if not isinstance(value, LatchedBreach) or value.overrun is None:
        return value
    return {**to_builtins(value), "overrun_seconds": plain(value.overrun)}


def _messages(keys: Sequence[str], people: Sequence[str]) -> str:
    return f"{counted(len(keys), 'message')} to {some_of(people, _MOST_NAMES)}"


def _field(name: str) -> str:
    """Name a field as people do: `resolve.due_at` is when `resolve` is due."""
    return spaced(name.replace(".", " ").removesuffix("_at").removesuffix(" state"))


def _values(altered: Altered, printer: Printer) -> tuple[str, str]:
    """Write a field with the change and without; of a policy's version as much as names it."""
    now, after = _value(altered.now, printer), _value(altered.after, printer)
    return (now[:VERSION], after[:VERSION]) if altered.field == "policy" else (now, after)


def _value(value: object, printer: Printer) -> str:
    """Write a value as a person reads it; of things that have parts, how many there are."""
    if isinstance(value, datetime):
        return printer.wall.time(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple | list | dict):
        plain = [each for each in value if isinstance(each, str)]
        return ", ".join(plain) if len(plain) == len(value) and value else str(len(value) or "-")
    return "-" if value is None else str(getattr(value, "value", value)) or "-"
