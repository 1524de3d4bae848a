"""A table of a file whose keys are the fields of a type."""

from typing import Any, TypeVar

from escalate_cli.domain.policy.finding_code import FindingCode
from escalate_cli.strict_yaml.diagnostics import Convert, Diagnostics
from escalate_cli.strict_yaml.name_resolution import near
from escalate_cli.strict_yaml.syntax_tree import (
    Entry,
    Hole,
    Items,
    MappingNode,
    Node,
    Scalar,
    describe,
    is_nothing,
    quoted,
)
from escalate_cli.strict_yaml.typed_values import (
    BASIC,
    KeyField,
    Readers,
    is_section,
    key_fields,
    keys_of,
    reader_of,
)

T = TypeVar("T")


class Section:
    """One table of the file; unknown keys are reported at once.

    Attributes:
        at: where it stands.
        sound: whether it is a table at all, so that missing keys are worth a word.
    """

    def __init__(
        self,
        node: Node,
        *types: Any,
        report: Diagnostics,
        readers: Readers = BASIC,
        extra: tuple[str, ...] = (),
    ) -> None:
        self.at = node
        self.sound = isinstance(node, MappingNode)
        self._report = report
        self._readers = readers
        self._entries = entries_of(node, report)
        keys = (*(key for each in types for key in keys_of(each)), *extra)
        for name, entry in self._entries.items():
            if name not in keys:
                report.error(
                    entry.key,
                    f"unknown key {quoted(name)}",
                    near(name, keys),
                    code=FindingCode.UNKNOWN_KEY,
                )

    def __contains__(self, key: str) -> bool:
        return key in self._entries

    def keys(self) -> set[str]:
        """Return the keys that are given."""
        return set(self._entries)

    def key(self, key: str) -> Node:
        """Return the place of a key, or of the section where it is missing."""
        return self._entries[key].key if key in self._entries else self.at

    def value(self, key: str) -> Node | None:
        """Return what stands under a key."""
        return self._entries[key].value if key in self._entries else None

    def word(self, key: str) -> str | None:
        """Return the text under a key as it stands; nothing where there is none."""
        return word_in(self.at, key)

    def read(self, kind: type[T], /, **others: Any) -> T:
        """Make a value of a type; `others` are the fields that are read in another way."""
        return kind(**others, **self.given(kind, tuple(others)))

    def given(self, kind: Any, without: tuple[str, ...] = ()) -> dict[str, Any]:
        """Read the fields of a type that the file gives; a missing required one is reported."""
        found = {}
        for each in key_fields(kind):
            if each.field.name not in without and (each.is_required or each.keys[0] in self):
                found[each.field.name] = self._read(each, each.default)
        return found

    def field(self, kind: Any, name: str, default: T, convert: Convert[Any] | None = None) -> T:
        """Read one field of a type, by its type or in another way."""
        [each] = (each for each in key_fields(kind) if each.field.name == name)
        found: T = self._read(each, default, convert)
        return found

    def get(self, key: str, convert: Convert[T], default: T) -> T:
        """Read the value of a key that may be missing."""
        node = self.value(key)
        return default if node is None else self._report.attempt(convert, node, default)

    def several(self, key: str, convert: Convert[T]) -> tuple[T, ...]:
        """Read a list that must be there and not be empty."""
        node = self.value(key)
        if node is None:
            self.miss(key)
            return ()
        if isinstance(node, Items) and not node.items:
            self._report.error(node, f"{quoted(key)} is empty", code=FindingCode.EMPTY)
        return self._report.each(convert, node)

    def each(self, key: str, convert: Convert[T]) -> tuple[T, ...]:
        """Read the list under a key that may be missing."""
        node = self.value(key)
        return () if node is None else self._report.each(convert, node)

    def _read(self, each: KeyField, default: Any, convert: Convert[Any] | None = None) -> Any:
        """Read a field of one key; what is missing or mistaken takes the default."""
        [key] = each.keys
        node = self.value(key)
        if node is None:
            if each.is_required:
                self.miss(key)
            return default
        convert = convert or self._readers.get(key) or self._reader(each.item or each.field.type)
        if each.item is None:
            return self._report.attempt(convert, node, default)
        if is_section(each.item):
            rows = (self._report.attempt(convert, row, None) for row in self.rows(key))
            return tuple(row for row in rows if row is not None)
        return self.several(key, convert) if each.is_required else self._report.each(convert, node)

    def _reader(self, annotation: Any) -> Convert[Any]:
        return reader_of(annotation, self._readers)

    def miss(self, key: str) -> None:
        """Report that a key is missing."""
        if self.sound:
            self._report.error(self.at, f"missing key {quoted(key)}", code=FindingCode.MISSING_KEY)

    def rows(self, key: str) -> tuple[Node, ...]:
        """Return the items of a list of tables; one that is missing has none."""
        node = self.value(key)
        if isinstance(node, Items):
            return node.items
        if node is not None and not isinstance(node, Hole):
            self._report.error(
                node, f"expected a list, found {describe(node)}", code=FindingCode.SHAPE
            )
        return ()

    def entries(self, key: str) -> dict[str, Entry]:
        """Return what a table under a key holds under names of its own."""
        node = self.value(key)
        return {} if node is None else entries_of(node, self._report)


def word_in(table: Node, key: str) -> str | None:
    """Return the text under a key of a table as it stands; nothing where there is none."""
    entry = table.entries.get(key) if isinstance(table, MappingNode) else None
    return entry.value.text if entry and isinstance(entry.value, Scalar) else None


def entries_of(node: Node, report: Diagnostics) -> dict[str, Entry]:
    """Return the keys of a table with their values; anything else is reported."""
    if isinstance(node, MappingNode):
        return node.entries
    if not isinstance(node, Hole):
        advice = "write {} where there are none" if is_nothing(node) else None
        report.error(
            node,
            f"expected keys with values, found {describe(node)}",
            advice,
            code=FindingCode.SHAPE,
        )
    return {}
