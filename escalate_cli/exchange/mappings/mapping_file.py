"""A mapping file: YAML read as strictly as a policy, into a mapping."""

from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from escalate_cli.domain.ticket.ticket import Status
from escalate_cli.errors import EscalateError
from escalate_cli.exchange.mappings import mapping as m
from escalate_cli.exchange.mappings.sources import First, Join, Path, Source
from escalate_cli.sanitize import quoted_line
from escalate_cli.strict_yaml.diagnostics import Diagnostics, MistakeError, render_problems
from escalate_cli.strict_yaml.mapping_reader import Section, entries_of
from escalate_cli.strict_yaml.name_resolution import one_of, zone
from escalate_cli.strict_yaml.scalars import count, flag, identifier, scalar, text
from escalate_cli.strict_yaml.syntax_tree import Items, MappingNode, Node, Scalar, quoted
from escalate_cli.strict_yaml.yaml_parser import read, text_of

T = TypeVar("T")
BEGINS = "a mapping begins with version: 1"
TO_FILL_IN = "?"
"""What a proposed mapping leaves open."""

_STATUSES = ("open", "acknowledged", "waiting", "resolved", "closed", "unchanged")
_MOST_STEPS = 10


class MappingFileError(EscalateError):
    """A mapping file has mistakes, each of them named with its place."""


def normal(word: str) -> str:
    """Return a word as it is compared: letters' case and spaces aside."""
    return " ".join(word.split()).casefold()


def read_mapping(source: bytes, name: str) -> m.Mapping:
    """Read a mapping file.

    Raises:
        MappingFileError: naming every mistake with line and column.
    """
    report = Diagnostics()
    try:
        root = read(source, report, BEGINS)
        found = None if root is None else _Reader(report).mapping(root)
    except EscalateError as error:
        raise MappingFileError(f"{name}: {error}", error.help) from None
    if found is None or report.errors:
        shown = render_problems(report.problems, name, text_of(source))
        raise MappingFileError(f"{quoted_line(name)} is no mapping\n{shown}")
    return found


def people_in(source: bytes, name: str) -> dict[str, str]:
    """Read a file of `theirs: ours`, one a line.

    Raises:
        MappingFileError: naming every mistake with line and column.
    """
    report = Diagnostics()
    root = read(source, report, "write their name: ours, one a line")
    found = {} if root is None else _Reader(report).table(text)(root)
    if report.errors:
        shown = render_problems(report.problems, name, text_of(source))
        raise MappingFileError(f"{quoted_line(name)} is no list of people\n{shown}")
    return found


