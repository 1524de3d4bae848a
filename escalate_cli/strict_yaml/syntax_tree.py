"""The syntax tree of a file: texts, lists and keys with values, each with line and column."""

from collections.abc import Iterable, Iterator

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


def node_at(root: Node, path: Iterable[str | int]) -> Node:
    """Return what stands at the end of a path of keys and numbers: a key itself, or an item.

    Where the path goes on beyond the file, it is the last that is there.
    """
    at = inner = root
    for step in path:
        match inner:
            case MappingNode() if step in inner.entries:
                at, inner = inner.entries[str(step)].key, inner.entries[str(step)].value
            case Items() if isinstance(step, int) and step < len(inner.items):
                at = inner = inner.items[step]
            case _:
                break
    return at


def scalars_in(node: Node) -> Iterator[Scalar]:
    """Yield every single value of a tree that is no key."""
    match node:
        case Scalar():
            yield node
        case Items():
            for item in node.items:
                yield from scalars_in(item)
        case MappingNode():
            for entry in node.entries.values():
                yield from scalars_in(entry.value)
