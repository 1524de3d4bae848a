"""Tables of cases: one policy test for each row, in which `$key` stands for what the row says."""

import re
from collections.abc import Iterator

from escalate_cli.domain.policy.finding_code import FindingCode
from escalate_cli.strict_yaml.diagnostics import Diagnostics
from escalate_cli.strict_yaml.mapping_reader import entries_of
from escalate_cli.strict_yaml.syntax_tree import (
    Entry,
    Items,
    MappingNode,
    Node,
    Scalar,
    describe,
    quoted,
)

CASES = "cases"
_FIELD = re.compile(r"\$(?:(\$)|([A-Za-z_]\w*))")


def each_case(node: Node, report: Diagnostics) -> Iterator[tuple[Node, Node]]:
    """Yield a test, and where it is: once for each row of its cases, if it has any."""
    if not isinstance(node, MappingNode) or CASES not in node.entries:
        yield node, node
        return
    listed = node.entries[CASES].value
    if not isinstance(listed, Items) or not listed.items:
        report.error(
            listed, f"expected a list of rows, found {describe(listed)}", code=FindingCode.SHAPE
        )
        return
    rest = {key: entry for key, entry in node.entries.items() if key != CASES}
    for row in listed.items:
        before = report.errors
        filled = _Row(row, report).filled(rest, node)
        if report.errors == before:
            yield filled, row
        if report.errors > before:  # the next rows would only say it again
            return


class _Row:
    """One row of a table, put into the test that it is a case of."""

    def __init__(self, row: Node, report: Diagnostics) -> None:
        self._row, self._report = row, report
        self._values = {key: entry.value for key, entry in entries_of(row, report).items()}
        self._used: set[str] = set()

    def filled(self, test: dict[str, Entry], node: Node) -> MappingNode:
        """Return the test as this row has it; its name tells it from the others."""
        entries = {key: Entry(each.key, self._in(each.value)) for key, each in test.items()}
        name = test.get("name")
        if name and isinstance(name.value, Scalar) and not _FIELD.search(name.value.text):
            said = ", ".join(v.text for v in self._values.values() if isinstance(v, Scalar))
            text = f"{name.value.text}: {said}"
            entries["name"] = Entry(name.key, _scalar(name.value, text))
        for key in self._values.keys() - self._used:
            self._report.error(self._values[key], f"nothing in the test is ${key}")
        return MappingNode(line=node.line, column=node.column, entries=entries)

    def _in(self, node: Node) -> Node:
        match node:
            case Scalar():
                return self._replaced(node)
            case Items():
                items = tuple(self._in(item) for item in node.items)
                return Items(line=node.line, column=node.column, items=items)
            case MappingNode():
                entries = {k: Entry(e.key, self._in(e.value)) for k, e in node.entries.items()}
                return MappingNode(line=node.line, column=node.column, entries=entries)
        return node

    def _replaced(self, node: Scalar) -> Node:
        """Put the row's value in the place of `$key`, or its text into a longer one."""
        whole = _FIELD.fullmatch(node.text)
        if whole and whole[2]:
            return self._value(whole[2], node) or node
        return _scalar(node, _FIELD.sub(lambda found: self._text(found, node), node.text))

    def _text(self, found: re.Match[str], node: Scalar) -> str:
        if found[1]:
            return "$"
        value = self._value(found[2], node)
        if value is None or isinstance(value, Scalar):
            return value.text if value else ""
        self._report.error(value, f"${found[2]} stands within a text: it must be one, too")
        return ""

    def _value(self, key: str, node: Scalar) -> Node | None:
        self._used.add(key)
        if key not in self._values:
            self._report.error(
                self._row,
                f"missing key {quoted(key)}",
                f"line {node.line} says ${key}; a dollar sign is $$",
                code=FindingCode.MISSING_KEY,
            )
        return self._values.get(key)


def _scalar(node: Scalar, text: str) -> Scalar:
    return Scalar(line=node.line, column=node.column, text=text, plain=node.plain)
