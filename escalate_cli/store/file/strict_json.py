"""Strict JSON, for a file that somebody edited: duplicate keys and odd numbers are refused."""

import json
import math
from collections import Counter
from collections.abc import Iterable, Mapping

import msgspec

from escalate_cli.errors import DamagedStoreError, MergeConflictError
from escalate_cli.sanitize import quoted_line
from escalate_cli.store.file.row_index import RowIndex

DEEPEST = 100
LONGEST_ID = 12
LONGEST_PLACE = 100

Object = dict[str, object]


class Doubled(dict[str, object]):
    """A JSON object with a duplicate key, whose meaning is unknown."""

    key = ""


def load(raw: bytes, path: str) -> Object:
    """Read one object of plain values, or raise DamagedStoreError with the place."""
    document = members(_parse(raw, path), path, "/")
    found = flaw(document)
    if found:
        place, what = found
        raise DamagedStoreError(path, place[:LONGEST_PLACE], what)
    return document


def members(value: object, path: str, place: str) -> Object:
    """Take a value for the object that it must be."""
    if not isinstance(value, dict):
        raise DamagedStoreError(path, place, "an object is missing here")
    return value


def read_table(rows: object, path: str, name: str) -> RowIndex:
    """Encode each row of a table again, under its number."""
    table = RowIndex()
    for key, row in members(rows, path, f"/{quoted_line(str(name))}").items():
        place = f"/{quoted_line(str(name))}/{quoted_line(str(key))}"
        if not (key.isascii() and key.isdigit()) or key[0] == "0" or len(key) > LONGEST_ID:
            raise DamagedStoreError(path, place, "the key of a row is not a number from 1 up")
        table.put(int(key), msgspec.json.encode(members(row, path, place)))
    return table


def encode(row: Mapping[str, object]) -> bytes:
    """Write one row, or raise ValueError if strict JSON cannot say it."""
    found = flaw(row)
    if found:
        raise ValueError(f"{found[0]}: {found[1]}")
    return msgspec.json.encode(row)


def flaw(value: object, depth: int = 0) -> tuple[str, str] | None:
    """Find the first thing that no row may hold: its place inside the value, and what it is."""
    items: Iterable[tuple[object, object]]
    if isinstance(value, Doubled):
        return f"/{quoted_line(str(value.key))}", "the key is there twice"
    if isinstance(value, Mapping):
        items = value.items()
    elif isinstance(value, list | tuple):
        items = enumerate(value)
    else:
        return _flaw_of_scalar(value)
    if depth > DEEPEST:
        return "", "nested too deep"
    for key, item in items:
        found = _flaw_of_scalar(key) or flaw(item, depth + 1)
        if found:
            return f"/{quoted_line(str(key))}{found[0]}", found[1]
    return None


def _flaw_of_scalar(value: object) -> tuple[str, str] | None:
    if isinstance(value, str) and not value.isascii():
        try:
            value.encode()
        except UnicodeEncodeError:
            return "", "half a surrogate pair"
    if isinstance(value, float) and not math.isfinite(value):
        return "", "not a finite number"
    return None


def _parse(raw: bytes, path: str) -> object:
    if not raw:
        raise DamagedStoreError(path, "1:1", "the file is empty")
    if raw.startswith(b"<<<<<<<") or b"\n<<<<<<<" in raw:
        place = _line_and_column(raw, raw.index(b"<<<<<<<"))
        raise MergeConflictError(path, place)
    try:
        return json.loads(raw.decode(), object_pairs_hook=_object)
    except UnicodeDecodeError as error:
        raise DamagedStoreError(path, _line_and_column(raw, error.start), "not UTF-8") from error
    except (json.JSONDecodeError, RecursionError) as error:
        raise _not_json(raw, path) from error
    except ValueError as error:
        raise DamagedStoreError(path, "1:1", "a number has too many digits") from error


def _not_json(raw: bytes, path: str) -> DamagedStoreError:
    """Name place and flaw ourselves, as the words of CPython differ from version to version."""
    from escalate_cli.json_syntax import TOO_DEEP, Flaw, first_flaw  # noqa: PLC0415 - start-up time

    text = raw.decode()
    at, what = first_flaw(text, DEEPEST) or Flaw(0, TOO_DEEP)
    place = f"{text.count(chr(10), 0, at) + 1}:{at - text.rfind(chr(10), 0, at)}"
    return DamagedStoreError(path, place, what if what == TOO_DEEP else f"not JSON: {what}")


def _object(pairs: list[tuple[str, object]]) -> Object:
    made = dict(pairs)
    if len(made) == len(pairs):
        return made
    doubled = Doubled(made)
    counts = Counter(key for key, _ in pairs)
    doubled.key = counts.most_common(1)[0][0]
    return doubled


def _line_and_column(raw: bytes, at: int) -> str:
    column = at - raw.rfind(b"\n", 0, at)
    return f"{raw.count(10, 0, at) + 1}:{column}"