class _Reader:
    """Reads the sections of one file."""

    def __init__(self, report: Diagnostics) -> None:
        self._report = report

    def mapping(self, root: Node) -> m.Mapping:
        """Read the whole file."""
        for node in _unfilled(root):
            advice = "say what stands there, or leave the key out"
            self._report.error(node, "'?' is still to be filled in", advice)
        readers: dict[str, Any] = {
            "name": identifier,
            "reads": self._section(m.Reads),
            "key": self.source,
            "status": self._statuses,
            "priority": self._ranks,
            "impact": self._ranks,
            "urgency": self._ranks,
            "waiting": self._section(m.Waits),
            "fields": self._section(m.Fields),
            "times": self._section(m.Instants),
            "links": self.table(self.source),
            "notes": self._section(m.Notes),
            "history": self._section(m.HistoryOf),
            "with": self._section(m.Beside),
            "people": self.table(text),
            "nothing": lambda node: scalar(node, "text").text,
        }
        section = Section(
            root, m.Mapping, report=self._report, readers=_basic() | readers, extra=("version",)
        )
        if section.sound and section.word("version") != "1":
            self._report.error(section.key("version"), "a mapping says version: 1", BEGINS)
        found = section.read(m.Mapping)
        if not self._report.errors:
            self._claims(found)
        return found

    def _section(self, kind: type[T]) -> Callable[[Node], T]:
        """Return the reader of a table of a type."""
        readers: dict[str, Any] = {
            "from": self.path if kind is m.Setting else self.source,
            "map": self.table(text),
            "when": self.table(text, str),
            "unless": self.table(text, str),
            "split": text if kind is m.Notes else self.table(text, str),
            "each": self.path,
            "changes": self.path,
            "text": self.source,
            "at": self.source if kind is m.Notes else self.path,
            "to": self.path,
            "by": self.source,
            "of": self.source,
            "key": self.source,
            "public": self._public,
            "zone": lambda node: "ask" if text(node) == "ask" else zone(node),
            "set": self._section(m.Setting) if kind is m.HistoryOf else None,
        }
        if issubclass(kind, m.Fields | m.Instants):
            sources = set(kind.__struct_fields__) - {"formats", "zone"}
            readers |= dict.fromkeys(sources, self.source)
        given = _basic() | {key: each for key, each in readers.items() if each is not None}
        return lambda node: Section(node, kind, report=self._report, readers=given).read(kind)

    def source(self, node: Node) -> Source:
        """Read a path, several of which the first counts, or parts to join."""
        match node:
            case Items(items=()):
                raise MistakeError("the list is empty", "name a column", node)
            case Items():
                return First(parts=tuple(self.source(item) for item in node.items))
            case MappingNode() if "join" in node.entries and len(node.entries) == 1:
                inner = node.entries["join"].value
                if isinstance(inner, MappingNode):
                    parts = tuple(self.source(each.value) for each in inner.entries.values())
                    return Join(parts=parts, labels=tuple(inner.entries))
                items = inner.items if isinstance(inner, Items) else (inner,)
                return Join(parts=tuple(self.source(item) for item in items))
        return self.path(node)

    def path(self, node: Node) -> Path:
        """Read one path."""
        found = text(node)
        steps = found.split(".")
        if len(steps) > _MOST_STEPS or ".." in found or found.startswith("."):
            raise MistakeError(f"{quoted(found)} is no path", "write a column, or a.b.0", node)
        return Path(text=found, line=node.line, column=node.column)

    def table(
        self, convert: Callable[[Node], T], spelt: Callable[[str], str] = normal
    ) -> Callable[[Node], dict[str, T]]:
        """Return the reader of words with values; keys that are paths are kept as spelt."""

        def convert_all(node: Node) -> dict[str, T]:
            found: dict[str, T] = {}
            for name, entry in entries_of(node, self._report).items():
                if spelt(name) in found:
                    raise MistakeError(f"{quoted(name)} is given twice", at=entry.key)
                for value in self._report.one(convert, entry.value):
                    found[spelt(name)] = value
            return found

        return convert_all

    def _public(self, node: Node) -> bool | Path:
        is_flag = isinstance(node, Scalar) and node.text in {"true", "false"}
        return flag(node) if is_flag else self.path(node)

    def _ranks(self, node: Node) -> m.Ranks:
        readers = {
            "from": self.source,
            "map": self.table(count),
            "else": _rank_or_default,
            "empty": _rank_or_default,
        }
        section = Section(node, m.Ranks, report=self._report, readers=_basic() | readers)
        return section.read(m.Ranks)

    def _statuses(self, node: Node) -> m.Statuses:
        def otherwise(inner: Node) -> m.Meaning | m.Statuses | None:
            if isinstance(inner, MappingNode) and "from" in inner.entries:
                return self._statuses(inner)
            is_reject = isinstance(inner, Scalar) and inner.text == "reject"
            return None if is_reject else _meaning(inner)

        readers = {
            "from": self.source,
            "map": self.table(_meaning),
            "else": otherwise,
            "empty": otherwise,
        }
        section = Section(node, m.Statuses, report=self._report, readers=_basic() | readers)
        return section.read(m.Statuses)

    def _claims(self, found: m.Mapping) -> None:
        """Refuse a column that two fields claim, or that is used and ignored."""
        seen: dict[str, Path] = {}
        for path in _claimed(found):
            if path.text in seen:
                at = Scalar(line=path.line, column=path.column, text=path.text, plain=True)
                what = f"{quoted(path.text)} is claimed twice"
                self._report.error(at, what, f"first on line {seen[path.text].line}")
            elif path.text in found.ignored:
                at = Scalar(line=path.line, column=path.column, text=path.text, plain=True)
                self._report.error(at, f"{quoted(path.text)} is used and ignored")
            seen[path.text] = path


def _claimed(found: m.Mapping) -> Iterator[Path]:
    """Yield the columns that belong to one thing alone."""
    ranks = (found.priority, found.impact, found.urgency)
    sources = [
        found.key,
        found.status.source,
        *(each.source for each in ranks if each),
        *(getattr(found.fields, name) for name in found.fields.__struct_fields__),
    ]
    for source in sources:
        if source is not None and (path := source.first()):
            yield path


def _basic() -> dict[Any, Any]:
    return {bool: flag, int: count, str: text}


def _rank_or_default(node: Node) -> int | None:
    word = scalar(node, "a rank, default or reject").text
    return {"default": 0, "reject": None}[word] if word in {"default", "reject"} else count(node)


def _meaning(node: Node) -> m.Meaning:
    """Read what a word for a status means."""
    if isinstance(node, MappingNode):
        if list(node.entries) != ["waiting"]:
            raise MistakeError("expected a status, or waiting: and for whom", at=node)
        return m.Meaning(Status.WAITING, text(node.entries["waiting"].value))
    word = one_of(*_STATUSES)(node)
    if word == "unchanged":
        return m.Meaning(None)
    return m.Meaning(Status(word), "other" if word == "waiting" else None)


def _unfilled(node: Node) -> Iterator[Node]:
    """Yield each place that a proposed mapping leaves open."""
    match node:
        case Scalar(text=found) if found == TO_FILL_IN:
            yield node
        case Items():
            for item in node.items:
                yield from _unfilled(item)
        case MappingNode():
            for name, entry in node.entries.items():
                if name != "nothing":
                    yield from _unfilled(entry.value)
