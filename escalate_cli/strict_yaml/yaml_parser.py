"""Bytes to a tree with places; of YAML only what files of keys and values need.

The parser's events are read one by one, so depth is bounded before anything recurses, in Python or
in C. Only the shape comes from YAML: what a value means is decided by the key it stands under.
"""

import codecs
import re
from typing import Protocol

import yaml

from escalate_cli.domain.policy.finding_code import FindingCode
from escalate_cli.strict_yaml.diagnostics import Diagnostics, MistakeError, lines_of
from escalate_cli.strict_yaml.syntax_tree import (
    Entry,
    Hole,
    Items,
    MappingNode,
    Node,
    Scalar,
    describe,
    quoted,
)

LIMIT = 1024 * 1024
DEEPEST = 32
MOST_VALUES = 50_000
BEGINS = "a policy begins with version: 1"

_LOADER: "type[yaml.SafeLoader]" = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_MARKS = (
    (codecs.BOM_UTF32_LE, "UTF-32"),  # begins as UTF-16 does
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)
_AS_UTF8 = "iconv -f {} -t UTF-8"
_UNWANTED = re.compile("[^\t\n\r -~\xa0-\u2027\u202a-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_HINTS = (
    ("cannot start any token", "put text that begins with a special character in quotes"),
    ("mapping values are not allowed", "put text that contains ': ' in quotes"),
    ("unexpected end of stream", "a quote that was opened is not closed"),
    ("did not find expected key", "it is left over, or indented unlike the lines above"),
    ("did not find expected '-'", "it is indented unlike the lines above"),
    ("did not find expected ',' or ']'", "a bracket that was opened is not closed"),
    ("did not find expected ',' or '}'", "a brace that was opened is not closed"),
    ("unknown escape", "write a backslash twice, or use single quotes"),
)


Place = tuple[int, int]
"""A line and a column, from 1 on."""


class _Mark(Protocol):
    """A place as PyYAML counts, from 0."""

    @property
    def line(self) -> int: ...

    @property
    def column(self) -> int: ...


def read(source: bytes, report: Diagnostics, begins: str = BEGINS) -> Node | None:
    """Return the root of the tree, or nothing where the file has no sound shape.

    `begins` tells how a file begins, where it is empty.
    """
    try:
        return _Builder(report, begins).build(_decoded(source))
    except MistakeError as mistake:
        at = mistake.at or _position(0, 0)
        report.error(at, str(mistake), mistake.help, code=mistake.code)
        return None


def extents_of(text: str) -> list[tuple[Place, Place]]:
    """Return where each single value of a sound file begins and ends, keys among them."""
    events = yaml.parse(text, Loader=_LOADER)
    scalars = (event for event in events if isinstance(event, yaml.ScalarEvent))
    places = ((_where(each.start_mark), _where(each.end_mark)) for each in scalars)
    return [((a.line, a.column), (b.line, b.column)) for a, b in places]


def text_of(source: bytes) -> str:
    """Return the text of a file for showing it, whatever its bytes."""
    return source[:LIMIT].decode(_other_encoding(source) or "utf-8-sig", errors="replace")


def _position(line: int, column: int) -> Node:
    return Hole(line=line + 1, column=column + 1)


def _where(mark: _Mark | None) -> Node:
    return _position(mark.line, mark.column) if mark else _position(0, 0)


def _end_of(text: str) -> Node:
    """Return the place right behind a text."""
    lines = lines_of(text)
    return _position(len(lines) - 1, len(lines[-1]))


def _decoded(source: bytes) -> str:
    if len(source) > LIMIT:
        raise MistakeError(
            f"the file is larger than {LIMIT // 1024} KiB",
            "some hundred lines are usual",
            code=FindingCode.TOO_LARGE,
        )
    if other := _other_encoding(source):
        raise MistakeError(
            f"the file is {other}, not UTF-8",
            f"save it as UTF-8: {_AS_UTF8.format(other)}",
            code=FindingCode.CHARACTER,
        )
    source = source.removeprefix(codecs.BOM_UTF8)
    try:
        text = source.decode("utf-8")
    except UnicodeDecodeError as error:
        at = _end_of(source[: error.start].decode("utf-8"))
        raise MistakeError(
            "the file is not UTF-8 from here on", "save it as UTF-8", at, code=FindingCode.CHARACTER
        ) from None
    if unwanted := _UNWANTED.search(text):
        at = _end_of(text[: unwanted.start()])
        raise MistakeError(
            f"the character {quoted(unwanted[0])} is not allowed", at=at, code=FindingCode.CHARACTER
        )
    return text


def _other_encoding(source: bytes) -> str:
    """Return the name of an encoding of two or four bytes a character, by how a file begins."""
    marked = next((name for mark, name in _MARKS if source.startswith(mark)), "")
    if marked or len(source) < len("ab") or source.count(b"\0") * 3 < len(source):
        return marked
    return "UTF-16LE" if source[1] == 0 else "UTF-16BE"


