"""From a row to an update: a mapping, made ready for the columns of one file."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from operator import itemgetter
from typing import Any, NamedTuple

from escalate_cli.domain.ticket.actor import POLICY
from escalate_cli.errors import UsageError
from escalate_cli.exchange.files.table import ForeignFileError, Row, Shape
from escalate_cli.exchange.mappings import mapping as m
from escalate_cli.exchange.mappings.mapping_file import normal
from escalate_cli.exchange.mappings.sources import Texts, together
from escalate_cli.exchange.reading.item_filter import ItemFilter
from escalate_cli.exchange.reading.times import TimeReader
from escalate_cli.exchange.reading.update import Update
from escalate_cli.exchange.reading.word_reader import Word, WordReader, cached, label_of
from escalate_cli.usecases.verbs.input_validation import name_of, names_of, text_of, title_of

_INSTANTS = ("logged", "updated", "acknowledged", "resolved", "closed")
_NAMES = (
    "requester",
    "customer",
    "service",
    "category",
    "owner",
    "group",
    "opened_by",
    "updated_by",
    "resolved_by",
)
_PEOPLE = ("requester", "owner", "opened_by", "updated_by", "resolved_by")
_CHANGING = ("owner", "group", "updated_by")
_LASTING = (*(name for name in _NAMES if name not in _CHANGING), "title", "description", "tags")


class Stated(NamedTuple):
    """What a row says of a ticket, whenever that was."""

    number: str
    state: m.Meaning
    state_name: str
    fields: Mapping[str, Any]
    links: Mapping[str, str]
    names: Mapping[str, str | None]
    owner: str | None
    group: str | None
    updated_by: str | None


class _Lasting(NamedTuple):
    """What most rows of one ticket say alike, with the words that each of them has."""

    names: Mapping[str, str | None]
    fields: Mapping[str, Any]
    links: Mapping[str, str]
    words: Sequence[Word]


class RowReader:
    """Turns the rows of one file into checked updates.

    Attributes:
        words: reads those that stand for something here.
        item_filter: tells which notes and changes are meant.
    """

    def __init__(
        self, mapping: m.Mapping, shape: Shape, priorities: Sequence[str], default: str
    ) -> None:
        self.mapping = mapping
        self.texts = Texts(shape, mapping.nothing, mapping.references)
        self.words = WordReader(mapping, self.texts, priorities, default)
        self.times = TimeReader("dmy", None)
        self.item_filter = ItemFilter()
        self._known: dict[Sequence[str], _Lasting] = {}
        raw, fields, times = self.texts.raw, mapping.fields, mapping.times
        self._key = raw(mapping.key)
        told = {name: raw(getattr(fields, name)) for name in _NAMES}
        told |= {
            name: self.texts.reader(getattr(fields, name)) for name in ("description", "resolution")
        }
        told |= {name: raw(getattr(fields, name)) for name in ("reopenings", "title", "tags")}
        self._names = {
            name: cached(told[name], self._named(label_of(getattr(fields, name)), name in _PEOPLE))
            for name in _NAMES
        }
        self._changing = [self._names[name] for name in _CHANGING]
        self._description = cached(told["description"], self._as_description)
        self._resolution = cached(told["resolution"], self._as_resolution)
        self._reopenings = cached(told["reopenings"], self._as_count)
        self._title = cached(told["title"], self._as_title)
        self._tags = cached(told["tags"], lambda text: names_of([self.texts.clean(text)], "tags"))
        self._instants = {name: raw(getattr(times, name)) for name in _INSTANTS}
        self._at = {name: cached(each, self._as_instant) for name, each in self._instants.items()}
        linked = {what: raw(each) for what, each in mapping.links.items()}
        self._links = {what: cached(each, self._named(what)) for what, each in linked.items()}
        self._number = cached(self._key, self._named("key"))
        lasting = [(mapping.key, self._key), *((getattr(fields, n), told[n]) for n in _LASTING)]
        lasting += [(source, linked[what]) for what, source in mapping.links.items()]
        lasting += [(getattr(mapping, n).source, read) for n, read in self.words.ranked.items()]
        cells = self.texts.cells
        self._lasting = together([cell for each in lasting for cell in cells(*each)])

    def must_have(self) -> None:
        """Refuse a file without what no ticket can do without.

        Raises:
            ForeignFileError: naming what is missing.
        """
        updated = (self._instants["updated"], self.mapping.times.updated)
        needed = {
            "key": (self._key, self.mapping.key),
            "status": (self.words.status, self.mapping.status.source),
            "logged": (self._instants["logged"], self.mapping.times.logged),
        }
        if self.mapping.rows == "update":
            needed["updated"] = updated
        if self.mapping.rows == "change" and self.mapping.times.logged is None:
            needed["logged"] = updated
        if self.mapping.priority and self.mapping.priority.empty is None:
            needed["priority"] = (self.words.ranked["priority"], self.mapping.priority.source)
        if self.mapping.rows == "feed":
            del needed["logged"]
        missing = [label_of(source) for reader, source in needed.values() if reader is None]
        if missing:
            found = ", ".join(dict.fromkeys(missing))
            if "logged" in needed and needed["logged"][0] is None:
                found += ", so that nobody knows when a ticket was logged"
            columns = ", ".join(dict.fromkeys(label_of(each) for _, each in needed.values()))
            raise ForeignFileError(f"the export has no column {found}", f"export it with {columns}")

    @property
    def is_near(self) -> bool:
        """Tell whether the file looks like what the mapping is for, whatever else it lacks.

        By usual names it does with two of three: key, status, and when it was logged. Else it has
        key and status, one of them by the name that is most of its own: many files have an `id`.
        """
        key, status, logged = self._key, self.words.status, self._instants["logged"]
        if self.mapping.generic:
            return sum(reader is not None for reader in (key, status, logged)) > 1
        own = (self.mapping.key.first(), self.mapping.status.source.first())
        has_own = any(path is not None and self.texts.getter(path) for path in own)
        return has_own and key is not None and status is not None

    def date_texts(self, rows: Sequence[Row]) -> Iterator[tuple[str, int]]:
        """Yield the times of a file as they are written, column by column, each with a line."""
        last_first = rows[::-1]
        values, lines = [row.values for row in last_first], [row.line for row in last_first]
        for reader in filter(None, self._instants.values()):
            found = dict(zip(map(reader, values), lines, strict=True))
            for written, line in sorted(found.items(), key=itemgetter(1)):
                if text := self.texts.clean(written).strip():
                    yield text, line

    def read(self, row: Row) -> Update:
        """Check one row; what cannot be understood is a UsageError with the reason."""
        values, source = row.values, self.mapping.name
        stated = self.stated(row)
        names = stated.names
        logged, updated = self._span(values)
        return Update(
            line=row.line,
            number=stated.number,
            state=stated.state,
            state_name=stated.state_name,
            opened_at=logged,
            updated_at=updated,
            updated_by=stated.updated_by or source,
            opened_by=names["opened_by"] or names["requester"] or source,
            fields=stated.fields,
            links=stated.links,
            owner=stated.owner,
            group=stated.group,
            reopenings=self._reopenings(values),
            acknowledged_at=self._at["acknowledged"](values),
            resolved_at=self._at["resolved"](values),
            closed_at=self._at["closed"](values),
            resolved_by=names["resolved_by"],
            closed_code=self._resolution(values),
        )

    def stated(self, row: Row) -> Stated:
        """Return what a row says but for when; raises UsageError."""
        values = row.values
        number = self._number(values)
        if number is None:
            raise UsageError(f"{label_of(self.mapping.key)} is empty")
        state, state_name = self.words.state(values)
        owner, group, updated_by = [read(values) for read in self._changing]
        said = self._said(values, number)
        return Stated(
            number, state, state_name, said.fields, said.links, said.names, owner, group, updated_by
        )

    def in_vain(self) -> Iterator[str]:
        """Yield what the mapping reads in vain, and where it says so, as far as that is known."""
        for path in self.texts.unseen:
            yield f"{path.line}:{path.column}: the file has no '{path.text}'"
        for wanted in self.item_filter.unmet:
            words = ", ".join(f"{path}: {word}" for path, word in wanted.items())
            yield f" nothing in the file fits 'when: {{{words}}}'"

    def key_of(self, row: Row) -> str | None:
        """Return the id that a ticket has there."""
        return self._number(row.values)

    def person_named(self, name: str | None) -> str | None:
        """Return the person whom a name means here; one called `policy` gets a suffix."""
        if name is None:
            return None
        ours = self.mapping.people.get(normal(name), name)
        return f"{ours}@{self.mapping.name}" if ours == POLICY else ours

    def _named(self, what: str, is_person: bool = False) -> Callable[[str], str | None]:  # noqa: FBT001, FBT002
        """Return how a text becomes a short name with single spaces; nothing where it is empty."""

        def convert(text: str) -> str | None:
            name = name_of(" ".join(self.texts.clean(text).split()), what)
            return self.person_named(_bare(name)) if is_person else name

        return convert

    def _as_title(self, text: str) -> str | None:
        given = " ".join(self.texts.clean(text).split())
        return title_of(given) if given else None

    def _as_instant(self, text: str) -> datetime | None:
        text = self.texts.clean(text).strip()
        return self.times.instant(text) if text else None

    def _span(self, values: Any) -> tuple[datetime, datetime]:
        logged, updated = self._at["logged"](values), self._at["updated"](values)
        times = self.mapping.times
        if times.logged is None:
            logged = updated
        if logged is None:
            raise UsageError(f"{label_of(times.logged)} is empty")
        if updated is None:
            if self.mapping.rows == "update":
                raise UsageError(f"{label_of(times.updated)} is empty")
            known = (read(values) for read in self._at.values())
            updated = max(at for at in known if at is not None)
        return logged, updated

    def _said(self, values: Any, number: str) -> _Lasting:
        """Return what rows alike say, worked out at the first of them."""
        texts = self._lasting(values)
        known = self._known.get(texts)
        if known is not None:
            self.words.count(known.words)
            return known
        names = {name: read(values) for name, read in self._names.items() if name not in _CHANGING}
        fields = self._fields(values, number, names)
        links = {what: name for what, read in self._links.items() if (name := read(values))}
        said = self._known[texts] = _Lasting(names, fields, links, self.words.ranks_in(values))
        return said

    def _fields(self, values: Any, number: str, names: Mapping[str, str | None]) -> dict[str, Any]:
        found: dict[str, Any] = {
            "title": self._title(values) or number,
            "description": self._description(values) or "",
            "priority": self.words.value("priority", values),
            "impact": self.words.value("impact", values),
            "urgency": self.words.value("urgency", values),
            "requester": names["requester"],
            "service": names["service"],
            "category": names["category"],
        }
        if self.mapping.fields.customer:
            found["customer"] = names["customer"]
        if self.mapping.fields.tags:
            found["tags"] = self._tags(values) or ()
        return found

    def _as_description(self, text: str) -> str:
        return text_of(text.strip(), "the description")

    def _as_resolution(self, text: str) -> str | None:
        return " ".join(text_of(text, "the resolution").split()) or None

    def _as_count(self, text: str) -> int | None:
        label = label_of(self.mapping.fields.reopenings)
        count = name_of(" ".join(self.texts.clean(text).split()), label)
        if count is not None and not re.fullmatch("[0-9]{1,6}", count):
            raise UsageError(f"{label} is '{count}', which is no number")
        return None if count is None else int(count)


def _bare(name: str | None) -> str | None:
    """Return a name without the brackets in which some programs write a list of people."""
    return (name[1:-1].strip() or None) if name and name[0] + name[-1] == "[]" else name


def items_of(value: Any) -> list[Any]:
    """Return a list, or a single value as one."""
    return value if isinstance(value, list) else [] if value is None or value == "" else [value]
