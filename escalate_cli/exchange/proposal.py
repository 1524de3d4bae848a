"""A mapping to start from: what a file's names and words show, and `?` instead of a guess.

A mapping that still has a `?` is refused, so that nothing comes in by a guess.
"""

import json
from collections.abc import Iterator, Sequence
from pathlib import PurePath as File

from escalate_cli.exchange.files.table import form_of
from escalate_cli.exchange.foreign_file import ForeignFile
from escalate_cli.exchange.mappings.mapping import Mapping, Meaning
from escalate_cli.exchange.mappings.mapping_catalogue import every_shipped
from escalate_cli.exchange.mappings.mapping_file import TO_FILL_IN, normal
from escalate_cli.exchange.mappings.sources import Path, Read, Source, Texts
from escalate_cli.exchange.reading.times import USUAL, formats_in, has_no_zone

_RECORDS = ("tickets", "issues", "incidents", "items", "data", "results", "result", "records")
_MOST_WORDS = 40
_MOST_ARRAYS = 20
_LONGEST_TIME = 40
_SINGLE = ("title", "description", "requester", "owner", "group", "service", "category", "tags")
_INSTANTS = ("logged", "updated", "acknowledged", "resolved", "closed")


def proposed(file: ForeignFile, name: str) -> str:
    """Write a mapping for a file, with `?` where its names and words prove nothing."""
    found = [_Proposal(file, records) for records in [_RECORDS, *((a,) for a in file.arrays())]]
    best = max(found[:_MOST_ARRAYS], key=_Proposal.count)
    return "\n".join(best.lines(File(name).stem)) + "\n"


class _Proposal:
    """What is seen in one file."""

    def __init__(self, file: ForeignFile, records: Sequence[str]) -> None:
        self._records = records
        self._table = table = file.rows(records)
        self._is_json = file.is_json
        self._names = {form_of(name): name for name in reversed(table.shape.names)}
        self._texts = Texts(table.shape, (), ("name", "value"))
        self._generic = [each for each in every_shipped() if each.generic]
        self._used: set[str] = set()

    def count(self) -> int:
        """Count what has a usual name."""
        wanted = ("key", "status.source", "priority.source", *(f"fields.{x}" for x in _SINGLE))
        seen = [self._seen(what) for what in (*wanted, *(f"times.{x}" for x in _INSTANTS))]
        self._used.clear()
        return sum(reader is not None for _, reader in seen)

    def lines(self, stem: str) -> Iterator[str]:
        """Yield the lines of the mapping."""
        name = "".join(letter if letter.isalnum() else "-" for letter in stem).strip("-")
        key, key_reader = self._seen("key")
        keys = [key_reader(row.values) for row in self._table.rows] if key_reader else []
        is_log = len(set(keys)) < len(keys)
        yield "version: 1"
        yield f"name: {name or 'proposal'}"
        form = f"json, records: [{', '.join(self._records)}]" if self._is_json else "csv"
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
        walls, times = False, list[str]()
        for name in _INSTANTS:
            path, reader = self._seen(f"times.{name}")
            texts = [reader(row.values).strip() for row in self._table.rows] if reader else []
            if any(letter.isdigit() for text in texts for letter in text[:_LONGEST_TIME]):
                yield f"  {name}: {path}"
                walls |= any(map(has_no_zone, texts))
                times += texts
            elif name == "logged":
                yield f"  {name}: {_quoted(TO_FILL_IN)}"
        if counted := formats_in(times):
            yield f"  formats: [{', '.join((*USUAL, *counted))}]"
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
                name = self._names.get(form_of(path.text))
                reader = self._texts.reader(Path(text=name)) if name else None
                if name and reader is not None and name not in self._used:
                    self._used.add(name)
                    return _quoted(name), reader
        return _quoted(TO_FILL_IN), None


def _part(mapping: Mapping, what: str) -> Source | None:
    """Return the source that a mapping has for something, such as `times.logged`."""
    found: object = mapping
    for step in what.split("."):
        found = getattr(found, step, None)
    return found  # type: ignore[return-value]


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
