"""The schema knows every key, and what it allows is taken but for what no schema can say."""

import json
import re
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from escalate_cli.domain.policy.finding_code import FindingCode
from escalate_cli.policyfile.json_schema import DIALECT, policy_schema
from escalate_cli.strict_yaml.typed_values import key_fields
from tests.unit.policyfile.files import SOUND, problems_of
from tests.unit.policyfile.test_reference import SECTIONS

SCHEMA = policy_schema()
PARTS = SCHEMA["$defs"]
PEOPLE = ("ana", "bo", "cy", "di", "lee", "max")
NAMES: dict[str, tuple[str, ...]] = {
    "person": PEOPLE,
    "follower": PEOPLE,
    "team": ("frontline", "network"),
    "stand-in": ("lee", "max"),
    "calendar": ("office", "always"),
    "calendar-that-opens": ("office",),
    "priority": ("P1", "P2", "P3"),
    "impact": ("high", "low"),
    "urgency": ("high", "low"),
    "functional-level": ("L1", "L2"),
    "management-level": ("lead", "manager"),
    "audience": ("owner", "team", "lead", "ana", "network"),
    "move": ("next", "skilled", "L2", "manager"),
    "message": ("alert", "handoff"),
    "contact": ("mail:ana@example.org",),
    "zone": ("UTC", "Europe/Berlin"),
}
"""Of each kind of name, those that the file gives."""

DECLARED = {
    "people": PEOPLE,
    "teams": NAMES["team"],
    "calendars": ("office",),
    "channels": ("mail",),
    "messages": ("handoff", "closure"),
}
"""Tables in which all names must be given, as others refer to them."""

WRITTEN = ("version", "priorities", "default_priority", "matrix", "ladders", "files")
"""Keys that hang together, and stay as the sound file has them."""

CANNOT_SAY = {
    *(code for code in FindingCode if code[1] in "34"),
    FindingCode.DURATION,  # no time at all, and business days without a calendar
    FindingCode.TIME,  # a day that no year has
    FindingCode.MISSING_KEY,  # one that another key asks for
    FindingCode.NAME,  # a word with a meaning of its own
    FindingCode.EMPTY,
}
"""What a refusal may be about: how parts fit together, not how one is written."""

TEXTS = st.sampled_from(["mail", "Ana Ruiz", "acme", "12"])


def _strategy(schema: dict[str, Any]) -> st.SearchStrategy[Any]:
    """Return what makes values that a schema allows, out of the names that are declared."""
    if "$ref" in schema:
        part = schema["$ref"].rpartition("/")[2]
        known = NAMES.get(part)
        return st.sampled_from(known) if known else st.deferred(lambda: _strategy(PARTS[part]))
    if "const" in schema or "enum" in schema:
        return st.sampled_from(schema.get("enum") or [schema["const"]])
    choice = schema.get("anyOf") or schema.get("oneOf")
    if choice and "properties" not in schema:
        return st.one_of([_strategy(each) for each in choice])
    if "pattern" in schema:
        return st.from_regex(re.compile(schema["pattern"], re.ASCII), fullmatch=True).filter(
            lambda text: len(text) < 20
        )
    simple = {
        "boolean": st.booleans(),
        "integer": st.integers(schema.get("minimum", 0), 9),
        "number": st.sampled_from([0.25, 0.5]),
    }
    if isinstance(schema["type"], list):
        return TEXTS
    return simple[schema["type"]] if schema["type"] in simple else _compound(schema)


def _compound(schema: dict[str, Any]) -> st.SearchStrategy[Any]:
    if schema["type"] == "array":
        return st.lists(_strategy(schema["items"]), min_size=1, max_size=2)
    if "properties" not in schema:
        names = st.sampled_from(["one", "two"])
        return st.dictionaries(names, _strategy(schema["additionalProperties"]), max_size=2)
    every = schema["properties"]
    needed = [*schema.get("required", ()), *_one_of(schema)]
    keys = st.lists(st.sampled_from(list(every)), max_size=3, unique=True)
    return keys.flatmap(
        lambda more: st.fixed_dictionaries(
            {
                key: _strategy(every[key])
                for key in dict.fromkeys((*needed, *_allowed(schema, more)))
            }
        )
    )


def _one_of(schema: dict[str, Any]) -> list[str]:
    """Return the first key of those of which one must be there."""
    return schema["oneOf"][0]["required"] if "oneOf" in schema else []


def _allowed(schema: dict[str, Any], keys: list[str]) -> list[str]:
    others = {key for each in schema.get("oneOf", ()) for key in each["required"]}
    return [key for key in keys if key not in others]


def _part(key: str) -> st.SearchStrategy[Any]:
    schema = SCHEMA["properties"][key]
    if key in DECLARED:
        each = schema["additionalProperties"]
        return st.fixed_dictionaries({name: _strategy(each) for name in DECLARED[key]})
    return _strategy(schema)


PART = st.sampled_from([key for key in SCHEMA["properties"] if key not in WRITTEN]).flatmap(
    lambda key: st.tuples(st.just(key), _part(key))
)


def test_what_the_schema_allows_is_mostly_taken_and_else_refused_for_what_it_cannot_say() -> None:
    taken: list[bool] = []

    @settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
    @given(part=PART)
    def make(part: tuple[str, Any]) -> None:
        found = problems_of(f"{part[0]}: {json.dumps(part[1])}")
        wrong = {each.code for each in found if each.severity == "error"}
        assert wrong <= CANNOT_SAY, [each.message for each in found]
        taken.append(not wrong)

    make()
    assert sum(taken) >= len(taken) / 2


@pytest.mark.parametrize("path", SECTIONS)
def test_every_key_of_the_reference_is_in_the_schema_with_what_it_means(path: str) -> None:
    tables = [SCHEMA, *PARTS.values(), *PARTS["Rule"]["oneOf"], PARTS["Delay"]["anyOf"][1]]
    for kind in SECTIONS[path]:
        for each in key_fields(kind):
            for key in each.keys:
                said = [t["properties"][key] for t in tables if key in t.get("properties", {})]
                means = each.doc.means if each.doc else ""
                assert any(means in part.get("description", "") for part in said), key


def test_every_trigger_has_its_settings() -> None:
    known = {each["properties"]["type"]["const"]: each for each in PARTS["Rule"]["oneOf"]}
    assert known["clock"]["required"] == ["type", "name", "clock", "at"]
    assert {"count", "within", "by"} <= known["complaints"]["properties"].keys()


def test_it_is_a_schema_of_the_promised_dialect() -> None:
    assert SCHEMA["$schema"] == DIALECT
    assert SCHEMA["required"] == ["version", "ladders", "priorities", "default_priority"]
    assert not SCHEMA["additionalProperties"]
    assert SOUND.keys() <= SCHEMA["properties"].keys()
    references = set(re.findall(r'"#/\$defs/([^"]+)"', json.dumps(SCHEMA)))
    assert references <= PARTS.keys()
