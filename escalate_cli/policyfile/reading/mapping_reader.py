"""A mapping of the policy file whose keys are all known beforehand."""

from typing import TypeVar

from escalate_cli.policyfile.reading.diagnostics import Convert, Diagnostics
from escalate_cli.policyfile.reading.name_resolution import near
from escalate_cli.policyfile.reading.schema import KEYS, KEYS_OF_TESTS
from escalate_cli.policyfile.reading.syntax_tree import (
    Entry,
    Hole,
    Items,
    MappingNode,
    Node,
    describe,
    is_nothing,
    quoted,
)

T = TypeVar("T")

_KEYS = KEYS | KEYS_OF_TESTS


class Section:
    """One table of the file; unknown keys are reported at once.

    Attributes:
        at: where it stands.
        sound: whether it is a table at all, so that missing keys are worth a word.
    """

    def __init__(
        self, node: Node, path: str, report: Diagnostics, *, extra: tuple[str, ...] = ()
    ) -> None:
        self.at = node
        self.sound = isinstance(node, MappingNode)
        self._report = report
        self._entries = entries_of(node, report)
        known = (*_KEYS[path], *extra)
        for name, entry in self._entries.items():
            if name not in known:
                report.error(entry.key, f"unknown key {quoted(name)}", near(name, known))

    def __contains__(self, key: str) -> bool:
        return key in self._entries

    def key(self, key: str) -> Node:
        """Return the place of a key, or of the section where it is missing."""
        return self._entries[key].key if key in self._entries else self.at

    def value(self, key: str) -> Node | None:
        """Return what stands under a key."""
        return self._entries[key].value if key in self._entries else None

    def get(self, key: str, convert: Convert[T], default: T) -> T:
        """Read the value of a key that may be missing."""
        node = self.value(key)
        return default if node is None else self._report.attempt(convert, node, default)

    def need(self, key: str, convert: Convert[T], default: T) -> T:
        """Read the value of a key that must be there; the default is to go on with."""
        if key not in self._entries:
            self.miss(key)
        return self.get(key, convert, default)

    def miss(self, key: str) -> None:
        """Report that a key is missing."""
        if self.sound:
            self._report.error(self.at, f"missing key {quoted(key)}")

    def each(self, key: str, convert: Convert[T]) -> tuple[T, ...]:
        """Read the list under a key that may be missing."""
        node = self.value(key)
        return () if node is None else self._report.each(convert, node)

    def several(self, key: str, convert: Convert[T]) -> tuple[T, ...]:
        """Read a list that must not be empty; a missing one is."""
        found = self.each(key, convert)
        node = self.value(key)
        if node is None:
            self.miss(key)
        elif isinstance(node, Items) and not node.items:
            self._report.error(node, f"{quoted(key)} is empty")
        return found

    def rows(self, key: str) -> tuple[Node, ...]:
        """Return the items of a list of tables; one that is missing has none."""
        node = self.value(key)
        if isinstance(node, Items):
            return node.items
        if node is not None and not isinstance(node, Hole):
            self._report.error(node, f"expected a list, found {describe(node)}")
        return ()

    def entries(self, key: str) -> dict[str, Entry]:
        """Return what a table under a key holds under names of its own."""
        node = self.value(key)
        return {} if node is None else entries_of(node, self._report)

    def within(self, key: str, path: str) -> "Section | None":
        """Return the section under a key that may be missing."""
        node = self.value(key)
        return None if node is None else Section(node, path, self._report)


def entries_of(node: Node, report: Diagnostics) -> dict[str, Entry]:
    """Return the keys of a table with their values; anything else is reported."""
    if isinstance(node, MappingNode):
        return node.entries
    if not isinstance(node, Hole):
        advice = "write {} where there are none" if is_nothing(node) else None
        report.error(node, f"expected keys with values, found {describe(node)}", advice)
    return {}