class _Frame:
    """A list or a table whose end has not been read yet."""

    def __init__(self, place: Node, *, is_table: bool) -> None:
        self.line = place.line
        self.column = place.column
        self.is_table = is_table
        self.children: list[Node] = []


class _Builder:
    """Puts the parser's events together, without recursion."""

    def __init__(self, report: Diagnostics, begins: str) -> None:
        self._report = report
        self._begins = begins
        self._open: list[_Frame] = []
        self._root: Node | None = None
        self._count = 0

    def build(self, text: str) -> Node:
        """Return the root of the tree; what has no sound shape is a MistakeError."""
        try:
            for event in yaml.parse(text, Loader=_LOADER):
                self._take(event)
        except yaml.YAMLError as error:
            raise _syntax(error, text) from None
        if self._root is None:
            raise MistakeError("the file is empty", self._begins, code=FindingCode.SYNTAX)
        return self._root

    def _take(self, event: yaml.Event) -> None:
        place = _where(event.start_mark)
        if isinstance(event, yaml.NodeEvent):
            self._refuse_extras(event, place)
        match event:
            case yaml.DocumentStartEvent() if self._root is not None:
                raise MistakeError(
                    "a second document begins",
                    "leave out the line ---",
                    place,
                    code=FindingCode.YAML_EXTRA,
                )
            case yaml.AliasEvent():
                self._put(place)
            case yaml.ScalarEvent():
                line, column = place.line, place.column
                plain = not event.style
                self._put(Scalar(line=line, column=column, text=event.value, plain=plain))
            case yaml.CollectionStartEvent():
                if len(self._open) == DEEPEST:
                    raise MistakeError(
                        f"more than {DEEPEST} levels deep", at=place, code=FindingCode.TOO_LARGE
                    )
                is_table = isinstance(event, yaml.MappingStartEvent)
                self._open.append(_Frame(place, is_table=is_table))
            case yaml.CollectionEndEvent():
                self._put(self._closed(self._open.pop()))

    def _refuse_extras(self, event: yaml.NodeEvent, place: Node) -> None:
        if isinstance(event, yaml.AliasEvent):
            self._report.error(
                place,
                f"aliases such as {quoted(f'*{event.anchor}')} are not read",
                code=FindingCode.YAML_EXTRA,
            )
        elif event.anchor is not None:
            self._report.error(
                place,
                f"anchors such as {quoted(f'&{event.anchor}')} are not read",
                code=FindingCode.YAML_EXTRA,
            )
        elif getattr(event, "tag", None) is not None:
            self._report.error(
                place, "tags, which begin with '!', are not read", code=FindingCode.YAML_EXTRA
            )

    def _put(self, node: Node) -> None:
        self._count += 1
        if self._count > MOST_VALUES:
            raise MistakeError(
                f"more than {MOST_VALUES} values", at=node, code=FindingCode.TOO_LARGE
            )
        if self._open:
            self._open[-1].children.append(node)
        else:
            self._root = node

    def _closed(self, frame: _Frame) -> Node:
        line, column, children = frame.line, frame.column, frame.children
        if not frame.is_table:
            return Items(line=line, column=column, items=tuple(children))
        entries: dict[str, Entry] = {}
        for key, value in zip(children[::2], children[1::2], strict=True):
            self._enter(entries, key, value)
        return MappingNode(line=line, column=column, entries=entries)

    def _enter(self, entries: dict[str, Entry], key: Node, value: Node) -> None:
        if isinstance(key, Hole):
            return
        if not isinstance(key, Scalar) or not key.text:
            self._report.error(
                key, f"expected a key, found {describe(key)}", code=FindingCode.SHAPE
            )
        elif key.text in entries:
            first = entries[key.text].key.line
            self._report.error(
                key,
                f"duplicate key {quoted(key.text)}",
                f"first given on line {first}",
                code=FindingCode.DUPLICATE_KEY,
            )
        else:
            entries[key.text] = Entry(key, value)


def _syntax(error: yaml.YAMLError, text: str) -> MistakeError:
    """Say where and why YAML itself gave up."""
    problem = getattr(error, "problem", None) or "unreadable"
    mark = getattr(error, "problem_mark", None)
    began = getattr(error, "context_mark", None)
    advice = next((hint for words, hint in _HINTS if words in problem), None)
    line = "".join(lines_of(text)[mark.line : mark.line + 1]) if mark else ""
    if mark and line[mark.column : mark.column + 1] == "\t":
        advice = "indent with spaces: tabs are not read"
    if advice and began and began.line != (mark.line if mark else 0):
        advice = f"{advice}; what is read here begins on line {began.line + 1}"
    return MistakeError(f"not YAML: {problem}", advice, _where(mark), code=FindingCode.SYNTAX)
