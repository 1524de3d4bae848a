"""Sound changes of a sample policy in one place: a time, a level, a person that is another one."""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from escalate_cli.domain.policy.policy import Policy
from escalate_cli.errors import EscalateError
from escalate_cli.policyfile.loading import load
from escalate_cli.strict_yaml.diagnostics import Diagnostics
from escalate_cli.strict_yaml.syntax_tree import Items, MappingNode, Node, Scalar
from escalate_cli.strict_yaml.yaml_parser import read
from tests.unit.policyfile.files import TODAY


class PolicyMutant(NamedTuple):
    """A policy in which one word is another.

    Attributes:
        path: the keys that lead to the word; rows are counted from 0.
    """

    path: str
    old: str
    new: str
    policy: Policy

    @property
    def what(self) -> str:
        """Say what is changed where, as the list of equivalents does."""
        return f"{self.path}: {self.old} -> {self.new}"


def policy_mutants(text: str, below: tuple[str, ...] = ("",)) -> list[PolicyMutant]:
    """Return the changes of a policy that leave it sound, in the order of the file.

    Args:
        text: the policy.
        below: the beginnings of the paths at which something is changed.
    """
    root = read(text.encode(), Diagnostics(), "a policy")
    assert isinstance(root, MappingNode)
    policy = load(text.encode(), "policy.yaml", TODAY)
    others = _Others(policy)
    found = []
    places = [each for each in _scalars(root, ()) if ".".join(each[0]).startswith(below)]
    for path, scalar in places:
        for new in others.of(path, scalar.text):
            try:
                changed = load(_changed(text, scalar, new).encode(), "policy.yaml", TODAY)
            except EscalateError:
                continue
            found.append(PolicyMutant(".".join(path), scalar.text, new, changed))
    return found


def _scalars(node: Node, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Scalar]]:
    match node:
        case Scalar():
            yield path, node
        case Items():
            for number, item in enumerate(node.items):
                yield from _scalars(item, (*path, str(number)))
        case MappingNode():
            for key, entry in node.entries.items():
                yield from _scalars(entry.value, (*path, key))


def _changed(text: str, scalar: Scalar, new: str) -> str:
    """Put another word in the place of one, within its quotes if it has any."""
    lines = text.splitlines(keepends=True)
    line = lines[scalar.line - 1]
    start = scalar.column - 1 + (0 if scalar.plain else 1)
    assert line[start:].startswith(scalar.text), (line, scalar)
    lines[scalar.line - 1] = line[:start] + new + line[start + len(scalar.text) :]
    return "".join(lines)


_LEFT_ALONE = frozenset(
    {"name", "version", "timezone", "why", "messages", "channels", "contacts", "skills"}
)
"""Keys below which nothing is a time, a level or a person."""


class _Others:
    """Finds what may stand instead of a word."""

    def __init__(self, policy: Policy) -> None:
        rules, people = policy.rules, policy.people
        self._names = [
            [level.id for level in rules.functional],
            [level.id for level in rules.management],
            list(people.people),
            list(people.teams),
        ]

    def of(self, path: tuple[str, ...], word: str) -> Iterator[str]:
        """Yield other words for one, by what it is."""
        if _LEFT_ALONE & {*path}:
            return
        if path[-1] in {"level", "members"} and path[0] == "ladders":
            return  # the name of a level where it is declared
        for pattern, changes in _TIMES:
            found = pattern.fullmatch(word)
            if found:
                yield from dict.fromkeys(new for new in changes(found) if new != word)
                return
        for names in self._names:
            if word in names:
                yield from (name for name in names if name != word)


def _amounts(found: re.Match[str]) -> Iterator[str]:
    sign, number, unit = found[1], int(found[2]), found[3]
    near = (number + 1, number - 1, number + 2, number - 2)
    for other in (*near, number * 2, number * 3, number * 10, number // 2, number // 3):
        if other > 0:
            yield f"{sign}{other}{unit}"


def _shares(found: re.Match[str]) -> Iterator[str]:
    yield from (
        f"{share}%" for share in (10, 25, 50, 60, 75, 80, 90, 95, 100, 105, 110, 125, 150, 175, 200)
    )


def _hours(found: re.Match[str]) -> Iterator[str]:
    """Yield hours that begin or end half an hour to two hours earlier or later."""
    begins, ends = (int(found[n]) * 60 + int(found[n + 1]) for n in (1, 3))
    for by in (-120, -60, -30, 30, 60, 120):
        for begin, end in ((begins + by, ends), (begins, ends + by)):
            if 0 <= begin < end <= 24 * 60:
                yield f"{_clock(begin)}-{_clock(end)}"


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _counts(found: re.Match[str]) -> Iterator[str]:
    number = int(found[0])
    yield from (
        str(other)
        for other in (number + 1, number + 2, number - 1, number * 2, number * 3)
        if other > 0
    )


def _instants(found: re.Match[str]) -> Iterator[str]:
    day, hour = int(found[2]), int(found[3])
    yield f"{found[1]}{day:02} {(hour + 1) % 24:02}:{found[4]}"
    yield f"{found[1]}{day - 1 or 2:02} {hour:02}:{found[4]}"


def _days(found: re.Match[str]) -> Iterator[str]:
    day = int(found[2])
    yield from (f"{found[1]}{other:02}" for other in (day - 1, day + 1) if 0 < other < 29)


def _feasts(found: re.Match[str]) -> Iterator[str]:
    yield from (f"easter{offset:+}" for offset in (int(found[1]) + 1, int(found[1]) - 1) if offset)


_TIMES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Iterator[str]]], ...] = (
    (re.compile(r"((?:due-)?)([0-9]+)(m|h|d|bd|w|mo)"), _amounts),
    (re.compile(r"[0-9]+%"), _shares),
    (re.compile(r"([0-9]{2}):([0-9]{2})-([0-9]{2}):([0-9]{2})"), _hours),
    (re.compile(r"(20[0-9]{2}-[0-9]{2}-)([0-9]{2}) ([0-9]{2}):([0-9]{2})"), _instants),
    (re.compile(r"([0-9]{2}-)([0-9]{2})"), _days),
    (re.compile(r"easter([+-][0-9]+)"), _feasts),
    (re.compile(r"[0-9]+"), _counts),
)
