"""A trigger's settings: read by the types of its fields, kept as JSON."""

import types
from collections.abc import Mapping
from datetime import timedelta
from enum import Enum
from functools import cache
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin

import msgspec
from msgspec.structs import FieldInfo

from escalate_cli.domain.engine.triggers import Trigger
from escalate_cli.domain.ticket.threshold import Threshold
from escalate_cli.policyfile.reading.diagnostics import Convert, MistakeError
from escalate_cli.policyfile.reading.mapping_reader import Section
from escalate_cli.policyfile.reading.name_resolution import one_of
from escalate_cli.policyfile.reading.scalars import count, duration, flag, number, text, threshold
from escalate_cli.policyfile.reading.syntax_tree import Items, Node

T = TypeVar("T")

_READERS: Mapping[Any, Convert[Any]] = {
    timedelta: duration,
    Threshold: threshold,
    bool: flag,
    int: count,
    float: number,
    str: text,
}


@cache
def fields_of(trigger: type[Trigger]) -> tuple[FieldInfo, ...]:
    """Return the settings of a kind of trigger."""
    return msgspec.structs.fields(trigger)  # type: ignore[arg-type]


def settings(trigger: type[Trigger], section: Section) -> str:
    """Read the settings of one trigger; what is left out takes its default."""
    given: dict[str, Any] = {}
    for field in fields_of(trigger):
        name = field.encode_name
        convert = checked_reader(field.type)
        if field.required:
            given[name] = section.need(name, convert, None)
        elif name in section:
            given[name] = section.get(name, convert, None)
    return msgspec.json.encode(given).decode()


def checked_reader(annotation: Any) -> Convert[Any]:
    """Return the reader of values of a type that keeps to the bounds the type may carry."""
    convert = reader_of(annotation)

    def read(node: Node) -> Any:
        value = convert(node)
        try:
            return msgspec.convert(value, annotation)
        except msgspec.ValidationError as error:
            raise MistakeError(str(error)) from None

    return read


def reader_of(annotation: Any) -> Convert[Any]:
    """Return the reader of values of a type; a TypeError means that there is none."""
    arguments = get_args(annotation)
    match get_origin(annotation):
        case None if annotation in _READERS:
            return _READERS[annotation]
        case None if isinstance(annotation, type) and issubclass(annotation, Enum):
            return one_of(*(str(member.value) for member in annotation))
        case origin if origin is Literal:
            return one_of(*arguments)
        case origin if origin is tuple and arguments[1:] == (...,):
            return _list_of(reader_of(arguments[0]))
        case origin if origin in {Union, types.UnionType}:
            inner = [each for each in arguments if each is not types.NoneType]
            if len(inner) == 1:
                return reader_of(inner[0])
        case origin if origin is Annotated:
            return reader_of(arguments[0])
    raise TypeError(f"no reader for a setting of type {annotation}")


def _list_of(convert: Convert[T]) -> Convert[tuple[T, ...]]:
    def read(node: Node) -> tuple[T, ...]:
        found = []
        for item in node.items if isinstance(node, Items) else (node,):
            try:
                found.append(convert(item))
            except MistakeError as mistake:
                raise MistakeError(str(mistake), mistake.help, mistake.at or item) from None
        return tuple(found)

    return read
