"""Counts texts that people wrote: the same however it is spaced, and in capitals or not."""

from collections import Counter


class SpelledCounter:
    """Counts each text as it was spelled first."""

    def __init__(self) -> None:
        self._count = Counter[str]()
        self._spelled: dict[str, str] = {}

    def add(self, text: str) -> None:
        """Count one more."""
        spaced = " ".join(text.split())
        self._count[self._spelled.setdefault(spaced.casefold(), spaced)] += 1

    def most(self) -> list[tuple[str, int]]:
        """Return each with how often it was written, the most frequent first."""
        return sorted(self._count.items(), key=lambda counted: (-counted[1], counted[0]))
