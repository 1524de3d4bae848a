"""The fields a person asked for with `--fields`, in their order."""

from collections.abc import Iterable, Mapping

from escalate_cli.errors import UsageError
from escalate_cli.suggestions import nearest


def chosen(known: Iterable[str], fields: str | None) -> tuple[str, ...]:
    """Read `--fields a,b` against the known names; nothing asked means all.

    Raises UsageError at an unknown name, so that an empty list refuses it too.
    """
    names = tuple(known)
    if fields is None:
        return names
    asked = tuple(dict.fromkeys(name for part in fields.split(",") if (name := part.strip())))
    if not asked:
        raise UsageError("no fields are named", help=f"the fields are {', '.join(names)}")
    for name in asked:
        if name not in names:
            raise UsageError(f"unknown field '{name}'", help=_advice(name, names))
    return asked


def select(document: Mapping[str, object], fields: str | None) -> Mapping[str, object]:
    """Keep the chosen fields of a document, in the order asked."""
    if fields is None:
        return document
    return {name: document[name] for name in chosen(document, fields)}


def _advice(name: str, names: tuple[str, ...]) -> str:
    near = nearest(name, names)
    listed = f"the fields are {', '.join(names)}"
    return f"did you mean '{near}'? {listed}" if near else listed
