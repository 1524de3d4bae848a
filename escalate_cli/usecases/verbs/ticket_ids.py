"""Ticket ids as people type them: `T-12` or `12`."""

import re
from collections.abc import Iterable

from escalate_cli.errors import UsageError

_ID = re.compile(r"(?:[Tt]-)?([1-9][0-9]{0,11})", re.ASCII)


def numbers_of(ids: Iterable[str]) -> list[int]:
    """Read ticket ids as `T-12` or `12`, each once, in the order given."""
    found = []
    for text in ids:
        match = _ID.fullmatch(text.strip())
        if match is None:
            raise UsageError(f"'{text}' is not a ticket id", "write it as T-12 or 12")
        found.append(int(match[1]))
    return list(dict.fromkeys(found))
