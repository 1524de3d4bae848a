"""Counts texts that people wrote: the same however it is spaced, and in capitals or not."""

from collections import Counter
from typing import Self

from escalate_cli.domain.figures.addable import Addable


class SpelledCounter(Addable):
    """Counts each text as it was spelled first."""

    def __init__(self) -> None:
        self._count = Counter[str]()
        self._spelled: dict[str, str] = {}

    def add(self, text: str, times: int = 1) -> None:
        """Count one more."""
        spaced = " ".join(text.split())
        self._count[self._spelled.setdefault(spaced.casefold(), spaced)] += times

    def add_later(self, later: Self) -> None:
        """Count texts as they were spelled here, where they were."""
        for text, times in later._count.items():
            self.add(text, times)

    def most(self) -> list[tuple[str, int]]:
        """Return each with how often it was written, the most frequent first."""
        return sorted(self._count.items(), key=lambda counted: (-counted[1], counted[0]))
