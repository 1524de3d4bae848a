"""A mapping to start from: what a file's names and words show, and `?` instead of a guess.

A mapping that still has a `?` is refused, so that nothing comes in by a guess. Comments say which
columns hold what could be meant.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import PurePath as File

from escalate_cli.exchange.column_evidence import ColumnEvidence
from escalate_cli.exchange.files.table import form_of
from escalate_cli.exchange.foreign_file import ForeignFile
from escalate_cli.exchange.mappings.mapping import Mapping, Meaning
from escalate_cli.exchange.mappings.mapping_catalogue import every_shipped
from escalate_cli.exchange.mappings.mapping_file import TO_FILL_IN, normal
from escalate_cli.exchange.mappings.sources import Path, Source, Texts
from escalate_cli.exchange.reading.times import USUAL, formats_in, has_no_zone

_RECORDS = ("tickets", "issues", "incidents", "items", "data", "results", "result", "records")
_MOST_WORDS = 40
_MOST_ARRAYS = 20
_SINGLE = ("title", "description", "requester", "owner", "group", "service", "category", "tags")
_INSTANTS = ("logged", "updated", "acknowledged", "resolved", "closed")
_SEVERAL = "  # several columns may tell rows apart: {join: [A, B]}"
_WANTED = (
    "key",
    *(f"fields.{name}" for name in _SINGLE),
    *(f"times.{name}" for name in _INSTANTS),
    "priority.source",
    "status.source",
)


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
        self._evidence = ColumnEvidence(table, self._texts)
        self._used: dict[str, str] = {}
        for what in _WANTED:
            self._find(what)
        for what in [f"times.{name}" for name in _INSTANTS]:
            if what in self._used and not self._may_hold_a_time(self._used[what]):
                del self._used[what]
        self._offered: set[str] = set()

    def _may_hold_a_time(self, name: str) -> bool:
        """Tell whether a column that is called as a time usually is may hold one."""
        return self._evidence.holds_a_time(name) or self._evidence.holds_days(name)

    def count(self) -> int:
        """Count what has a usual name."""
        return len(self._used)

    def lines(self, stem: str) -> Iterator[str]:
        """Yield the lines of the mapping."""
        name = "".join(letter if letter.isalnum() else "-" for letter in stem).strip("-")
        keys = self._values("key")
        is_log = len(set(keys)) < len(keys)
        yield "version: 1"
        yield f"name: {name or 'proposal'}"
        form = f"json, records: [{', '.join(self._records)}]" if self._is_json else "csv"
        yield f"reads: {{format: {form}}}"
        yield f"rows: {_quoted(TO_FILL_IN) if is_log else 'ticket'}"
        if is_log:
            yield f"order: {_quoted(TO_FILL_IN)}"
        key = self._path("key", "no value comes twice in", self._evidence.tells_apart)
        yield f"key: {key}" + (_SEVERAL if key == _quoted(TO_FILL_IN) else "")
        yield from self._fields()
        yield from self._times()
        yield from self._choice("priority")
        yield from self._choice("status")
        kept = {*self._used.values(), *self._offered}
        left = dict.fromkeys(name for name in self._table.shape.names if name and name not in kept)
        yield f"ignored: [{_listed(left)}]"

    def _fields(self) -> Iterator[str]:
        yield "fields:"
        for name in _SINGLE:
            if f"fields.{name}" in self._used or name == "title":
                path = self._path(f"fields.{name}", "texts are in", self._evidence.holds_texts)
                yield f"  {name}: {path}"

    def _times(self) -> Iterator[str]:
        yield "times:"
        held = [name for name in _INSTANTS if f"times.{name}" in self._used]
        for name in _INSTANTS:
            if name in held or name == "logged":
                yield f"  {name}: {self._path(f'times.{name}')}"
        others = self._offer(self._evidence.holds_times)
        if others:
            yield f"  # times are in {_listed(others)}"
        columns = [*(self._used[f"times.{name}"] for name in held), *others]
        times = [text for column in columns for text in self._evidence.values(column)]
        has_days = any(map(self._evidence.holds_days, columns))
        if counted := [*formats_in(times), *(["days"] if has_days else [])]:
            yield f"  formats: [{', '.join((*USUAL, *counted))}]"
        is_local = has_days or any(map(has_no_zone, times))
        yield f"  zone: {_quoted(TO_FILL_IN) if is_local else 'ask'}"

    def _choice(self, what: str) -> Iterator[str]:
        """Yield the words of a column, each with its usual meaning or a `?`."""
        source = f"{what}.source"
        words = dict.fromkeys(self._values(source))
        said = [word for word in words if word and word.isprintable()][:_MOST_WORDS]
        if what == "priority" and not said:
            if others := self._offer(self._evidence.holds_words):
                yield f"# no priority; few words are in {_listed(others)}"
            return
        if source == "status.source" and source not in self._used:
            yield from self._without_status()
        yield f"{what}:"
        yield f"  from: {self._path(source, 'few words are in', self._evidence.holds_words)}"
        yield "  map:" if said else f"  map: {{{_quoted(TO_FILL_IN)}: {_quoted(TO_FILL_IN)}}}"
        yield from (f"    {_quoted(word)}: {self._meaning(what, word)}" for word in said)
        if "" in words:
            yield f"  empty: {'default' if what == 'priority' else _quoted(TO_FILL_IN)}"

    def _without_status(self) -> Iterator[str]:
        """Yield how tickets are read whose status no column tells, by their end if one does."""
        ends = (f"times.{name}" for name in ("closed", "resolved"))
        end = next((self._used[name] for name in ends if name in self._used), None)
        if end is not None:
            row = f"{{from: {_quoted(end)}, map: {{}}, else: closed, empty: open}}"
            yield f"# no column? status: {row} takes each without an end for open"
        elif logged := self._used.get("times.logged"):
            row = f"{{from: {_quoted(logged)}, map: {{}}, else: open}}"
            yield f"# no column? status: {row} takes all for open"

    def _meaning(self, what: str, word: str) -> str:
        for mapping in self._generic:
            found = getattr(mapping, what).map.get(normal(word))
            if isinstance(found, Meaning):
                whom = found.waiting_for
                return f"{{waiting: {whom}}}" if whom else str(found.status)
            if found is not None:
                return str(found)
        return _quoted(TO_FILL_IN)

    def _path(self, what: str, why: str = "", fits: Callable[[str], bool] = lambda _: False) -> str:
        """Return the column of something, or a `?` and which others could be meant."""
        if what in self._used:
            return _quoted(self._used[what])
        others = self._offer(fits)
        return _quoted(TO_FILL_IN) + (f"  # {why} {_listed(others)}" if others else "")

    def _offer(self, fits: Callable[[str], bool]) -> list[str]:
        """Name the unused columns that fit, which are then neither used nor ignored."""
        names = dict.fromkeys(self._table.shape.names)
        free = [name for name in names if name and name not in self._used.values()]
        fitting = [name for name in free if fits(name)]
        self._offered.update(fitting)
        return fitting

    def _values(self, what: str) -> list[str]:
        """Return what stands in the column of something, by row."""
        return self._evidence.values(self._used[what]) if what in self._used else []

    def _find(self, what: str) -> None:
        """Remember the first usual name of something that the file has, and nothing else took."""
        found = self._usual(what)
        name = next(found, None)
        if name is not None and what == "key" and self._evidence.holds_uuids(name):
            name = next(filter(self._evidence.tells_apart, found), name)
        if name is not None:
            self._used[what] = name

    def _usual(self, what: str) -> Iterator[str]:
        """Yield the usual names of something that the file has, and nothing else took."""
        for mapping in self._generic:
            source = _part(mapping, what)
            for path in source.paths() if source else ():
                name = self._names.get(form_of(path.text))
                if name and name not in self._used.values() and self._texts.getter(Path(text=name)):
                    yield name


def _part(mapping: Mapping, what: str) -> Source | None:
    """Return the source that a mapping has for something, such as `times.logged`."""
    found: object = mapping
    for step in what.split("."):
        found = getattr(found, step, None)
    return found  # type: ignore[return-value]


def _listed(names: Iterable[str]) -> str:
    return ", ".join(map(_quoted, names))


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=not text.isprintable())
