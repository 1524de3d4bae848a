"""The changes that stand in a ticket's own row, folded into how it stood after each of them."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec
from msgspec.structs import replace

from escalate_cli.domain.ticket.ticket import FINISHED
from escalate_cli.errors import UsageError
from escalate_cli.exchange.files.table import Row, inside
from escalate_cli.exchange.mappings import mapping as m
from escalate_cli.exchange.mappings.sources import Path
from escalate_cli.exchange.reading.note_reader import inner_text
from escalate_cli.exchange.reading.row_reader import RowReader, items_of
from escalate_cli.exchange.reading.update import Update
from escalate_cli.usecases.verbs import input_validation


class _Change(msgspec.Struct, frozen=True):
    """What somebody changed at once; `before` and `after` are words of the file."""

    at: datetime
    by: str | None
    before: Mapping[str, str | None]
    after: Mapping[str, str | None]


class HistoryReader:
    """Reads the histories that a mapping describes."""

    def __init__(self, histories: Sequence[m.HistoryOf], rows: RowReader) -> None:
        self._rows = rows
        found = ((each, rows.texts.getter(each.each)) for each in histories)
        self._histories = [(each, getter) for each, getter in found if getter is not None]

    def texts_of_times(self, row: Row) -> Iterator[str]:
        """Yield the times as they are written."""
        for history, item in self._items(row):
            yield self._rows.texts.text_of(inside(item, history.at.text))

    def updates(self, row: Row, last: Update) -> Sequence[Update]:
        """Return how a ticket stood from the beginning, after each change, and how it stands.

        Where no change tells that it is over, the row alone knows when that was.
        """
        if not any(isinstance(getter(row.values), list) for _, getter in self._histories):
            return [last]
        changes = sorted(self._changes(row), key=lambda change: change.at)
        if last.state.status in FINISHED and not any(x.after.get("status") for x in changes):
            return [last]
        changes = [replace(each, at=max(each.at, last.opened_at)) for each in changes]
        bare = replace(last, tells_all=True, resolved_at=None, closed_at=None, acknowledged_at=None)
        state = self._begun(bare, changes)
        found = [state]
        for change in changes:
            state = self._after(state, change.after, change.at, change.by)
            found.append(state)
        end = (last.state, last.owner, last.fields)
        if end == (state.state, state.owner, state.fields):
            return found
        at = max(last.updated_at, state.updated_at)
        return [*found, replace(last, tells_all=True, updated_at=at)]

    def _begun(self, last: Update, changes: Sequence[_Change]) -> Update:
        """Return how a ticket began: each field as the first change of it says it was before."""
        before: dict[str, str | None] = {}
        for change in changes:
            before = {**change.before, **before}
        begun = self._after(last, before, last.opened_at, last.opened_by)
        return replace(begun, updated_at=last.opened_at, updated_by=last.opened_by)

    def _after(
        self, held: Update, words: Mapping[str, str | None], at: datetime, by: str | None
    ) -> Update:
        rows, fields = self._rows, dict(held.fields)
        state, owner, name = held.state, held.owner, held.state_name
        for what, word in words.items():
            match what:
                case "status" if word:
                    state, name = rows.words.state_named(word), word
                case "priority" if rows.mapping.priority:
                    fields[what] = rows.words.priority_at(rows.words.rank_of(what, word))
                case "owner":
                    owner = rows.person_named(input_validation.name_of(word, "the owner"))
                case "title" if word:
                    fields[what] = input_validation.title_of(" ".join(word.split()))
                case "description":
                    fields[what] = input_validation.text_of(word or "", "the description")
        return replace(
            held,
            state=state,
            state_name=name,
            owner=owner,
            fields=fields,
            updated_at=at,
            updated_by=by or rows.mapping.name,
        )

    def _items(self, row: Row) -> Iterator[tuple[m.HistoryOf, Any]]:
        for history, getter in self._histories:
            for item in items_of(getter(row.values)):
                yield history, item

    def _changes(self, row: Row) -> Iterator[_Change]:
        for history, item in self._items(row):
            changes = history.changes
            inner = items_of(inside(item, changes.text)) if changes else [item]
            before: dict[str, str | None] = {}
            after: dict[str, str | None] = {}
            for each in inner:
                parts = self._cut(each, history.split)
                for setting in history.set:
                    if self._rows.item_filter.fits(parts, setting.when):
                        if setting.before is not None:
                            before.setdefault(setting.field, self._word(parts, setting.before))
                        after[setting.field] = self._word(parts, setting.to)
            if not after:
                continue
            text = self._rows.texts.text_of(inside(item, history.at.text))
            if not text:
                raise UsageError("a change has no time")
            named = " ".join(inner_text(item, history.by, self._rows).split())
            by = input_validation.name_of(named, "a person")
            yield _Change(
                self._rows.times.instant(text), self._rows.person_named(by), before, after
            )

    def _word(self, item: Any, path: Path) -> str | None:
        return self._rows.texts.text_of(inside(item, path.text)) or None

    @staticmethod
    def _cut(item: Any, split: Mapping[str, str]) -> Any:
        """Cut the texts of an item into parts, where the mapping says by what."""
        if not split or not isinstance(item, dict):
            return item
        cut = {key: mark for key, mark in split.items() if isinstance(item.get(key), str)}
        return {**item, **{key: item[key].split(mark) for key, mark in cut.items()}}
