"""The fields a person asked for with `--fields`, in their order."""

from collections.abc import Iterable, Mapping
from typing import Final

from escalate_cli.errors import UsageError
from escalate_cli.suggestions import nearest

_HEADINGS: Final[Mapping[str, str]] = {"p": "priority", "lvl": "level", "age": "logged_at"}
"""Headings of columns that are shorter than the names of their fields."""


def chosen(known: Iterable[str], fields: str | None) -> tuple[str, ...]:
    """Read `--fields a,b` against the known names; nothing asked means all.

    Raises UsageError at an unknown name, so that an empty list refuses it too.
    """
    names = tuple(known)
    if fields is None:
        return names
    asked = names_in(fields)
    if not asked:
        raise UsageError("no fields are named", help=f"the fields are {', '.join(names)}")
    for name in asked:
        if name not in names:
            raise UsageError(f"unknown field '{name}'", help=_advice(name, names))
    return asked


def columns_in(known: Iterable[str], columns: str) -> tuple[str, ...]:
    """Read `--columns id,due` as names of fields; raises UsageError at an unknown one."""
    names = tuple(known)
    asked = names_in(columns)
    if not asked:
        raise UsageError("no columns are named", help=f"the fields are {', '.join(names)}")
    return tuple(dict.fromkeys(named(each, names) for each in asked))


def named(word: str, names: tuple[str, ...]) -> str:
    """Return the field that a word names: `due_at`, or by its heading `DUE`; raises UsageError."""
    plain = word.casefold()
    for name in (word, plain, f"{plain}_at", _HEADINGS.get(plain)):
        if name in names:
            return str(name)
    raise UsageError(f"unknown field '{word}'", help=_advice(word, names))


def names_in(text: str) -> tuple[str, ...]:
    """Return the names that commas separate, each once."""
    return tuple(dict.fromkeys(name for part in text.split(",") if (name := part.strip())))


def select(document: Mapping[str, object], fields: str | None) -> Mapping[str, object]:
    """Keep the chosen fields of a document, in the order asked."""
    if fields is None:
        return document
    return {name: document[name] for name in chosen(document, fields)}


def _advice(name: str, names: tuple[str, ...]) -> str:
    near = nearest(name, names)
    listed = f"the fields are {', '.join(names)}"
    return f"did you mean '{near}'? {listed}" if near else listed
