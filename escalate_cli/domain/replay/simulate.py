"""Simulation: the engine runs over a record, people act at their instants, the policy when due."""

from collections.abc import Sequence
from datetime import datetime
from itertools import accumulate

import msgspec
from msgspec.structs import replace

from escalate_cli.domain.engine.engine import Engine
from escalate_cli.domain.engine.maintenance import on_record
from escalate_cli.domain.policy.policy import Policies, Policy
from escalate_cli.domain.policy.sections.assignment import Turns
from escalate_cli.domain.policy.standing import Standing
from escalate_cli.domain.replay import reprioritise
from escalate_cli.domain.replay.people_then import PeopleThen
from escalate_cli.domain.replay.reapply import Recorded, is_made_anew, met, refitted
from escalate_cli.domain.replay.recorded_history import RecordedHistory
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.history import History, undone_in

UNANSWERED = e.HandEdited | e.ChangeUndone | e.EventRedacted
"""To these the policy does not react at once: the next check does."""


class ReplayedTicket(msgspec.Struct, frozen=True):
    """A ticket as it went, and as it goes under the other policy.

    Attributes:
        facts: how many things people did.
        moot: those of them that had nothing to do.
        elsewhere: how many met the ticket at another level than in the record.
        unasked: how many moves need a yes that nobody was asked for.
    """

    before: History
    after: History
    facts: int
    moot: tuple[e.Event, ...]
    elsewhere: int
    unasked: int


def beside(told: ReplayedTicket, other: ReplayedTicket) -> ReplayedTicket:
    """Return a telling beside that under another policy, instead of beside what happened."""
    moot = tuple(event for event in told.moot if event not in other.moot)
    return replace(told, before=other.after, moot=moot)


def simulate(
    events: Sequence[e.Event],
    policies: Policies,
    policy: Policy,
    until: datetime,
    checked_until: datetime | None = None,
    standing: Sequence[Standing] = (),
) -> ReplayedTicket:
    """Tell a record anew under one policy, up to an instant.

    Args:
        events: the whole record, beginning with the log; what was undone is passed over.
        policies: finds the policy versions that the ticket followed.
        policy: the one that it follows now, for people, rotas and messages too.
        until: the policy acts up to this instant; what people did later still happens.
        checked_until: the last check there was, if that is known. A record of which that is not
            known and that tells of no check is replayed as if somebody always checked.
        standing: what was said for the team, of which duties taken over and swapped count.
    """
    return _Simulation(events, policies, policy, until, checked_until, standing).whole()


