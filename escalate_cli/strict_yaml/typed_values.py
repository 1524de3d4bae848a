"""Typed values: the fields of a Struct are the keys of a section, read by their types."""

import types
from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import Enum
from functools import cache
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin

import msgspec
from msgspec.structs import FieldInfo

from escalate_cli.domain.policy.sections.conditions import When
from escalate_cli.domain.policy.sections.policy_key import Doc, Word
from escalate_cli.domain.ticket.clock.threshold import Threshold
from escalate_cli.strict_yaml.diagnostics import Convert, MistakeError
from escalate_cli.strict_yaml.name_resolution import one_of, zone
from escalate_cli.strict_yaml.scalars import (
    count,
    duration,
    flag,
    identifier,
    number,
    share,
    text,
    threshold,
    wall_time,
)
from escalate_cli.strict_yaml.syntax_tree import Items, Node

T = TypeVar("T")
Readers = Mapping[Any, Convert[Any]]
"""The reader of a key by its name, of a kind of text, or of a type: the first of them counts."""

BASIC: Readers = {
    timedelta: duration,
    datetime: wall_time,
    Threshold: threshold,
    bool: flag,
    int: count,
    float: number,
    str: text,
    Word("name"): identifier,
    Word("share"): share,
    Word("zone"): zone,
}
"""What is read alike in every file, whatever names it gives."""

_BLANKS: Mapping[Any, Any] = {
    When: When(),
    str: "",
    timedelta: timedelta(hours=1),
    datetime: datetime(2026, 1, 1),  # noqa: DTZ001 - a wall time
}


class KeyField(msgspec.Struct, frozen=True, eq=False):
    """A field of a type, as a section of the file has it.

    Attributes:
        keys: one, except where the section reads the field in its own way.
        doc: what the reference says, if the type says it.
        item: the type of what a list holds; nothing for a single value.
    """

    field: FieldInfo
    keys: tuple[str, ...]
    doc: Doc | None
    item: Any = None

    @property
    def is_required(self) -> bool:
        """Tell whether the file must give it."""
        return self.field.required and (self.doc is None or self.doc.default is None)

    @property
    def default(self) -> Any:
        """Return what holds where nothing is given, or could be read."""
        if self.field.required:
            return () if self.item else _BLANKS.get(bare(self.field.type))
        factory = self.field.default_factory
        return self.field.default if factory is msgspec.NODEFAULT else factory()


@cache
def key_fields(kind: Any) -> tuple[KeyField, ...]:
    """Return the fields of a type that are keys; all of them where none is marked."""
    found = [_key_field(field) for field in msgspec.structs.fields(kind)]
    marked = tuple(each for each in found if each.doc)
    return marked or tuple(found)


@cache
def keys_of(kind: Any) -> tuple[str, ...]:
    """Return the keys of a section, in the order of its type."""
    return tuple(key for each in key_fields(kind) for key in each.keys)


def _key_field(field: FieldInfo) -> KeyField:
    doc = next((each for each in get_args(field.type)[1:] if isinstance(each, Doc)), None)
    names = (doc.names if doc else ()) or (field.encode_name,)
    whole = bare(field.type)
    return KeyField(field, names, doc, get_args(whole)[0] if get_origin(whole) is tuple else None)


def is_section(annotation: Any) -> bool:
    """Tell whether values of a type are tables with keys of their own."""
    return isinstance(annotation, type) and issubclass(annotation, msgspec.Struct)


def bare(annotation: Any) -> Any:
    """Return a type without what is noted on it."""
    return get_args(annotation)[0] if get_origin(annotation) is Annotated else annotation


def reader_of(annotation: Any, readers: Readers = BASIC) -> Convert[Any]:
    """Return the reader of values of a type; a TypeError means that there is none."""
    arguments = get_args(annotation)
    match get_origin(annotation):
        case None if annotation in readers:
            return readers[annotation]
        case None if isinstance(annotation, type) and issubclass(annotation, Enum):
            return one_of(*(str(member.value) for member in annotation))
        case origin if origin is Literal:
            return one_of(*arguments)
        case origin if origin is tuple and arguments[1:] == (...,):
            return _list_of(reader_of(arguments[0], readers))
        case origin if origin in {Union, types.UnionType}:
            inner = [each for each in arguments if each is not types.NoneType]
            if len(inner) == 1:
                return reader_of(inner[0], readers)
        case origin if origin is Annotated:
            kind = next((each for each in arguments[1:] if isinstance(each, Word)), None)
            convert = readers[kind] if kind else reader_of(arguments[0], readers)
            bounded = any(isinstance(each, msgspec.Meta) for each in arguments[1:])
            return _within_bounds(convert, annotation) if bounded else convert
    raise TypeError(f"no reader for a setting of type {annotation}")


def _within_bounds(convert: Convert[T], annotation: Any) -> Convert[T]:
    def read(node: Node) -> T:
        value = convert(node)
        try:
            msgspec.convert(value, annotation)
        except msgspec.ValidationError as error:
            raise MistakeError(str(error)) from None
        return value

    return read


def _list_of(convert: Convert[T]) -> Convert[tuple[T, ...]]:
    def read(node: Node) -> tuple[T, ...]:
        found = []
        for item in node.items if isinstance(node, Items) else (node,):
            try:
                found.append(convert(item))
            except MistakeError as mistake:
                at = mistake.at or item
                raise MistakeError(str(mistake), mistake.help, at, code=mistake.code) from None
        return tuple(found)

    return read
