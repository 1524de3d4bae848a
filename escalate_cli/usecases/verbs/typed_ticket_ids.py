"""Ticket ids as people type them: `T-12`, `12`, `T12` or `#12`."""

import re
from collections.abc import Iterable
from typing import Final

from escalate_cli.errors import UsageError

ID: Final = r"(?:[Tt]-?|#)?([1-9][0-9]{0,11})"
"""The form of one; its group is the number."""

_ID: Final = f"(?a){ID}"


def numbers_of(ids: Iterable[str]) -> list[int]:
    """Read ticket ids, each once, in the order given."""
    found = []
    for text in ids:
        match = re.fullmatch(_ID, text.strip())
        if match is None:
            raise UsageError(f"'{text}' is not a ticket id", "write it as T-12 or 12")
        found.append(int(match[1]))
    return list(dict.fromkeys(found))
