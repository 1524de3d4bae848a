"""A mapping to start from: what a file's names and words show, and `?` instead of a guess.

A mapping that still has a `?` is refused, so that nothing comes in by a guess.
"""

import json
from collections.abc import Iterator
from pathlib import Path as File

from escalate_cli.exchange.foreign_file import ForeignFile
from escalate_cli.exchange.mapping import Mapping, Meaning
from escalate_cli.exchange.mapping_catalogue import every_shipped
from escalate_cli.exchange.mapping_file import TO_FILL_IN, normal
from escalate_cli.exchange.sources import Read, Source, Texts
from escalate_cli.exchange.table import Table
from escalate_cli.exchange.times import has_no_zone

_RECORDS = ("tickets", "issues", "incidents", "items", "data", "results", "result", "records")
_MOST_WORDS = 40
_SINGLE = ("title", "description", "requester", "owner", "group", "service", "category", "tags")
_INSTANTS = ("logged", "updated", "acknowledged", "resolved", "closed")


def proposed(file: ForeignFile, name: str) -> str:
    """Write a mapping for a file, with `?` where its names and words prove nothing."""
    table = file.rows(_RECORDS)
    return "\n".join(_Proposal(table, is_json=file.is_json).lines(File(name).stem)) + "\n"


class _Proposal:
    """What is seen in one file."""

    def __init__(self, table: Table, *, is_json: bool) -> None:
        self._table = table
        self._is_json = is_json
        self._texts = Texts(table.shape, (), ("name", "value"))
        self._generic = [each for each in every_shipped() if each.generic]
        self._used: set[str] = set()

    def lines(self, stem: str) -> Iterator[str]:
        """Yield the lines of the mapping."""
        name = "".join(letter if letter.isalnum() else "-" for letter in stem).strip("-")
        key, key_reader = self._seen("key")
        keys = [key_reader(row.values) for row in self._table.rows] if key_reader else []
        is_log = len(set(keys)) < len(keys)
        yield "version: 1"
        yield f"name: {name or 'proposal'}"
        form = f"json, records: [{', '.join(_RECORDS)}]" if self._is_json else "csv"
        yield f"reads: {{format: {form}}}"
        yield f"rows: {_quoted(TO_FILL_IN) if is_log else 'ticket'}"
        if is_log:
            yield f"order: {_quoted(TO_FILL_IN)}"
        yield f"key: {key}"
        yield from self._fields()
        yield from self._times()
        yield from self._choice("priority")
        yield from self._choice("status")
        left = [each for each in self._table.shape.names if each not in self._used]
        yield f"ignored: [{', '.join(map(_quoted, dict.fromkeys(left)))}]"

    def _fields(self) -> Iterator[str]:
        yield "fields:"
        for name in _SINGLE:
            path, reader = self._seen(f"fields.{name}")
            if reader:
                yield f"  {name}: {path}"
            elif name == "title":
                yield f"  {name}: {_quoted(TO_FILL_IN)}"

    def _times(self) -> Iterator[str]:
        yield "times:"
        walls = False
        for name in _INSTANTS:
            path, reader = self._seen(f"times.{name}")
            if reader:
                yield f"  {name}: {path}"
                walls |= any(has_no_zone(reader(row.values).strip()) for row in self._table.rows)
            elif name == "logged":
                yield f"  {name}: {_quoted(TO_FILL_IN)}"
        yield f"  zone: {_quoted(TO_FILL_IN) if walls else 'ask'}"

    def _choice(self, what: str) -> Iterator[str]:
        """Yield the words of a column, each with its usual meaning or a `?`."""
        path, reader = self._seen(f"{what}.source")
        if reader is None and what != "status":
            return
        rows = self._table.rows if reader else ()
        words = dict.fromkeys(reader(row.values).strip() for row in rows) if reader else {}
        said = [word for word in words if word and word.isprintable()][:_MOST_WORDS]
        if what == "priority" and not said:
            return
        yield f"{what}:"
        yield f"  from: {path}"
        yield "  map:" if said else f"  map: {{{_quoted(TO_FILL_IN)}: {_quoted(TO_FILL_IN)}}}"
        yield from (f"    {_quoted(word)}: {self._meaning(what, word)}" for word in said)
        if "" in words:
            yield f"  empty: {'default' if what == 'priority' else _quoted(TO_FILL_IN)}"

    def _meaning(self, what: str, word: str) -> str:
        for mapping in self._generic:
            found = getattr(mapping, what).map.get(normal(word))
            if isinstance(found, Meaning):
                whom = found.waiting_for
                return f"{{waiting: {whom}}}" if whom else str(found.status)
            if found is not None:
                return str(found)
        return _quoted(TO_FILL_IN)

    def _seen(self, what: str) -> tuple[str, Read | None]:
        """Return the path of the first usual name that the file has, and its reader."""
        for mapping in self._generic:
            source = _part(mapping, what)
            for path in source.paths() if source else ():
                reader = self._texts.reader(path)
                if reader is not None and path.text.lower() not in map(str.lower, self._used):
                    self._used.add(self._spelt(path.text))
                    return _quoted(self._spelt(path.text)), reader
        return _quoted(TO_FILL_IN), None

    def _spelt(self, path: str) -> str:
        names = self._table.shape.names
        return next((name for name in names if name.lower() == path.lower()), path)


def _part(mapping: Mapping, what: str) -> Source | None:
    """Return the source that a mapping has for something, such as `times.logged`."""
    found: object = mapping
    for step in what.split("."):
        found = getattr(found, step, None)
    return found  # type: ignore[return-value]


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
