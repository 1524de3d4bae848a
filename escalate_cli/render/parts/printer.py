"""The one way out for results: each in the look that was asked for."""

import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, TextIO, TypeVar

from escalate_cli.invocation import Invocation
from escalate_cli.render.parts.data.data_writer import DataWriter
from escalate_cli.render.parts.data.field_selection import select
from escalate_cli.render.parts.result import Rows
from escalate_cli.render.parts.stderr import write_talk
from escalate_cli.render.parts.words.time_text import Wall
from escalate_cli.sanitize import one_line, sanitized

if TYPE_CHECKING:  # only an answer to a person asks who they are
    from escalate_cli.render.parts.result import Result
    from escalate_cli.render.parts.screen.asker import Asker

T = TypeVar("T")


class Printer:
    """Shows any result on stdout, as a page, TSV or JSON; says the rest on stderr.

    Args:
        settings: the looks that were asked for.
        now: the instant that ages count from.
        zone: the IANA zone of local times, which only terminals show.
        asker: tells who typed the command, where that matters for the answer.

    Attributes:
        writer: what writes on stdout.
        wall: the clock of whoever looks.
        is_quiet: only the result was wanted.
    """

    def __init__(
        self,
        settings: Invocation,
        stdout: TextIO,
        stderr: TextIO,
        now: datetime,
        zone: str,
        asker: "Callable[[], Asker]",
    ) -> None:
        self._settings = settings
        self._stderr = stderr
        self.wall = Wall(now, zone)
        self.writer = DataWriter(settings, stdout, self.wall)
        self.asker = asker
        self.is_quiet = settings.quiet

    @property
    def is_table(self) -> bool:
        """Tell whether a person looks at the result."""
        return self.writer.is_table

    def show(self, result: "Result", *, paged: bool = True) -> None:
        """Show a result: its ids alone, its data, or a page; longer ones perhaps in a pager."""
        if not (paged and self.writer.is_paged):
            self._show(result)
            return
        talk, self._stderr = self._stderr, io.StringIO()
        try:
            with self.writer.block():
                self._show(result)
        finally:  # what is said of it would be written over the pager
            said, self._stderr = self._stderr.getvalue(), talk
            if said:
                write_talk(talk, said.removesuffix("\n"))

    def _show(self, result: "Result") -> None:
        result = result.arranged(self._settings)
        for complaint in result.complaints():
            self.complain(complaint)
        wants_ids = self.is_quiet and not self.writer.is_json and not self.writer.has_chosen
        ids = result.ids() if wants_ids else None
        if ids is not None:
            self.print_lines(map(one_line, ids))
        elif self.writer.is_data:
            result.data(self)
        else:
            result.page(self)
        for remark in result.remarks():
            self.say(remark)

    def document(self, document: Mapping[str, object] | Sequence[Mapping[str, object]]) -> None:
        """Show an odd result: one document, or several of the same fields."""
        if not document:
            self.writer.nothing()
        elif not isinstance(document, Mapping):
            self.show(Rows(document))
        elif self.writer.is_json:
            self.writer.json(select(document, self._settings.fields))
        elif self.is_table:
            self.writer.card(document)
        else:
            self.writer.pairs([document])

    def print_lines(self, lines: Iterable[str]) -> None:
        """Print lines that are harmless already."""
        with self.writer.block():
            for line in lines:
                self.writer.line(line)

    def print_text(self, lines: Iterable[str]) -> None:
        """Print lines to read, which a terminal gets folded between words."""
        self.print_lines(map(self.writer.within, lines))

    def say(self, text: str) -> None:
        """Talk to the person, unless only the result was wanted."""
        if not self.is_quiet:
            write_talk(self._stderr, sanitized(text))

    def complain(self, text: str) -> None:
        """Say on stderr that something failed, whatever was asked for."""
        write_talk(self._stderr, f"escalate: error: {one_line(text)}")

    def watch(self, things: Iterable[T], total: int, what: str = "tickets") -> Iterable[T]:
        """Pass things on, and show a person who waits for a table how far they have come."""
        from escalate_cli.render.parts.screen.progress import with_bar  # noqa: PLC0415 - start-up time

        watched = self.writer.may_be_watched and not self.is_quiet
        return with_bar(things, total, self._stderr, what) if watched else things

    def full(self, at: datetime) -> str:
        """Write an instant so that it cannot be misread."""
        return self.wall.full(at)

    def local(self, value: object) -> object:
        """Return a value as a person reads it: an instant in local time."""
        return self.wall.full(value) if isinstance(value, datetime) else value
