"""A mapping: how the rows of a foreign file become tickets; its fields are the keys of its file."""

from collections.abc import Iterator
from collections.abc import Mapping as Table
from typing import Literal

import msgspec

from escalate_cli.domain.ticket.ticket import Status
from escalate_cli.exchange.mappings.sources import Path, Source


class Meaning(msgspec.Struct, frozen=True):
    """What a word for a status is called here; a row of no status leaves it as it was."""

    status: Status | None
    waiting_for: str | None = None

    @property
    def label(self) -> str:
        """Return it as a person reads it."""
        if self.status is Status.WAITING:
            return f"waiting for {self.waiting_for}"
        return str(self.status) if self.status else "unchanged"


class Reads(msgspec.Struct, frozen=True, kw_only=True):
    """What kind of file it is, and where in it the rows are."""

    format: tuple[Literal["csv", "json", "jsonl", "nagios"], ...]
    delimiter: Literal["auto", ",", ";", "tab", "|"] = "auto"
    records: tuple[str, ...] = ()


class Fields(msgspec.Struct, frozen=True, kw_only=True):
    """The fields of a ticket, and who did what."""

    title: Source | None = None
    description: Source | None = None
    requester: Source | None = None
    customer: Source | None = None
    service: Source | None = None
    category: Source | None = None
    tags: Source | None = None
    owner: Source | None = None
    group: Source | None = None
    opened_by: Source | None = None
    updated_by: Source | None = None
    resolved_by: Source | None = None
    resolution: Source | None = None
    reopenings: Source | None = None


class Instants(msgspec.Struct, frozen=True, kw_only=True):
    """When things happened; `zone` is that of wall times, or `ask`."""

    formats: tuple[
        Literal["iso", "date", "names", "epoch", "epoch-ms", "object-id", "days"], ...
    ] = ("iso", "date", "names")
    zone: str = "ask"
    logged: Source | None = None
    updated: Source | None = None
    acknowledged: Source | None = None
    resolved: Source | None = None
    closed: Source | None = None


class Ranks(msgspec.Struct, frozen=True, kw_only=True):
    """Words for a rank, 1 the most urgent; with `number`, the number that a word begins with.

    `other` and `empty` are a rank, 0 for the policy's default, or nothing: then the row is
    rejected.
    """

    source: Source = msgspec.field(name="from")
    map: Table[str, int] = msgspec.field(default_factory=dict)
    number: bool = False
    other: int | None = msgspec.field(name="else", default=None)
    empty: int | None = None


class Statuses(msgspec.Struct, frozen=True, kw_only=True):
    """Words for a status; `other` may ask another column."""

    source: Source = msgspec.field(name="from")
    map: Table[str, Meaning] = msgspec.field(default_factory=dict)
    other: "Meaning | Statuses | None" = msgspec.field(name="else", default=None)
    empty: Meaning | None = None


class Waits(msgspec.Struct, frozen=True, kw_only=True):
    """Words for whom a ticket waits for, where its status does not tell."""

    source: Source = msgspec.field(name="from")
    map: Table[str, str] = msgspec.field(default_factory=dict)


class Notes(msgspec.Struct, frozen=True, kw_only=True):
    """What people wrote: one item of a list each, or of a text that is cut into parts."""

    each: Path
    text: Source
    at: Source | None = None
    by: Source | None = None
    split: str = ""
    public: bool | Path = False
    when: Table[str, str] = msgspec.field(default_factory=dict)
    unless: Table[str, str] = msgspec.field(default_factory=dict)


class Setting(msgspec.Struct, frozen=True, kw_only=True):
    """One kind of change that a history tells: of which field, from what to what."""

    field: Literal["status", "priority", "owner", "title", "description"]
    to: Path
    before: Path | None = msgspec.field(name="from", default=None)
    when: Table[str, str] = msgspec.field(default_factory=dict)


class HistoryOf(msgspec.Struct, frozen=True, kw_only=True):
    """The changes of a ticket that stand in its own row."""

    each: Path
    at: Path
    set: tuple[Setting, ...]
    by: Source | None = None
    changes: Path | None = None
    split: Table[str, str] = msgspec.field(default_factory=dict)


class Beside(msgspec.Struct, frozen=True, kw_only=True):
    """A second file: its rows stand under `name` in the rows whose `key` they have as `of`."""

    name: str
    of: Source
    records: tuple[str, ...] = ()
    key: Source | None = None


class Mapping(msgspec.Struct, frozen=True, kw_only=True):
    """The whole of a mapping file.

    Rows of a `feed` say how a thing is that somebody watches: `log --from` reads them, no import.

    Attributes:
        generic: it is chosen by itself only where no other fits.
        fits: what a file must have too, to be of this kind.
        nothing: what stands for an empty cell.
        references: under which names a reference to another record gives its name.
        links: records of other kinds that a row names, by what they are.
        ignored: columns that are of no use here; `*` stands for any letters.
    """

    name: str
    about: str = ""
    generic: bool = False
    fits: tuple[str, ...] = ()
    reads: Reads
    rows: Literal["ticket", "update", "change", "feed"]
    order: Literal["file", "newest first", "time"] = "file"
    key: Source
    status: Statuses
    priority: Ranks | None = None
    impact: Ranks | None = None
    urgency: Ranks | None = None
    waiting: Waits | None = None
    fields: Fields = Fields()
    times: Instants = Instants()
    nothing: tuple[str, ...] = ()
    references: tuple[str, ...] = ("display_value", "displayName", "name", "value")
    links: Table[str, Source] = msgspec.field(default_factory=dict)
    notes: tuple[Notes, ...] = ()
    history: tuple[HistoryOf, ...] = ()
    beside: tuple[Beside, ...] = msgspec.field(name="with", default=())
    people: Table[str, str] = msgspec.field(default_factory=dict)
    ignored: tuple[str, ...] = ()


def paths_of(part: object) -> Iterator[str]:
    """Yield every path that a mapping, or a part of one, reads from a row."""
    match part:
        case Path():
            yield part.text
        case Notes() | HistoryOf():
            yield part.each.text
        case Beside():
            yield part.name
        case msgspec.Struct():
            for name in part.__struct_fields__:
                yield from paths_of(getattr(part, name))
        case dict():
            for each in part.values():
                yield from paths_of(each)
        case tuple():
            for each in part:
                yield from paths_of(each)
