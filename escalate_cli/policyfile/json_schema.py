"""The JSON Schema of a policy file, made of the types that read it, for editors that know YAML."""

import json
import types
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from enum import Enum
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from escalate_cli.domain.engine import triggers
from escalate_cli.domain.policy.people import Channel, People, Team
from escalate_cli.domain.policy.rules import Approval, Rule, Rules
from escalate_cli.domain.policy.sections.calendars import CalendarSpec
from escalate_cli.domain.policy.sections.conditions import When
from escalate_cli.domain.policy.sections.delay import Delay
from escalate_cli.domain.policy.sections.policy_key import Word
from escalate_cli.domain.ticket.clock.threshold import Threshold
from escalate_cli.policyfile.compile import VERSION, File
from escalate_cli.policyfile.sections.channels import EVENTS, kinds
from escalate_cli.policyfile.sections.conditions import Conditions, Negated
from escalate_cli.policyfile.sections.duty import Spelt
from escalate_cli.policyfile.sections.holidays import HolidayFile
from escalate_cli.strict_yaml.typed_values import KeyField, bare, is_section, key_fields

DIALECT = "https://json-schema.org/draft/2020-12/schema"
Schema = dict[str, Any]

_TEXT: Schema = {"type": ["string", "number", "boolean"], "minLength": 1}
_DURATION: Schema = {
    "type": "string",
    "pattern": r"^(?:P(?=.)(?:[0-9.]+[WD])*(?:T(?:[0-9.]+[HMS])+)?|"
    r"(?:[0-9]+(?:\.[0-9]+)?(?:bd|[wdhms]))+)$",
}
_DAY = r"(?:mon|tue|wed|thu|fri|sat|sun)"
_DAYS = rf"^{_DAY}(?:-{_DAY})?(?: *, *{_DAY}(?:-{_DAY})?)*$"
_HOURS: Schema = {"type": "string", "pattern": "^[0-9]{1,2}:[0-9]{2} ?- ?[0-9]{1,2}:[0-9]{2}$"}
_DATE: Schema = {
    "type": "string",
    "pattern": r"^(?:[0-9]{4}-)?[0-9]{2}-[0-9]{2}$|^easter(?:[+-][0-9]+)?$",
}
_WORDS: Mapping[str, Schema] = {
    "version": {"enum": [int(VERSION), VERSION]},
    "share": {
        "anyOf": [
            {"type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 1},
            {"type": "string", "pattern": r"^(?!0+(?:\.0+)?%)[0-9]{1,2}(?:\.[0-9]{1,3})?%$"},
        ]
    },
    "flag": {"type": "boolean"},
    "turn": {"type": "string", "pattern": "^[1-9][0-9]*(?:mo|bd|[wdh])$"},
    "name": {"type": ["string", "number"], "pattern": r"^\w[\w.@+-]*$"},
    "trigger name": {"type": ["string", "number"], "pattern": "^[A-Za-z0-9][A-Za-z0-9_-]{0,59}$"},
    "event": {"enum": list(EVENTS)},
    "contact": {"type": "string", "pattern": "^[^:]+:.*\\S"},
}
"""How a kind of text is written, where it is not just any text."""

_NOT = "not"
_ON: Schema = {"const": True}
_CHANNEL: Schema = {"anyOf": [_TEXT, {"type": "array", "items": _TEXT, "minItems": 1}]}


def schema_text() -> str:
    """Return the schema as the text of a file."""
    return f"{json.dumps(policy_schema(), indent=2, ensure_ascii=False)}\n"


def policy_schema() -> Schema:
    """Return the schema of a whole file; what names must be given elsewhere, it cannot say."""
    writer = _Writer()
    body = writer.section(File, Rules, People)
    about = {"$schema": DIALECT, "title": "A policy of escalate"}
    return {**about, **body, "$defs": dict(sorted(writer.parts.items()))}


class _Writer:
    """Writes each type once, under its name; types of the same name would be one.

    Attributes:
        parts: the definitions so far.
    """

    def __init__(self) -> None:
        self.parts: dict[str, Schema] = {}

    def section(self, *types: Any, **extra: Schema) -> Schema:
        """Return the schema of a table whose keys are the fields of types, and a few of others."""
        keys = {
            key: self._key(kind, each)
            for kind in types
            for each in key_fields(kind)
            for key in each.keys
        }
        found = [each for kind in types for each in key_fields(kind) if len(each.keys) == 1]
        required = [each.keys[0] for each in found if each.is_required]
        for key, inner in extra.items():
            said = {k: v for k, v in keys.get(key, {}).items() if k == "description"}
            keys[key] = {**inner, **said}
        table: Schema = {"type": "object", "properties": keys}
        needed = {"required": required} if required else {}
        return {**table, **needed, "additionalProperties": False}

    def _key(self, kind: Any, each: KeyField) -> Schema:
        """Return the schema of one key, with what the reference says of it."""
        of_days = self._days() if kind is CalendarSpec else {}
        annotation = bare(each.field.type)
        if len(each.keys) > 1 and get_origin(annotation) is not tuple:
            annotation = get_args(annotation)[1]  # a table, each of whose names is a key here
        found = of_days.get(each.field.name) or self.of(
            annotation if len(each.keys) > 1 else each.field.type
        )
        if each.is_required and each.item is not None:
            found = _not_empty(found)
        if each.doc is None:
            return found
        default = f" Default: {each.doc.default}." if each.doc.default else ""
        return {**found, "description": f"{each.doc.means}.{default}"}

    def _days(self) -> dict[str, Schema]:
        """Return how hours and days are written, which is not how they are kept."""
        hours = {"anyOf": [_HOURS, {"type": "array", "items": _HOURS}]}
        file = self._part(HolidayFile)
        one = {"anyOf": [_DATE, file]}
        return {
            "hours": hours,
            "dates": {"type": "object", "additionalProperties": hours},
            "holidays": {"anyOf": [_DATE, file, {"type": "array", "items": one}]},
        }

    def of(self, annotation: Any) -> Schema:
        """Return the schema of values of a type."""
        arguments = get_args(annotation)
        match get_origin(annotation):
            case origin if origin is Annotated:
                word = next((each for each in arguments[1:] if isinstance(each, Word)), None)
                return self._word(word) if word else self.of(arguments[0])
            case origin if origin is Literal:
                return {"enum": list(arguments)}
            case origin if origin is tuple:
                return self._several(arguments[0])
            case origin if origin in {Union, types.UnionType}:
                inner = [self.of(each) for each in arguments if each is not types.NoneType]
                return inner[0] if len(inner) == 1 else {"anyOf": inner}
            case origin if origin is not None and issubclass(origin, Mapping):
                return {"type": "object", "additionalProperties": self.of(arguments[1])}
        return self._single(annotation)

    def _several(self, inner: Any) -> Schema:
        one = self.of(inner)
        many = {"type": "array", "items": one}
        return many if is_section(inner) and inner is not When else {"anyOf": [one, many]}

    def _word(self, word: Word) -> Schema:
        """Return a reference to a kind of text, so that a reader of the schema knows which."""
        if word.name == "crew":
            return self._several(Annotated[str, Word("person")])
        name = word.name.replace(" ", "-")
        self.parts[name] = _WORDS.get(word.name, _TEXT)
        return {"$ref": f"#/$defs/{name}"}

    def _single(self, kind: Any) -> Schema:
        if is_section(kind) and kind is not Threshold:
            return self._part(kind)
        if isinstance(kind, type) and issubclass(kind, Enum):
            return {"enum": [member.value for member in kind]}
        simple: dict[Any, Schema] = {
            bool: {"type": "boolean"},
            int: {"type": "integer", "minimum": 1},
            float: {"type": "number"},
            timedelta: _DURATION,
            datetime: {
                "type": "string",
                "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[ T][0-9]{2}:[0-9]{2})?$",
            },
            Threshold: {
                "type": "string",
                "pattern": r"^(?:(?:1000|[0-9]{1,3}(?:\.[0-9]{1,3})?)%|"
                r"(?:due-)?(?:[0-9]+[wdhms])+)$",
            },
        }
        return simple.get(kind, _TEXT)

    def _part(self, kind: Any) -> Schema:
        name = kind.__name__
        if name not in self.parts:
            self.parts[name] = {}  # it may refer to itself
            self.parts[name] = self._struct(kind)
        return {"$ref": f"#/$defs/{name}"}

    def _struct(self, kind: Any) -> Schema:
        """Return the schema of a table as the file has it, even where its type differs."""
        special: dict[Any, Callable[[], Schema]] = {
            When: self._condition,
            Approval: self._approval,
            Delay: lambda: {"anyOf": [_DURATION, self.section(Delay)]},
            CalendarSpec: self._calendar,
            Channel: self._channel,
            Rule: lambda: {"oneOf": [self._trigger(*each) for each in triggers.types().items()]},
            Team: lambda: self.section(Team, Spelt),
        }
        return special[kind]() if kind in special else self.section(kind)

    def _approval(self) -> Schema:
        people = self._several(Annotated[str, Word("person")])
        return self.section(Approval, unless=self._condition(people=people))

    def _calendar(self) -> Schema:
        return {**self.section(CalendarSpec), "patternProperties": {_DAYS: self._days()["hours"]}}

    def _channel(self) -> Schema:
        every = {name: _ON if name == "console" else _CHANNEL for name in kinds()}
        one = [{"required": [name]} for name in every]
        return {**self.section(Channel, **every), "oneOf": one}

    def _condition(self, **extra: Schema) -> Schema:
        inner = {_NOT: self._part(Conditions)}
        return self.section(Conditions, Negated, **inner, **extra)

    def _trigger(self, name: str, kind: Any) -> Schema:
        return self.section(Rule, kind, type={"const": name})


def _not_empty(found: Schema) -> Schema:
    several = [
        {**each, "minItems": 1} if each.get("type") == "array" else each
        for each in found.get("anyOf", [found])
    ]
    return {**found, "anyOf": several} if "anyOf" in found else several[0]
