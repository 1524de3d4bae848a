"""Salvage: what can still be shown of a file that is no sound JSON, line by line."""

import re
from collections.abc import Iterator

from escalate_cli.errors import DamagedStoreError
from escalate_cli.store.file import strict_json
from escalate_cli.store.file.edit_validation import READERS, row_damage
from escalate_cli.store.file.file_format import FORMAT, START, Image
from escalate_cli.store.rows.tables import TABLES, TICKETS
from escalate_cli.usecases.damage import Damage

_OPENING = re.compile(rb'"(\w+)": \{', re.ASCII)
_ROW = re.compile(rb'"([1-9][0-9]{0,11})": (\{.*\}),?')
_LABEL = re.compile(rb'"([1-9][0-9]{0,11})"')
_ID = re.compile(rb'"id":"T-([1-9][0-9]{0,11})"')


def salvaged(raw: bytes, error: DamagedStoreError, path: str) -> tuple[Image, list[Damage]]:
    """Return the rows that are sound, and what is damaged; raises the error where none is.

    What is lost without a trace cannot be named, so that something is always taken to be hidden.
    """
    image = Image(_first_line(raw), {}, edited=True)
    for table in TABLES:
        image.add_table(table)
    damage = [Damage(file=path, place=error.place, what=error.what, hides=True)]
    table = ""
    for at, line in enumerate(raw.split(b"\n")[1:], 2):
        opening = _OPENING.fullmatch(line)
        if opening is not None:
            table = opening[1].decode()
        elif not _kept(image, table, line) and line.startswith(b'"'):
            damage += _named(line, table, path, f"{at}:1")
    if not image.count(TICKETS):
        raise error
    return image, damage


def _first_line(raw: bytes) -> dict[str, object]:
    """Read the values of the first line; there are none where it is damaged itself."""
    line = raw[: raw.find(b"\n") + 1]
    try:
        meta = strict_json.load(line[len(START) : -len(b"},\n")], "")
    except DamagedStoreError:
        return {}
    return meta if meta.get("format") in range(1, FORMAT + 1) else {}


def _kept(image: Image, table: str, line: bytes) -> bool:
    """Keep a sound row, in its table or in the only one whose rows look like it."""
    row = _ROW.fullmatch(line)
    if row is None:
        return False
    try:
        sound = strict_json.encode(strict_json.load(row[2], ""))
    except DamagedStoreError:
        return False
    number = int(row[1])
    for name in sorted(READERS, key=lambda each: each != table):
        if row_damage(name, number, sound, "") is None:
            image.put(name, number, sound)
            return True
    return False


def _named(line: bytes, table: str, path: str, place: str) -> Iterator[Damage]:
    """Name the ticket of a line that cannot be read, if the line still tells it."""
    found = _ID.search(line) or (_LABEL.match(line) if table == TICKETS else None)
    if found is not None:
        number = int(found[1])
        yield Damage(file=path, place=place, what="it cannot be read", number=number, hides=True)
