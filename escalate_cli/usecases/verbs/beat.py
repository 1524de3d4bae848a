"""Beat: a job says that all is well, which ends the ticket that its silence logged."""

from collections.abc import Iterator, Sequence
from datetime import datetime

import msgspec

from escalate_cli.domain.policy.sections.heartbeat import Heartbeat
from escalate_cli.domain.policy.standing.gauges import LastBeat, last_beats
from escalate_cli.domain.ticket.actor import POLICY
from escalate_cli.domain.ticket.ticket import Ticket
from escalate_cli.domain.verbs import note, resolve
from escalate_cli.domain.verbs.outcome import Done, Refused
from escalate_cli.domain.verbs.situation import Situation
from escalate_cli.errors import NotAllowedError
from escalate_cli.suggestions import nearest
from escalate_cli.usecases.context import Context
from escalate_cli.usecases.ports import Transaction, View
from escalate_cli.usecases.unique_key import unresolved_under
from escalate_cli.usecases.unit_of_work import Changed, act_within


class HeartbeatStanding(msgspec.Struct, frozen=True, kw_only=True):
    """A heartbeat as it stands, and the ticket under its key that is not resolved.

    Attributes:
        last: nothing before its first beat and the first check that knows it.
        ended: what its beat did to a ticket, where it beat again after it was missing.
    """

    now: datetime
    heartbeat: Heartbeat
    last: LastBeat | None
    open_ticket: Ticket | None = None
    ended: Changed | None = None

    @property
    def key(self) -> str:
        """Return the name of the heartbeat."""
        return self.heartbeat.key

    @property
    def beat_at(self) -> datetime | None:
        """Return when it last beat, as far as is known."""
        return self.last.at if self.last and self.last.by != POLICY else None

    @property
    def missing_at(self) -> datetime | None:
        """Return since when it has been, or will be missing."""
        return self.heartbeat.missing_at(self.last.at) if self.last else None

    @property
    def state(self) -> str:
        """Return how the heartbeat stands: it beats, is missing, or was never heard."""
        if self.missing_at is None or (self.beat_at is None and self.missing_at > self.now):
            return "awaited"
        return "missing" if self.missing_at <= self.now else "beating"

    @property
    def says(self) -> str:
        """Return what its beat did to the ticket."""
        return "noted" if self.open_ticket else "resolved"

    @property
    def ticket(self) -> str | None:
        """Return the id of the ticket that is about it."""
        found = self.ended.standing.ticket if self.ended else self.open_ticket
        return found.id if found else None


def heartbeats(context: Context, view: View) -> list[HeartbeatStanding]:
    """Return the heartbeats of the policy, in its order, as they stand."""
    known = last_beats(view.gauges())
    return [
        HeartbeatStanding(
            now=context.now,
            heartbeat=each,
            last=known.get(each.key),
            open_ticket=unresolved_under(view, each.key),
        )
        for each in context.people.heartbeats
    ]


def beat(context: Context, keys: Sequence[str]) -> list[HeartbeatStanding]:
    """Record that all is well with what the policy expects to hear of, all or none.

    The ticket that its absence logged is resolved; one of somebody else under its key is told.
    """
    known = {heartbeat.key: heartbeat for heartbeat in context.people.heartbeats}
    found = [_named(key, known) for key in dict.fromkeys(keys)]
    return context.change(lambda tx: [_beat(context, tx, each) for each in found])


def _named(key: str, known: dict[str, Heartbeat]) -> Heartbeat:
    if key in known:
        return known[key]
    near = nearest(key, known)
    others = f"the policy knows {', '.join(known)}" if known else "the policy has no 'heartbeats'"
    raise NotAllowedError(
        f"there is no heartbeat '{key}'", f"did you mean '{near}'?" if near else others
    )


def _beat(context: Context, tx: Transaction, heartbeat: Heartbeat) -> HeartbeatStanding:
    before = last_beats(tx.gauges()).get(heartbeat.key)
    last = LastBeat(name=heartbeat.key, at=context.now, by=context.by)
    if before is not None and before.at > last.at:
        last = before
    tx.set_gauge(last)
    ended = next(_ended(context, tx, heartbeat.key, before), None) if last is not before else None
    return HeartbeatStanding(
        now=context.now,
        heartbeat=heartbeat,
        last=last,
        open_ticket=unresolved_under(tx, heartbeat.key),
        ended=ended,
    )


def _ended(
    context: Context, tx: Transaction, key: str, before: LastBeat | None
) -> Iterator[Changed]:
    """Resolve the ticket that the absence logged, or tell one that was there before."""
    ticket = unresolved_under(tx, key)
    if ticket is None:
        return
    if ticket.key == key and tx.events(ticket.number)[0].is_of_policy:
        yield act_within(context, tx, ticket.number, lambda at, _: _solved(at, key))
    elif before is not None and before.missed_at is not None:
        yield act_within(context, tx, ticket.number, lambda at, _: note.note(at, _again(key)))


def _solved(at: Situation, key: str) -> Done | Refused:
    return resolve.resolve(at, _again(key))


def _again(key: str) -> str:
    return f"{key} beats again"