class _Simulation:
    def __init__(
        self,
        events: Sequence[e.Event],
        policies: Policies,
        policy: Policy,
        until: datetime,
        checked_until: datetime | None,
        standing: Sequence[Standing],
    ) -> None:
        undone = undone_in(events)
        self._events = [
            event
            for event in events
            if not isinstance(event, e.OfMessage) and (event.lasts or event.change not in undone)
        ]
        windows = tuple(on_record(events))
        people = replace(policy.people, maintenance=windows, turns=_turns_in(self._events))
        self._policies, self._policy, self._until = policies, policy, until
        self._people = PeopleThen(people, standing)
        self._past = RecordedHistory(self._events, policies, checked_until, windows)
        self._after = History([], lambda _: policy.rules)
        self._engine = Engine(self._after, people)
        self._begins = _withdrawn_by(self._events)
        self._horizons = _horizons(self._events)
        self._moot: list[e.Event] = []
        self._facts = self._elsewhere = self._unasked = 0

    def whole(self) -> ReplayedTicket:
        """Go through the whole record."""
        for number, event in enumerate(self._events):
            if isinstance(event, e.RulesChanged):
                self._catch_up(number, event)
                self._after.add(replace(event, window=None))
            elif not is_made_anew(event):
                self._live(number, event)
        self._decide(self._until, len(self._events), closed=True)
        self._past.tell(len(self._events))
        return ReplayedTicket(
            before=self._past.history,
            after=self._after,
            facts=self._facts,
            moot=tuple(self._moot),
            elsewhere=self._elsewhere,
            unasked=self._unasked,
        )

    def _live(self, number: int, event: e.Event) -> None:
        """Let somebody do what they did, after all that the policy did before."""
        self._catch_up(number, event)
        known = len(self._after.events)
        for fact in self._refitted(event):
            self._after.add(replace(fact, window=None))  # the whole record says when it was silent
        is_answered = number >= self._begins and not isinstance(event, UNANSWERED)
        self._engine.agenda.look_until(self._horizons[number])
        if is_answered and not self._goes_on(number):
            self._engine_at(event.at).react(silent=True)
        self._after.events[known:] = [
            replace(new, change=event.change) for new in self._after.events[known:]
        ]

    def _catch_up(self, number: int, event: e.Event) -> None:
        """Let the policy do what fell due before an event."""
        if number > self._begins:
            before = self._events[number - 1]
            had_checked = before.at == event.at and self._past.is_check(number - 1)
            is_late = event.at > self._until
            self._decide(min(event.at, self._until), number, closed=had_checked or is_late)
        self._past.tell(number)

    def _refitted(self, event: e.Event) -> Sequence[e.Event]:
        past, people = self._past.history, self._people.at(event.at)
        policy = replace(self._policy, people=people)
        if isinstance(event, e.TicketLogged):
            under = self._policies(event.policy)
            return (reprioritise.logged(event, under, policy),)
        under = self._policies(past.ticket.policy)
        at = met(self._after, policy, event)
        fact = refitted(event, Recorded(past.ticket, under, at))
        self._facts += 1
        self._elsewhere += past.ticket.level != at.ticket.level
        self._unasked += fact.unasked
        if fact.events:
            return fact.events
        self._moot.append(event)
        return (e.NoteAdded(at=event.at, by=event.by, login=event.login, text="moot"),)

    def _goes_on(self, number: int) -> bool:
        """Tell whether the same command did something more."""
        event, *more = self._events[number : number + 2]
        return any(
            (each.at, each.change) == (event.at, event.change or None) and not is_made_anew(each)
            for each in more
        )

    def _decide(self, until: datetime, number: int, *, closed: bool) -> None:
        """Let the policy act up to an instant, and at it where the interval is closed."""
        after = self._after.events[-1].at
        due_at = self._engine.next_at(after)
        while due_at is not None and due_at <= until:
            at = self._past.checked_at(max(due_at, after), number)
            if at is None or at > until or (at == until and not closed):
                return
            self._engine_at(at).advance(at, silent=True)
            after = at
            due_at = self._engine.following(at)

    def _engine_at(self, at: datetime) -> Engine:
        """Return the engine that goes by the people of an instant."""
        people = self._people.at(at)
        if self._engine.agenda.people is not people:
            self._engine = Engine(self._after, people)
        return self._engine


def _withdrawn_by(events: Sequence[e.Event]) -> int:
    """Return the place of the undo of the log, with which all went that the policy had made of it.

    It is that of the log itself where that was never undone: from there on the policy acts.
    """
    undos = (n for n, each in enumerate(events) if isinstance(each, e.ChangeUndone))
    return next((n for n in undos if events[n].ends_duties), 0)


def _horizons(events: Sequence[e.Event]) -> Sequence[datetime | None]:
    """Return how far the policy looks from each event on: to what somebody did next."""
    latest = list(accumulate((event.at for event in events), max))
    found: list[datetime | None] = []
    horizon: datetime | None = None
    for event, at in zip(reversed(events), reversed(latest), strict=True):
        found.append(horizon)
        if not is_made_anew(event):
            horizon = at
    return found[::-1]


def _turns_in(events: Sequence[e.Event]) -> Turns:
    """Return who had which turn by a record."""
    had = ((event.turn, event.at) for event in events if event.turn)
    return Turns(recorded={(team, at): person for (team, person), at in had})
