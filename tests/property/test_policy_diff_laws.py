"""Laws of `policy diff`: writing it otherwise is no change, deciding otherwise is one."""

import json
import random
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from functools import cache, partial
from typing import Any, TypeVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from escalate_cli.domain.policy.policy import Policy
from escalate_cli.errors import EscalateError
from escalate_cli.policyfile.loading import load
from escalate_cli.policyfile.samples import sample_names, sample_policy, sample_tests
from escalate_cli.strict_yaml.diagnostics import Diagnostics
from escalate_cli.strict_yaml.syntax_tree import Items, MappingNode, Node, Scalar
from escalate_cli.strict_yaml.yaml_parser import read
from escalate_cli.usecases.policy.compare_policies import compared
from tests.long.parts.policies import is_noticed
from tests.long.policy_mutants import PolicyMutant, policy_mutants
from tests.unit.policyfile.files import TODAY

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)

Value = Any
"""A policy as a table of texts, lists and tables."""

WITHOUT_ORDER = {
    *("contacts", "holidays", "logins", "machines", "maintenance", "notify", "pauses"),
    *("required", "response", "skills", "subscribe", "tags"),
}
CALENDARS = {"calendar", "hours", "outside"}
TEXTS_OF_PEOPLE = {"title", "description", "why", "messages", "name"}


def _values(node: Node) -> Value:
    match node:
        case Scalar(plain=True) if re.fullmatch(r"true|false|[0-9]+", node.text):
            return json.loads(node.text)
        case Scalar():
            return node.text
        case Items():
            return [_values(item) for item in node.items]
        case MappingNode():
            return {key: _values(entry.value) for key, entry in node.entries.items()}
    raise AssertionError(node)


@cache
def _policy(name: str) -> Value:
    root = read(sample_policy(name).encode(), Diagnostics(), "a policy")
    assert root is not None
    return _values(root)


@cache
def _loaded(name: str) -> Policy:
    return load(sample_policy(name).encode(), "policy.yaml", TODAY)


def _walked(value: Value, change: Callable[[Value, str], Value], key: str = "") -> Value:
    """Change what is inside first, and then the value, by the key under which it stands."""
    match value:
        case dict():
            value = {name: _walked(inner, change, name) for name, inner in value.items()}
        case list():
            value = [_walked(inner, change, key) for inner in value]
    return change(value, key)


def _other_order(value: Value, key: str, dice: random.Random) -> Value:
    if isinstance(value, dict) and key != "teams":  # the first team with quiet hours counts
        return dict(dice.sample(list(value.items()), len(value)))
    ordered = not isinstance(value, list) or key not in WITHOUT_ORDER
    return value if ordered else dice.sample(value, len(value))


def _split_hours(value: Value, key: str, dice: random.Random) -> Value:
    found = re.fullmatch(r"(\d\d):00-(\d\d):00", value) if isinstance(value, str) else None
    if found is None or int(found[2]) - int(found[1]) < 2 or key in TEXTS_OF_PEOPLE:
        return value
    middle = (int(found[1]) + int(found[2])) // 2
    return [f"{middle:02}:00-{found[2]}:00", f"{found[1]}:00-{middle:02}:00"]


def _flat_hours(value: Value, key: str, dice: random.Random) -> Value:
    """Put lists in lists into one, where they stand for no turns."""
    if not isinstance(value, list) or key in {"turns", "order"}:
        return value
    return [one for each in value for one in (each if isinstance(each, list) else [each])]


def _minutes(value: Value, key: str, dice: random.Random) -> Value:
    found = re.fullmatch(r"(\d{1,2})h", value) if isinstance(value, str) else None
    if found is None or key in TEXTS_OF_PEOPLE:
        return value
    return f"{int(found[1]) * 60}m"


def _listed(value: Value, key: str, dice: random.Random) -> Value:
    return [value] if isinstance(value, str) and key in {"notify", "skills", "tags"} else value


