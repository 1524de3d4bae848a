"""The one way out for data: JSON, JSON lines or TSV, as it was asked for."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime
from enum import Enum
from functools import cached_property
from typing import TYPE_CHECKING, Final, TextIO, TypeVar

from escalate_cli.invocation import Invocation
from escalate_cli.render.parts.data.arrangement import group_of, headings
from escalate_cli.render.parts.data.field_selection import chosen, columns_in
from escalate_cli.render.parts.data.json_text import json_text
from escalate_cli.render.parts.data.json_values import Fields, rows_of
from escalate_cli.render.parts.data.tsv import cell, write_rows
from escalate_cli.render.parts.screen.terminal import (
    height_of,
    is_ascii,
    may_clear,
    wants_table,
)
from escalate_cli.render.parts.words.time_text import Wall
from escalate_cli.sanitize import one_line

if TYPE_CHECKING:  # only a terminal gets pages
    from escalate_cli.render.parts.screen.ansi import Ansi

T = TypeVar("T")
_LEAST: Final = 12
_EXPLAIN: Final = frozenset(
    {"about", "from", "message", "note", "people", "reason", "settings", "since", "until", "why"}
)
"""Columns of plain rows that explain the others: they are folded, not cut."""
_INSTANTS: Final = frozenset({"at", "now", "since", "until"})
"""Names of instants beside those that end in `_at`."""


class DataWriter:
    """Writes on stdout: the look follows the options, the data does not.

    Attributes:
        is_table: a person looks at it.
        has_chosen: fields were chosen; `has_columns` that columns or groups were.
        is_data: it is JSON, TSV, or fields that were chosen, whoever looks.
        may_be_watched: nothing is printed on a terminal while it is still being made.
        wall: the clock of whoever looks.
        is_paged: longer answers may be read in a pager.
        block: holds back what is written while a block runs, where that is so.
        notice: tells the line that will stand below the answer, if there is one.
    """

    def __init__(self, settings: Invocation, stdout: TextIO, wall: Wall) -> None:
        self._settings = settings
        self._stdout = stdout
        self.wall = wall
        self.notice: Callable[[], str] = str
        self.is_table = wants_table(stdout, settings)
        self.has_chosen = settings.fields is not None
        self.has_columns = bool(settings.columns or settings.group_by)
        self.is_data = not self.is_table or self.has_chosen
        self.is_json = settings.json or settings.jsonl
        self.is_paged = hasattr(stdout, "block")
        self.block: Callable[[], AbstractContextManager[None]]
        self.block = getattr(stdout, "block", nullcontext)
        self.may_be_watched = not self.is_data or not stdout.isatty()

    @property
    def height(self) -> int | None:
        """How many lines the terminal has for the answer; nothing where there is no end."""
        lines = height_of(self._stdout)
        notice = self.notice() if lines else ""
        return lines and lines - len(self.within(notice).splitlines())

    @cached_property
    def ink(self) -> "Ansi":
        """The terminal for pages."""
        from escalate_cli.render.parts.screen.ansi import Ansi  # noqa: PLC0415 - a pipe is none

        return Ansi(self._stdout, self._settings.color)

    def line(self, text: str) -> None:
        """Write a line that is harmless already."""
        self._stdout.write(f"{text}\n")

    def within(self, text: str) -> str:
        """Return a line as a terminal has room for it: folded between words."""
        if not self._stdout.isatty():
            return text
        from escalate_cli.render.parts.screen import folding  # noqa: PLC0415 - start-up time

        return folding.within(text, self._stdout)

    def clear(self) -> None:
        """Begin a page anew; a terminal without escapes gets it below the last one."""
        self._stdout.flush()
        self._stdout.write("\x1b[H\x1b[2J" if may_clear(self._stdout) else "\n")

    def json(self, value: object) -> None:
        """Write one JSON document; indented where a person looks at it."""
        indent = self._stdout.isatty() and not self._settings.jsonl
        self.line(json_text(value, ascii_only=is_ascii(self._stdout), indent=indent))

    def chosen(self, known: Iterable[str], usual: Iterable[str]) -> tuple[str, ...]:
        """Return the names asked for, or the usual ones; an unknown one is a UsageError."""
        if self._settings.columns is not None:
            return columns_in(known, self._settings.columns)
        asked = self._settings.fields
        return tuple(usual) if asked is None else chosen(known, asked)

    def records(
        self,
        things: Iterable[T],
        known: Fields[T],
        columns: Sequence[str],
        *,
        many: bool = True,
        extra: Fields[T] | None = None,
    ) -> None:
        """Write things, each as a JSON document or as a row.

        Args:
            things: what to write; of a long stream no more is held than needed.
            known: the fields of a document.
            columns: those of a row, unless others were chosen.
            many: whether it is an array even of one thing.
            extra: fields that are given only where they are chosen.
        """
        every = {**known, **(extra or {})}
        names = self.chosen(every, known if self.is_json else columns)
        getters = [every[name] for name in names]
        if self.is_json:
            rows = rows_of(getters, things)
            self._documents((dict(zip(names, row, strict=True)) for row in rows), many=many)
            return
        if self.is_table:
            self._page_rows(names, things, every)
        else:
            header = names if self._settings.header else None
            write_rows(rows_of(getters, things), self._stdout, header)

    def nothing(self) -> None:
        """Write a list that is empty, whatever its fields would be."""
        if self._settings.json:
            self.json([])

    def _documents(self, documents: Iterable[Mapping[str, object]], *, many: bool) -> None:
        if self._settings.jsonl:
            for document in documents:
                self.json(document)
        elif not many:
            self.json(next(iter(documents)))
        elif self._stdout.isatty():
            self.json(list(documents))
        else:
            self._array(documents)

    def _array(self, documents: Iterable[Mapping[str, object]]) -> None:
        """Write an array one document at a time; nothing before the first is at hand."""
        before = "["
        for document in documents:
            self._stdout.write(before + json_text(document, ascii_only=is_ascii(self._stdout)))
            before = ","
        self.line("]" if before == "," else "[]")

    def _page_rows(self, names: Sequence[str], things: Iterable[T], every: Fields[T]) -> None:
        listed, group = list(things), group_of(every, self._settings)
        rows = [[self.shown(name, every[name](thing)) for name in names] for thing in listed]
        values = [self.shown(group, every[group](thing)) for thing in listed] if group else []
        self.table(names, rows, headings(group or "", values))

    def table(
        self, names: Sequence[str], rows: Iterable[Sequence[object]], above: Sequence[str] = ()
    ) -> None:
        """Print plain rows under their names, and headings of groups above them."""
        from escalate_cli.render.parts.screen import (  # noqa: PLC0415 - start-up time
            styled_text,
            text_table,
        )

        columns = [
            text_table.Column(name.upper(), least=_LEAST, folds=name in _EXPLAIN) for name in names
        ]
        cells = [[styled_text.cell(_plain(value)) for value in row] for row in rows]
        if cells:
            laid = text_table.table_rows(self.ink, columns, cells)
            text_table.show(self.ink, text_table.under_headings(laid, above))

    def shown(self, name: str, value: object) -> str:
        """Write a field for a person: a text as it was typed, an instant in local time."""
        if isinstance(value, str) and (name.endswith("_at") or name in _INSTANTS):
            return self.wall.moment(datetime.fromisoformat(value))
        return _plain(value)

    def more(self, hidden: int) -> None:
        """Say how much is left out, and what shows it."""
        self.line(self.ink.paint(f"{self.ink.sign('…')} {hidden} more (-n 0 shows all)", "dim"))

    def pairs(self, documents: Sequence[Mapping[str, object]]) -> None:
        """Write documents as `field<TAB>value`, a field a line, with an empty line between them."""
        for number, document in enumerate(documents):
            if number:
                self.line("")
            names = self.chosen(document, document)
            write_rows(([name, document[name]] for name in names), self._stdout)

    def card(self, document: Mapping[str, object]) -> None:
        """Write a document for a person: names, then values under each other, folded there."""
        names = self.chosen(document, document)
        width = max(map(len, names), default=0)
        for name in names:
            label = one_line(name).ljust(width)
            first, *rest = self.within(f"{label}  {_listed(document[name])}").split("\n")
            self.line(f"{self.ink.paint(label, 'dim')}{first.removeprefix(label)}".rstrip())
            for line in rest:
                self.line(line)


def _listed(value: object) -> str:
    """Write a value that may be a list, whose parts a line may be folded between."""
    parts = value if isinstance(value, list | tuple) else (value,)
    return ", ".join(map(cell, parts))


def _plain(value: object) -> str:
    """Write a value for a person: a text is not escaped as in a file."""
    return value if isinstance(value, str) and not isinstance(value, Enum) else cell(value)
