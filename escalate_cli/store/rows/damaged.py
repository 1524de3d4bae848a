"""Tickets that are damaged: whoever asks for one hears why it cannot be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from escalate_cli.errors import DamagedHistoryError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from escalate_cli.usecases.damage import Damage


class Damaged:
    """What was found to be damaged in a store that is read all the same.

    Attributes:
        found: what it is; more may be found while the store is read.
    """

    def __init__(self, found: Sequence[Damage] = ()) -> None:
        self.found = found

    def refuse(self, number: int, *, is_gone: bool = False) -> int:
        """Return the number of a ticket, unless it is damaged; raises DamagedHistoryError.

        One that is gone may be among what is hidden.
        """
        for each in self.found:
            if each.number == number or (is_gone and each.hides):
                from escalate_cli.domain.ticket.ticket import id_of  # noqa: PLC0415 - start-up time

                what = f"{id_of(number)} cannot be read: {each.file}:{each.place}: {each.said}"
                raise DamagedHistoryError(what, "escalate doctor names what can be mended")
        return number
