"""JSON as rows: an array, an object around one, a single object, or one object a line."""

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from escalate_cli.exchange.files.table import ForeignFileError, Keys, RejectedRow, Row, Table
from escalate_cli.json_syntax import TOO_DEEP, first_flaw

_DEEPEST = 100
_DEEPEST_ARRAY = 4


class JsonText:
    """A file of JSON, whose rows are sought under the names that a mapping gives."""

    def __init__(self, text: str) -> None:
        self._source = text.encode("utf-8", "replace")
        try:
            self._whole, self._entries = _parsed(self._source)
        except (msgspec.MsgspecError, RecursionError) as error:
            flaw = first_flaw(text, _DEEPEST)
            what = flaw.what if flaw and flaw.what == TOO_DEEP else str(error)
            raise ForeignFileError(f"the file is no JSON: {what}") from error

    def table(self, names: Sequence[str]) -> Table:
        """Return the rows: what the first of some names holds, or all there is."""
        rows: list[Row] = []
        rejected: list[RejectedRow] = []
        for line, entry in self._within(names):
            if isinstance(entry, dict):
                rows.append(Row(line, entry))
            else:
                rejected.append(RejectedRow(line, "it is no object"))
        return Table(Keys(rows), rows, rejected)

    def arrays(self) -> Iterator[str]:
        """Name the arrays of objects in a single object, as deep as programs hide them."""
        left: list[tuple[tuple[str, ...], msgspec.Raw]] = [
            ((name,), value) for name, value in self._whole.items()
        ]
        while left:
            path, raw = left.pop(0)
            kind = bytes(raw)[:1]
            if kind == b"[" and isinstance(next(iter(msgspec.json.decode(raw)), None), dict):
                yield ".".join(path)
            if kind == b"{" and len(path) < _DEEPEST_ARRAY:
                inner = msgspec.json.decode(raw, type=dict[str, msgspec.Raw])
                left += [((*path, name), value) for name, value in inner.items()]

    def _raw(self, name: str) -> bytes:
        """Return what a file has under a name, or inside, as `data.issues.nodes`."""
        *outer, last = [name] if name in self._whole else name.split(".")
        inner = self._whole
        for step in outer:
            raw = bytes(inner.get(step, b""))
            inner = msgspec.json.decode(raw, type=dict[str, msgspec.Raw]) if raw[:1] == b"{" else {}
        return bytes(inner.get(last, b""))

    def _within(self, names: Sequence[str]) -> Sequence[tuple[int, Any]]:
        for name in names:
            raw = self._raw(name)
            if raw[:1] == b"[":
                return _pieces(self._source, raw)
            if raw[:1] == b"{":
                inner = msgspec.json.decode(raw)
                if inner and all(key.isdecimal() for key in inner):
                    return _documents(self._source, raw, inner)
                at = self._source.index(raw)
                return [(self._source.count(b"\n", 0, at) + 1, inner)]
        return self._entries


def _parsed(source: bytes) -> tuple[dict[str, msgspec.Raw], Sequence[tuple[int, Any]]]:
    """Return the keys of a single object, and each entry with its line."""
    if source.lstrip()[:1] == b"[":
        return {}, _pieces(source, source)
    try:
        whole = msgspec.json.decode(source, type=dict[str, msgspec.Raw])
    except msgspec.DecodeError:
        lines = enumerate(source.splitlines(), 1)
        return {}, [(n, msgspec.json.decode(line)) for n, line in lines if line.strip()]
    return whole, [(1, msgspec.json.decode(source))]


def _pieces(source: bytes, array: bytes) -> Sequence[tuple[int, Any]]:
    """Return the entries of an array with their lines; a Raw is the whole file."""
    found: list[tuple[int, Any]] = []
    at = source.index(array)
    line = source.count(b"\n", 0, at) + 1
    for piece in msgspec.json.decode(array, type=list[msgspec.Raw]):
        raw = bytes(piece)
        begin = source.index(raw, at)
        line += source.count(b"\n", at, begin)
        found.append((line, msgspec.json.decode(raw)))
        line += raw.count(b"\n")
        at = begin + len(raw)
    return found


def _documents(source: bytes, raw: bytes, inner: dict[str, Any]) -> Sequence[tuple[int, Any]]:
    """Return the documents of a TinyDB table, each with its number as `doc_id`."""
    found: list[tuple[int, Any]] = []
    at = source.index(raw)
    line = source.count(b"\n", 0, at) + 1
    for number, document in inner.items():
        begin = source.find(b'"%s"' % number.encode(), at)
        line += source.count(b"\n", at, begin)
        at = begin
        is_object = isinstance(document, dict)
        found.append((line, {"doc_id": number} | document if is_object else document))
    return found
