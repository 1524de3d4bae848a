"""The guard of missed targets: what takes one away says why, and is no party to it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

import msgspec

from escalate_cli.domain.engine.missed import (
    Account,
    Missed,
    eased,
    gone,
    is_less_urgent,
    left_out,
)
from escalate_cli.domain.ticket.events import Event
from escalate_cli.domain.ticket.events.wording import spaced
from escalate_cli.domain.verbs.excuse import not_entitled
from escalate_cli.domain.verbs.outcome import Cause, Refused
from escalate_cli.domain.verbs.situation import Situation

if TYPE_CHECKING:  # types alone: start-up time
    from escalate_cli.domain.ticket.people.approvers import Delegation


class Taking(msgspec.Struct, frozen=True):
    """What a commit makes of the targets that a ticket had missed.

    Attributes:
        at: where the commit met the ticket.
        before: what it had missed by the clock, whatever instant was typed; `after` the same.
        events: what it records of the ticket.
        until: what was missed later is no business of the act: it may be what had been done then.
        lent: finds the authority that was lent.
    """

    at: Situation
    before: Account
    after: Account
    events: Sequence[Event]
    until: datetime
    lent: "Callable[[], Iterable[Delegation]]"

    @property
    def refused(self) -> Refused | None:
        """Refuse to take a missed target away in silence, or off the record by who missed it."""
        if all(event.changes_policy for event in self.events):
            return None
        what = next(self._taken(), None)
        if what is None:
            return None
        if not any(event.written.strip() for event in self.events):
            return Refused(f"{self._id} {what} needs a reason", "say with -m why", Cause.REASON)
        return self._not_theirs()

    @property
    def _id(self) -> str:
        return self.at.ticket.id

    @property
    def gone(self) -> list[Missed]:
        """Return what was missed since the ticket came here, and is on record no more."""
        came_at = self.at.ticket.imported_at
        lost = gone(self.before, self.after)
        since_then = (each for each in lost if came_at is None or each.at > came_at)
        return [each for each in since_then if each.at < self.until]

    def _taken(self) -> Iterator[str]:
        """Say what is taken away, the worst first."""
        if self.gone:
            yield f"has missed {_duties(self.gone)}: to take that off the record"
        out = list(left_out(self.before, self.after, self.until))
        if out:
            yield f"has missed {_duties(out)}: to leave that out of the figures"
        if is_less_urgent(self.before, self.after):
            yield f"is breached: from {self.before.priority} to {self.after.priority} it"
        given = list(eased(self.before, self.after))
        if given:
            yield f"is breached: more time to {_duties(given)}"

    def _not_theirs(self) -> Refused | None:
        """Refuse who may not excuse what is gone: nobody judges their own delay."""
        if not self.gone:
            return None
        refused = not_entitled(self.at, [each.run for each in self.gone], self.lent)
        if refused is None:
            return None
        what = f"{self._id} has missed {_duties(self.gone)}, which this would take off the record"
        return Refused(f"{what}: {refused.reason}", refused.help, refused.cause)


def _duties(missed: Sequence[Missed]) -> str:
    return ", ".join(dict.fromkeys(spaced(each.run.name) for each in missed))
