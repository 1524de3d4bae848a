"""Name resolution: the names that a file gives, and suggestions for one that it does not."""

from collections.abc import Iterable, Iterator, Mapping
from zoneinfo import available_timezones

import msgspec

from escalate_cli.domain.policy.rules import FUNCTIONAL, MANAGEMENT
from escalate_cli.domain.time.timezones import is_portable, zone_named
from escalate_cli.errors import CalendarError
from escalate_cli.policyfile.reading.diagnostics import Convert, Diagnostics, MistakeError
from escalate_cli.policyfile.reading.scalars import scalar, text
from escalate_cli.policyfile.reading.syntax_tree import Items, MappingNode, Node, Scalar, quoted
from escalate_cli.suggestions import nearest

Names = Mapping[str, Node]
"""Every name of a kind, with the place where it is given."""

_MOST_COMPARED = 1000
_LONGEST_COMPARED = 40
_FEW = 10


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


def joined(*parts: Names | None) -> Names | None:
    """Put names of several kinds together; one unreadable part makes any name possible."""
    found: dict[str, Node] = {}
    for part in parts:
        if part is None:
            return None
        found |= part
    return found


def name_of(kind: str, names: Names | None, *words: str) -> Convert[str]:
    """Return the reader of a name that the file gives, or of one of a few words."""

    def convert(node: Node) -> str:
        word = text(node)
        if names is None or word in words or word in names:
            return word
        raise MistakeError(f"unknown {kind} {quoted(word)}", near(word, (*words, *names)))

    return convert


def one_of(*words: str) -> Convert[str]:
    """Return the reader of one out of few words."""

    def convert(node: Node) -> str:
        listed = ", ".join(words)
        word = scalar(node, f"one of {listed}").text
        if word in words:
            return word
        raise MistakeError(f"{quoted(word)} is none of {listed}", _meant(word, words))

    return convert


def zone(node: Node) -> str:
    """Read a time zone by its IANA name."""
    name = text(node)
    try:
        zone_named(name)
    except CalendarError as error:
        advice = _meant(name, sorted(available_timezones()))
        raise MistakeError(str(error), advice or error.help) from None
    return name


def zone_in(report: Diagnostics) -> Convert[str]:
    """Return the reader of time zones that warns of those which other machines read differently."""

    def read(node: Node) -> str:
        name = zone(node)
        if not is_portable(name):
            found = f"{quoted(name)} is not the same zone on every machine"
            report.warn(node, found, "use an IANA name such as Europe/Berlin")
        return name

    return read


def near(word: str, names: Iterable[str]) -> str | None:
    """Return a hint: the nearest names, or all of them if they are few."""
    names = [name for name in names if len(name) <= _LONGEST_COMPARED]
    advice = _meant(word, names)
    if advice or not names or len(names) > _FEW:
        return advice
    return f"known: {', '.join(names)}"


def _meant(word: str, names: Iterable[str]) -> str | None:
    close = nearest(word[:_LONGEST_COMPARED], list(names)[:_MOST_COMPARED])
    return f"did you mean {quoted(close)}?" if close else None


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
