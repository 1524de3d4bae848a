"""What people wrote on a ticket, out of its row or of a second file."""

from collections.abc import Iterator
from typing import Any

from escalate_cli.errors import UsageError
from escalate_cli.exchange.files.table import Getter, Row, inside
from escalate_cli.exchange.mappings import mapping as m
from escalate_cli.exchange.mappings.sources import First, Path, Source
from escalate_cli.exchange.reading.item_filter import misfits
from escalate_cli.exchange.reading.row_reader import RowReader, items_of
from escalate_cli.exchange.reading.update import Note
from escalate_cli.usecases.verbs import input_validation


class NoteReader:
    """Reads the notes that one section of a mapping describes."""

    def __init__(self, notes: m.Notes, rows: RowReader) -> None:
        self._notes = notes
        self._rows = rows
        self._each: Getter | None = rows.texts.getter(notes.each)

    def texts_of_times(self, row: Row) -> Iterator[str]:
        """Yield the times as they are written."""
        at = self._notes.at
        if at is not None:
            yield from (self._text(item, at) for item in self._items(row))

    def read(self, row: Row, requester: str | None) -> Iterator[Note]:
        """Yield each note; what cannot be understood is a UsageError with the reason."""
        for item in self._items(row):
            text = input_validation.text_of(self._text(item, self._notes.text).strip(), "a note")
            if not text:
                continue
            stated = self._text(item, self._notes.at) if self._notes.at else ""
            if not stated:
                raise UsageError("a note has no time")
            name = " ".join(self._text(item, self._notes.by).split()) if self._notes.by else ""
            by = self._rows.person_named(input_validation.name_of(name, "who wrote a note"))
            public = self._is_public(item)
            yield Note(
                at=self._rows.times.instant(stated),
                by=by or self._rows.mapping.name,
                text=text,
                public=public,
                from_requester=public and by is not None and by == requester,
            )

    def _items(self, row: Row) -> Iterator[Any]:
        if self._each is None:
            return
        most = max(int(n) if n.isdecimal() else 0 for n in self._numbers())
        for item in items_of(self._each(row.values)):
            split = self._notes.split
            parts = item.split(split, most) if split and isinstance(item, str) else item
            is_meant = self._rows.item_filter.fits(parts, self._notes.when)
            if is_meant and not misfits(parts, self._notes.unless):
                yield parts

    def _numbers(self) -> Iterator[str]:
        for source in (self._notes.text, self._notes.at, self._notes.by):
            yield from (path.text for path in (source.paths() if source else ()))

    def _text(self, item: Any, source: Source) -> str:
        return inner_text(item, source, self._rows).strip()

    def _is_public(self, item: Any) -> bool:
        public = self._notes.public
        if isinstance(public, bool):
            return public
        return self._text(item, public).casefold() == "true"


def inner_text(item: Any, source: Source | None, rows: RowReader) -> str:
    """Return the first text that a source has in an item of a list."""
    match source:
        case Path():
            return rows.texts.text_of(inside(item, source.text))
        case First():
            found = (inner_text(item, part, rows) for part in source.parts)
            return next((text for text in found if text.strip()), "")
    return ""
