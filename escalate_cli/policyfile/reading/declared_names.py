"""Declared names: every name that a policy file gives, by kind, taken before it is read."""

from collections.abc import Iterator

import msgspec

from escalate_cli.domain.policy.finding_code import FindingCode
from escalate_cli.domain.policy.rules import FUNCTIONAL, MANAGEMENT
from escalate_cli.strict_yaml.diagnostics import MistakeError
from escalate_cli.strict_yaml.name_resolution import Names, joined
from escalate_cli.strict_yaml.syntax_tree import Items, MappingNode, Node, Scalar, quoted


class DeclaredNames(msgspec.Struct, frozen=True, kw_only=True):
    """Every name a file gives, by kind; nothing where that part cannot be read.

    Names are taken from the file as it stands, so that a mistake in one part is not reported again
    wherever the part is mentioned.
    """

    priorities: Names | None
    impacts: Names | None
    urgencies: Names | None
    calendars: Names | None
    channels: Names | None
    people: Names | None
    teams: Names | None
    functional: Names | None
    management: Names | None
    messages: Names | None


def names_declared_in(root: MappingNode) -> DeclaredNames:
    """Collect the names that a file gives."""
    return DeclaredNames(
        priorities=_texts(_at(root, "priorities")),
        impacts=_keys(_at(root, "matrix"), given=False),
        urgencies=_inner_keys(_at(root, "matrix")),
        calendars=_keys(_at(root, "calendars")),
        channels=_keys(_at(root, "channels"), given=False),
        people=_keys(_at(root, "people")),
        teams=_keys(_at(root, "teams")),
        functional=_levels(_at(root, "ladders"), FUNCTIONAL),
        management=_levels(_at(root, "ladders"), MANAGEMENT),
        messages=_keys(_at(root, "messages")),
    )


def _at(node: Node | None, key: str) -> Node | None:
    if not isinstance(node, MappingNode) or key not in node.entries:
        return None
    return node.entries[key].value


def _keys(node: Node | None, *, given: bool = True) -> Names | None:
    """Return the keys of a table; a missing one has none, or any if not `given`."""
    if node is None:
        return {} if given else None
    if not isinstance(node, MappingNode):
        return None
    return {name: entry.key for name, entry in node.entries.items()}


def _inner_keys(node: Node | None) -> Names | None:
    if not isinstance(node, MappingNode):
        return None
    return joined(*(_keys(entry.value) for entry in node.entries.values()))


def _texts(node: Node | None) -> Names | None:
    if not isinstance(node, Items) or not node.items:
        return None
    return _first(item for item in node.items if isinstance(item, Scalar))


def _levels(ladders: Node | None, ladder: str) -> Names | None:
    """Return the levels of a ladder; only the management ladder may be missing."""
    node = _at(ladders, ladder)
    if not isinstance(node, Items):
        return {} if node is None and ladder == MANAGEMENT and ladders is not None else None
    found = (_at(item, "level") for item in node.items)
    return _first(item for item in found if isinstance(item, Scalar))


def _first(scalars: Iterator[Scalar]) -> Names:
    names: dict[str, Node] = {}
    for each in scalars:
        names.setdefault(each.text, each)
    return names


def must_be_new(what: str, name: str, at: Node, taken: dict[str, Node]) -> None:
    """Note a name; raises MistakeError where an earlier place of the file has it."""
    first = taken.setdefault(name, at)
    if first is not at:
        raise MistakeError(
            f"{what} {quoted(name)} is given twice",
            f"first on line {first.line}",
            at,
            code=FindingCode.GIVEN_TWICE,
        )
