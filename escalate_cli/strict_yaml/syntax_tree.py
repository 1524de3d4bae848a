"""The syntax tree of a file: texts, lists and keys with values, each with line and column."""

import msgspec

from escalate_cli.sanitize import quoted_line


class Node(msgspec.Struct, frozen=True, kw_only=True):
    """A piece of the file; line and column count from 1."""

    line: int
    column: int


class Scalar(Node, frozen=True, kw_only=True):
    """One value, not yet interpreted; `plain` means written without quotes."""

    text: str
    plain: bool


class Items(Node, frozen=True, kw_only=True):
    """A list."""

    items: tuple[Node, ...]


class Entry(msgspec.Struct, frozen=True):
    """One key with its value."""

    key: Scalar
    value: Node


class MappingNode(Node, frozen=True, kw_only=True):
    """Keys with values, in the order of the file."""

    entries: dict[str, Entry]


class Hole(Node, frozen=True, kw_only=True):
    """What was refused; the problem is reported, and nothing more is said of it."""


NOTHING = frozenset({"", "~", "null"})


def is_nothing(node: Node) -> bool:
    """Tell whether a value was left out."""
    return isinstance(node, Scalar) and node.plain and node.text in NOTHING


def describe(node: Node) -> str:
    """Name what stands in a place, for the end of 'expected …, found …'."""
    match node:
        case Items():
            return "a list"
        case MappingNode():
            return "keys with values"
        case Scalar() if not is_nothing(node):
            return quoted(node.text)
    return "nothing"


LONGEST_QUOTE = 60


def quoted(text: str) -> str:
    """Show a piece of the file inside a message, shortened and harmless."""
    shown = text if len(text) <= LONGEST_QUOTE else f"{text[:LONGEST_QUOTE]}…"
    return f"'{quoted_line(shown)}'"
