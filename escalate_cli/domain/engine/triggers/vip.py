"""Customer-driven: the ticket, or the customer it concerns, is a VIP's."""

from collections.abc import Iterator
from typing import ClassVar

import msgspec

from escalate_cli.domain.engine.intervals import Cycle, Finding
from escalate_cli.domain.engine.triggers import NOT_DONE, Kind, trigger
from escalate_cli.domain.policy.sections.conditions import Condition, When
from escalate_cli.domain.ticket.ticket import Ticket


@trigger(Kind.CUSTOMER, When((NOT_DONE, Condition(field="vip", values=("true",)))))
class Vip(msgspec.Struct, frozen=True, kw_only=True):
    """Speak as soon as the ticket is known to be a VIP's."""

    kind: ClassVar[Kind]

    def findings(self, cycle: Cycle) -> Iterator[Finding]:
        """Yield each time in which the ticket counts as a VIP's."""
        for span in cycle.spans(lambda ticket: ticket.vip):
            yield Finding(since=span.since, until=span.until, reason="a VIP is concerned")

    def waits_for(self, ticket: Ticket) -> str:
        """Say that nobody has marked it."""
        return "neither the ticket nor its customer is marked as a VIP's"
