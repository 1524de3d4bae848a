"""Which items of a list a mapping means: `when` and `unless`, and those that fitted nothing."""

from collections.abc import Mapping
from typing import Any

from escalate_cli.exchange.files.table import inside
from escalate_cli.exchange.mappings.mapping_file import normal

Wanted = Mapping[str, str]
"""What an item must say, by path."""


class ItemFilter:
    """Tells which items fit, and remembers which conditions of a mapping none ever did."""

    def __init__(self) -> None:
        self._asked: dict[int, Wanted] = {}  # by identity, as they lie in the mapping
        self._met: set[int] = set()

    def fits(self, item: Any, wanted: Wanted) -> bool:
        """Tell whether an item of a list has all that is wanted."""
        self._asked[id(wanted)] = wanted
        if not all(_says(item, path) == normal(word) for path, word in wanted.items()):
            return False
        self._met.add(id(wanted))
        return True

    @property
    def unmet(self) -> list[Wanted]:
        """Return the conditions that were looked for, in vain."""
        return [wanted for place, wanted in self._asked.items() if place not in self._met]


def misfits(item: Any, unwanted: Wanted) -> bool:
    """Tell whether an item of a list has something that is not wanted."""
    return any(_says(item, path) == normal(word) for path, word in unwanted.items())


def _says(item: Any, path: str) -> str:
    value = inside(item, path)
    return normal("true" if value is True else "false" if value is False else str(value))
