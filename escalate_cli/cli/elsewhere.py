"""Tell who writes on a duplicate where their words went."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from escalate_cli.domain.ticket.ticket import id_of
from escalate_cli.usecases.verbs.typed_ticket_ids import numbers_of

if TYPE_CHECKING:
    from escalate_cli.domain.ticket.ticket_snapshot import TicketSnapshot
    from escalate_cli.wiring import Wiring


def say_elsewhere(run: "Wiring", ids: Sequence[str], standings: Sequence["TicketSnapshot"]) -> None:
    """Name the original of each duplicate, on which it was written."""
    for number, standing in zip(numbers_of(ids), standings, strict=True):
        if standing.ticket.number != number:
            run.printer.say(f"{id_of(number)} is a duplicate: this went to {standing.ticket.id}")