WAYS = [_other_order, _split_hours, _minutes, _listed]


def _calendars_renamed(policy: Value) -> Value:
    names = {name: f"{name}_again" for name in policy.get("calendars", {})}

    def renamed(value: Value, key: str) -> Value:
        if key == "calendars" and isinstance(value, dict):
            return {names[name]: inner for name, inner in value.items()}
        is_name = isinstance(value, str) and key in CALENDARS
        return names.get(value, value) if is_name else value

    return _walked(policy, renamed)


def _written(policy: Value, dice: random.Random) -> str:
    """Write it in another style: one key a line, all else in JSON, with comments between."""
    lines = ["# all new"]
    for key, value in policy.items():
        quoted = f'"{key}"' if dice.random() < 0.5 else key
        lines += [f"{quoted}: {json.dumps(value)}  # {key}", ""]
    return "\n".join(lines)


@pytest.mark.parametrize("name", sample_names())
@settings(max_examples=8)
@given(dice=st.randoms(use_true_random=True), ways=st.sets(st.sampled_from(range(len(WAYS)))))
def test_what_is_only_written_otherwise_is_no_change(
    name: str, dice: random.Random, ways: set[int]
) -> None:
    policy = _policy(name)
    for way in (*(WAYS[number] for number in sorted(ways)), _flat_hours):
        policy = _walked(policy, partial(way, dice=dice))
    policy = _calendars_renamed(policy) if dice.random() < 0.5 else policy
    old = _loaded(name)
    new = load(_written(policy, dice).encode(), "policy.yaml", TODAY)
    assert old.rules.id != new.rules.id
    assert list(compared(old, new, NOW)) == []
    assert list(compared(new, old, NOW)) == []


MANY = 20
"""So many changes of each kind are tried of each policy, the same every time."""


def _mutants(name: str) -> list[PolicyMutant]:
    """Return the policy with one word changed, one key left out, and every list in other orders."""
    edited = list(_edited(_policy(name)))
    found = drawn(policy_mutants(sample_policy(name), ("calendars", "triggers.2")))
    turned = [each for each in edited if each[0].endswith(FIRST)]
    for path, changed in (*turned, *drawn([each for each in edited if each not in turned])):
        text = "\n".join(f"{key}: {json.dumps(value)}" for key, value in changed.items())
        with suppress(EscalateError):
            found.append(PolicyMutant(path, "", "", load(text.encode(), "policy.yaml", TODAY)))
    return found


FIRST = " first"
T = TypeVar("T")


def drawn(many: list[T]) -> list[T]:
    """Return some of many, always the same."""
    return many[:: len(many) // MANY + 1]


def _edited(value: Value, path: str = "") -> Iterator[tuple[str, Value]]:
    match value:
        case dict():
            for key, inner in value.items():
                yield f"{path}.{key} left out", {k: v for k, v in value.items() if k != key}
                for where, changed in _edited(inner, f"{path}.{key}"):
                    yield where, {**value, key: changed}
        case list():
            for n, inner in enumerate(value):
                yield f"{path}.{n} left out", [*value[:n], *value[n + 1 :]]
                if n:
                    yield f"{path}.{n}{FIRST}", [inner, *value[:n], *value[n + 1 :]]
                for where, changed in _edited(inner, f"{path}.{n}"):
                    yield where, [*value[:n], changed, *value[n + 1 :]]


@pytest.mark.parametrize("name", ["default", "it-support", "small-shop"])
def test_what_decides_otherwise_is_a_change(name: str) -> None:
    """What is said to mean the same passes the policy's own tests, which a real change fails."""
    old = _loaded(name)
    mutants = _mutants(name)
    alike = [each for each in mutants if not any(compared(old, each.policy, NOW))]
    assert len(alike) < len(mutants) * 2 / 3
    assert [each.what for each in alike if is_noticed(each, sample_tests(name))] == []
