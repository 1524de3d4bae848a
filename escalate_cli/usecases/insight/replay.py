"""Replay recorded tickets under another policy: what would have gone differently."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, partial

import msgspec
from msgspec.structs import replace

from escalate_cli import __version__
from escalate_cli.domain.figures.replay_comparison import outline_of
from escalate_cli.domain.figures.replay_tally import ReplayTally
from escalate_cli.domain.policy.people import People
from escalate_cli.domain.policy.policy import Policies, Policy
from escalate_cli.domain.policy.standing import Standing
from escalate_cli.domain.replay.differences import ReplayDifference, differences
from escalate_cli.domain.replay.simulate import ReplayedTicket, beside
from escalate_cli.domain.replay.simulate import simulate as retell
from escalate_cli.domain.ticket.history import is_log_undone, is_withdrawn
from escalate_cli.domain.ticket.ticket import Ticket
from escalate_cli.errors import DamagedHistoryError
from escalate_cli.usecases.context import Context, events_of
from escalate_cli.usecases.insight.query import Candidate
from escalate_cli.usecases.insight.replay_parts import (
    ALL,
    Replay,
    ReplayPart,
    ReplayShare,
    ReplayTerms,
    Scope,
    summed,
    whole,
)
from escalate_cli.usecases.insight.report import must_end_after_it_begins
from escalate_cli.usecases.ports import View
from escalate_cli.usecases.verbs import typed_ticket_ids
from escalate_cli.usecases.walk import Workers, alone, past_tickets


class ReplayAsked(msgspec.Struct, frozen=True, kw_only=True):
    """What is replayed: a policy, over a share of the tickets of a scope.

    Attributes:
        against: a policy to compare with, instead of what happened.
    """

    policy: Policy
    scope: Scope
    against: Policy | None = None
    share: ReplayShare = ALL


class _Tellings:
    """Counts tickets as they go by; of each only what differs is kept."""

    def __init__(
        self, context: Context, policies: Policies, policy: Policy, against: Policy | None
    ) -> None:
        self._context, self._policies = context, policies
        self._policy, self._against = policy, against
        self.count = Counter[str]()
        self.left_out = Counter[str]()
        self.before, self.after = ReplayTally(), ReplayTally()
        self.differences: list[ReplayDifference] = []

    def add(self, told: ReplayedTicket) -> None:
        """Count one ticket, in both tellings."""
        before = self._against or self._policies(told.before.ticket.policy)
        known = _named_by(before.people, self._policy.people)
        for telling, history in ((self.before, told.before), (self.after, told.after)):
            telling.add(history, self._context.now, known, self._policy.people.timezone)
        found = differences(told, self._context.now)
        self.differences.extend(found)
        self.count["tickets"] += 1
        self.count["differ"] += bool(found)
        self.count["facts"] += told.facts
        self.count["moot"] += len(told.moot)
        self.count["elsewhere"] += told.elsewhere
        self.count["unasked"] += told.unasked

    def part(self, share: ReplayShare, terms: ReplayTerms) -> ReplayPart:
        """Return what was counted."""
        return ReplayPart(
            share=share,
            terms=terms,
            counts=self.count,
            left_out=self.left_out,
            before=tuple(self.before.counts.items()),
            after=tuple(self.after.counts.items()),
            differences=tuple(self.differences),
        )


def _named_by(*each: People) -> Callable[[str], bool]:
    """Tell people of the policies from requesters and addresses."""
    return lambda name: any(name in people.people for people in each)


def replay(
    context: Context,
    policy: Policy,
    scope: Scope,
    against: Policy | None = None,
    workers: Workers = alone,
) -> Replay:
    """Tell tickets anew under a policy; nothing is written.

    Raises:
        UsageError: the period ends before it begins.
        TicketNotFoundError: a ticket that was named is not there.
    """
    asked = ReplayAsked(policy=policy, scope=scope, against=against)
    return whole(_counted(context, context.read(), asked, workers))


def replay_share(
    context: Context, asked: ReplayAsked, words: Iterable[str], workers: Workers = alone
) -> ReplayPart:
    """Tell a share of the tickets anew, to be added to those of other processes; see `replay`.

    Args:
        context: the store, and the present of all shares.
        asked: what is replayed.
        words: those of the query, by which parts of another one are told apart.
        workers: go past the tickets.
    """
    view = context.read()
    part = summed(_counted(context, view, asked, workers))
    return replace(part, terms=replace(part.terms, asked=tuple(words), store=view.fingerprint()))


def _counted(
    context: Context, view: View, asked: ReplayAsked, workers: Workers
) -> Iterable[ReplayPart]:
    policy, scope, against = asked.policy, asked.scope, asked.against
    must_end_after_it_begins(scope.period)
    checked_at = context.store.last_check_at()
    policies = cache(context.policies(view))
    terms = ReplayTerms(
        program=__version__,
        now=context.now,
        period=scope.period,
        ids=scope.ids,
        asked=(),
        policy=outline_of(policy.rules),
        against=outline_of(against.rules) if against else None,
        checked_at=checked_at,
        store=None,
    )
    tell = partial(
        retell,
        policies=policies,
        until=context.now,
        checked_until=checked_at,
        standing=_said_in(view),
    )

    def count(some: Iterable[Ticket]) -> ReplayPart:
        tally = _Tellings(context, policies, policy, against)
        for ticket in _taken(context, view, asked, tally, some):
            try:
                events = events_of(view, ticket.number)
                if is_withdrawn(ticket, log_undone=is_log_undone(events)):
                    tally.left_out["withdrawn"] += 1
                    continue
                told = tell(events, policy=policy)
                if against is not None:
                    told = beside(told, tell(events, policy=against))
            except DamagedHistoryError:
                tally.left_out["damaged"] += 1
            else:
                tally.add(told)
                tally.count["imported"] += ticket.imported_at is not None
        return tally.part(asked.share, terms)

    if scope.ids:
        numbers = typed_ticket_ids.numbers_of(scope.ids)
        return [count(map(view.ticket, numbers))]
    return workers(past_tickets(view), count)


def _said_in(view: View) -> Sequence[Standing]:
    """Return what was said for the team; nothing where a row was spoilt, which `verify` names."""
    try:
        return view.standing()
    except DamagedHistoryError:
        return ()


def _taken(
    context: Context,
    view: View,
    asked: ReplayAsked,
    tally: _Tellings,
    some: Iterable[Ticket],
) -> Iterator[Ticket]:
    """Yield those of some tickets that are told anew, and count the others of the share."""
    scope = asked.scope
    for ticket in some:
        if not asked.share.has(ticket.number):
            continue
        if scope.ids:
            yield ticket
        elif not scope.period.since <= ticket.logged_at < scope.period.until:
            tally.left_out["outside"] += 1
        elif scope.query.matches(Candidate(context, view, ticket)):
            yield ticket
        else:
            tally.left_out["unmatched"] += 1
