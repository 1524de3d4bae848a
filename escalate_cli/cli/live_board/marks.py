"""Marks of the board: tickets that one act is to be about, each as it was when it was marked."""

from collections.abc import Mapping

from escalate_cli.domain.ticket.ticket import id_of
from escalate_cli.usecases.seen import Sight


class Marks:
    """The tickets that are marked, in that order."""

    def __init__(self) -> None:
        self._sights: dict[int, Sight] = {}

    def __len__(self) -> int:
        return len(self._sights)

    @property
    def sights(self) -> tuple[Sight, ...]:
        """Return each ticket as it was when it was marked."""
        return tuple(self._sights.values())

    @property
    def ids(self) -> tuple[str, ...]:
        """Return the ids of the tickets."""
        return tuple(map(id_of, self._sights))

    def turn(self, sight: Sight) -> None:
        """Mark a ticket, or forget its mark."""
        if self._sights.pop(sight.number, None) is None:
            self._sights[sight.number] = sight

    def keep(self, seen: Mapping[int, Sight]) -> tuple[str, ...]:
        """Drop the marks of tickets that changed or left the board; return their ids."""
        gone = [number for number, sight in self._sights.items() if seen.get(number) != sight]
        for number in gone:
            del self._sights[number]
        return tuple(map(id_of, gone))

    def clear(self) -> None:
        """Forget all."""
        self._sights.clear()
