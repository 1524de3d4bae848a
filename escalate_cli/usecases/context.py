"""The context of a command: who acts, when, under which policy, upon which store."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec
from msgspec.structs import replace

from escalate_cli.domain.ticket.actor import Actor, Stamp
from escalate_cli.domain.ticket.party_kind import Party
from escalate_cli.errors import DamagedHistoryError, EscalateError
from escalate_cli.usecases.standing_people import StandingPeople

if TYPE_CHECKING:  # lists and an idle `check` decide nothing
    from collections.abc import Callable, Iterable, Iterator
    from datetime import datetime

    from escalate_cli.domain.engine.engine import Engine
    from escalate_cli.domain.messages.outbox_message import Message
    from escalate_cli.domain.policy.people import People
    from escalate_cli.domain.policy.policy import Policies, Policy
    from escalate_cli.domain.policy.rules import Rules, RulesOf
    from escalate_cli.domain.ticket.events import Event
    from escalate_cli.domain.ticket.history import History
    from escalate_cli.domain.ticket.ticket import Ticket
    from escalate_cli.domain.ticket.ticket_snapshot import RestingSnapshot, TicketSnapshot
    from escalate_cli.usecases.ports import Store, Transaction, View
    from escalate_cli.usecases.present import Present

T = TypeVar("T")


class LastEngine:
    """Gives the engine of a ticket, and keeps it until another ticket is asked for."""

    def __init__(self) -> None:
        self._last: Engine | None = None

    def of(self, history: History, people: People) -> Engine:
        """Return the engine of a history; the same as before if it was asked for last."""
        from escalate_cli.domain.engine.engine import Engine  # noqa: PLC0415 - few decide

        last = self._last
        if last is None or last.history is not history or last.agenda.people is not people:
            last = self._last = Engine(history, people)
        return last


class Context(msgspec.Struct, frozen=True, kw_only=True):
    """Everything a verb needs, so that it reads no clock and opens no file.

    Attributes:
        policy: the policy of the file in force; `source` is its text.
        compile: reads the text of an older policy version.
        new_uid: gives a ticket its random id.
        actor: who acts.
        standing: what people said for the team, as the store was last seen to have it.
        present: the instant of the command; `now` is how it stands.
        engines: whose last one is asked again about the ticket in hand.
        on_stranger: told who acts on a ticket and is of no party that the policy knows.
        leave_out: told which ticket cannot be looked at, and why; without it that is raised.
        around: does the work of a change, where more is to be seen to than the work itself.
    """

    store: Store
    policy: Policy
    source: str
    compile: Callable[[str], Policy]
    new_uid: Callable[[], str]
    actor: Actor
    standing: StandingPeople = msgspec.field(default_factory=StandingPeople)
    present: Present
    engines: LastEngine = msgspec.field(default_factory=LastEngine)
    on_stranger: Callable[[str], None] = lambda _: None
    leave_out: Callable[[str, Exception], None] | None = None
    around: Callable[[Transaction, Callable[[Transaction], Any]], Any] | None = None

    @property
    def now(self) -> datetime:
        """Return the instant at which it all takes place."""
        return self.present.now

    @property
    def by(self) -> str:
        """Return the name of who acts."""
        return self.actor.name

    @property
    def stamp(self) -> Stamp:
        """Return who acts and when, as every event says it."""
        stamp, clock_at = self.actor.stamp(self.now), self.present.clock_at
        return Stamp(**stamp, clock_at=clock_at) if clock_at else stamp

    @property
    def rules(self) -> Rules:
        """Return the rules of today, which a new ticket follows."""
        return self.policy.rules

    @property
    def people(self) -> People:
        """Return the people of today, whatever rules a ticket follows."""
        return self.today.people

    @property
    def today(self) -> Policy:
        """Return the policy in force with what people said for the team on top."""
        return self.standing.upon(self.policy, self.now)

    def change(self, work: Callable[[Transaction], T], *, shares: bool = False) -> T:
        """Do some work in one change, dated when nobody else writes; it may run again.

        Args:
            work: does it.
            shares: whether it looks only at the tickets and messages that it claims or writes.
        """
        self.present.must_have_come()

        def dated(tx: Transaction) -> T:
            self.present.hold()
            tx.dated(self.now)
            self.standing.meet(tx)
            self.standing.choose(tx, self.policy)
            self._keep_windows(tx)
            return self.around(tx, work) if self.around else work(tx)

        return self.store.share(dated) if shares else self.store.change(dated)

    def _keep_windows(self, tx: Transaction) -> None:
        """Remember the windows of today besides those by which some rows still go."""
        known, today = tx.windows(), self.people.maintenance
        if known or today:
            windows = list(dict.fromkeys((*known, *today)))
            lasting = [window for window in windows if self.now < window.until_at]
            if lasting != known:
                tx.keep_windows(lasting)

    def read(self) -> View:
        """Read the store as it stands; where a person typed an instant of the past, as it stood."""
        view = self.store.read()
        self.standing.meet(view)
        if self.present.is_typed and view.may_be_ahead_of(self.now):
            from escalate_cli.usecases.past_view import view_at  # noqa: PLC0415 - few look back

            return view_at(view, self.now, self.history, self.people)
        return view

    def watch_for_strangers(self, events: Iterable[Event]) -> None:
        """Tell of whoever does something about a ticket and is of no party."""
        if any(each.party is Party.OTHER and each.is_touch for each in events):
            self.on_stranger(self.by)

    def entered(self, messages: Iterable[Message]) -> Iterable[Message]:
        """Return what a step tells; of one of the past with the instant at which it was typed."""
        at = self.present.clock_at
        return messages if at is None else (replace(each, entered_at=at) for each in messages)

    def policies(self, view: View) -> Policies:
        """Return the lookup of policy versions that a store's tickets follow."""

        def find(policy_id: str) -> Policy:
            if policy_id == self.rules.id:
                return self.policy
            source = view.policy_source(policy_id)
            if source is None:
                raise DamagedHistoryError(f"policy version {policy_id[:12]} is not in the store")
            return self.compile(source)

        return find

    def rules_of(self, view: View) -> RulesOf:
        """Return the lookup of the rules that a store's tickets follow."""
        find = self.policies(view)
        return lambda policy_id: find(policy_id).rules

    def engine(self, history: History) -> Engine:
        """Return what decides about a ticket, by the people of today."""
        return self.engines.of(history, self.people)

    def history(self, view: View, number: int) -> History:
        """Read one ticket's history; raises TicketNotFoundError."""
        from escalate_cli.domain.ticket.history import History  # noqa: PLC0415 - start-up time

        return History(events_of(view, number), self.rules_of(view))

    def recorded(self, view: View) -> Callable[[Ticket], History]:
        """Return what reads the histories of tickets as last recorded; what is over is not folded.

        The rules of a policy version are looked for once.
        """
        from escalate_cli.domain.ticket.past import FinishedHistory  # noqa: PLC0415 - start-up time

        rules_of = cache(self.rules_of(view))

        def read(ticket: Ticket) -> History:
            number = ticket.number
            kept = view.kept(number)
            return FinishedHistory(kept, rules_of, ticket) if kept else self.history(view, number)

        return read

    def opened(self, view: View, number: int) -> History:
        """Read one ticket's history to add to it, by the rules of today if it is not over."""
        from escalate_cli.domain.ticket.rules_upgrade import follow_rules  # noqa: PLC0415 - start-up time

        history = self.history(view, number)
        follow_rules(history, self.now)
        return history

    def look(self, view: View, tickets: Iterable[Ticket]) -> Iterator[TicketSnapshot]:
        """Look at tickets as of now, one after the other."""
        from escalate_cli.domain.ticket.ticket_snapshot import snapshot_at  # noqa: PLC0415 - start-up time

        find = self.rules_of(view)

        def standing(ticket: Ticket) -> TicketSnapshot:
            next_at = view.next_at(ticket.number)
            return snapshot_at(ticket, find(ticket.policy), self.now, next_at)

        return self.each(tickets, standing)

    def resting(self, view: View) -> Callable[[Ticket], RestingSnapshot]:
        """Return what looks at tickets of which no clock can press by now."""
        from escalate_cli.domain.ticket.ticket_snapshot import RestingSnapshot, as_owed  # noqa: PLC0415 - start-up time

        find, now = cache(self.rules_of(view)), self.now

        def standing(ticket: Ticket) -> RestingSnapshot:
            number = ticket.number
            return RestingSnapshot(
                ticket=as_owed(ticket),
                rules=find(ticket.policy),
                now=now,
                next_at=view.next_at(number),
                due=view.due_at(number),
            )

        return standing

    def each(self, tickets: Iterable[Ticket], look: Callable[[Ticket], T | None]) -> Iterator[T]:
        """Yield what is seen of tickets; one that cannot be looked at is told of, and left out."""
        for ticket in tickets:
            try:
                found = look(ticket)
            except (EscalateError, ArithmeticError, ValueError) as error:
                if self.leave_out is None:
                    raise
                self.leave_out(ticket.id, error)
                continue
            if found is not None:
                yield found


def events_of(view: View, number: int) -> list[Event]:
    """Read what happened to one ticket; raises TicketNotFoundError."""
    events = view.events(number)
    if not events or not events[0].begins_ticket:
        from escalate_cli.domain.ticket.ticket import id_of  # noqa: PLC0415 - start-up time

        name = id_of(number)
        raise DamagedHistoryError(f"{name} cannot be read: its history does not begin with its log")
    return events


def stand(context: Context, history: History) -> TicketSnapshot:
    """Look at a ticket whose history is at hand."""
    from escalate_cli.domain.ticket.ticket_snapshot import snapshot_at  # noqa: PLC0415 - start-up time

    next_at = context.engine(history).next_at(context.now)
    return snapshot_at(history.ticket, history.rules, context.now, next_at)
