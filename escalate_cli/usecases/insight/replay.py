"""Tell recorded tickets anew under another policy: what would have gone differently."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from functools import cache
from itertools import chain

import msgspec

from escalate_cli.domain.policy.people import People
from escalate_cli.domain.policy.policy import Policies, Policy
from escalate_cli.domain.replay.differences import ReplayDifference, differences
from escalate_cli.domain.replay.simulate import ReplayedTicket, beside
from escalate_cli.domain.replay.simulate import simulate as retell
from escalate_cli.domain.ticket.ticket import Ticket, number_in
from escalate_cli.errors import DamagedHistoryError, UsageError
from escalate_cli.usecases.insight import replay_figures as t
from escalate_cli.usecases.insight.query import Query
from escalate_cli.usecases.insight.report import Period, is_withdrawn, left_out
from escalate_cli.usecases.ports import ProgressWatch, View
from escalate_cli.usecases.unit_of_work import Context, events_of
from escalate_cli.usecases.verbs import input_validation


class Scope(msgspec.Struct, frozen=True, kw_only=True):
    """Which tickets are told anew: those named, or else those of a period that match a query."""

    period: Period
    query: Query = Query()
    ids: tuple[str, ...] = ()


class Replay(msgspec.Struct, frozen=True, kw_only=True):
    """What became of the tickets, and what would have under the policy.

    Attributes:
        against: what is compared with instead of what became of them: another policy.
        checked_at: the last check there was, if that is known.
        tickets: how many were told anew; `differ` of them went another way.
        outside: tickets logged at another time; `unmatched` were not asked for; `withdrawn` were
            logged by mistake; the histories of the `damaged` cannot be read.
        facts: what people did; `moot` of it had nothing to do, `elsewhere` met the ticket at
            another level; `unasked` moves would have needed somebody's yes.
        decisions: of rules, reminders too; `requests` of people for a yes.
    """

    now: datetime
    scope: Scope
    policy: Policy
    against: Policy | None
    checked_at: datetime | None
    tickets: int
    differ: int
    imported: int
    outside: int
    unmatched: int
    withdrawn: int
    damaged: int
    facts: int
    moot: int
    elsewhere: int
    unasked: int
    decisions: t.Count
    requests: t.Count
    triggers: tuple[t.TriggerCounts, ...]
    clocks: tuple[t.ClockPair, ...]
    levels: tuple[t.LevelCounts, ...]
    people: tuple[t.PersonCounts, ...]
    differences: tuple[ReplayDifference, ...]


class _ReplayTally:
    """Counts tickets as they go by; of each only what differs is kept."""

    def __init__(
        self, context: Context, policies: Policies, policy: Policy, against: Policy | None
    ) -> None:
        self._context, self._policies = context, policies
        self._policy, self._against = policy, against
        self.count = Counter[str]()
        self.before, self.after = t.ReplayFigures(), t.ReplayFigures()
        self.differences: list[ReplayDifference] = []

    def add(self, told: ReplayedTicket) -> None:
        """Count one ticket, in both tellings."""
        before = self._against or self._policies(told.before.ticket.policy)
        known = _known(before.people, self._policy.people)
        for telling, history in ((self.before, told.before), (self.after, told.after)):
            telling.add(history, self._context.now, known)
        found = differences(told, self._context.now)
        self.differences.extend(found)
        self.count["tickets"] += 1
        self.count["differ"] += bool(found)
        self.count["facts"] += told.facts
        self.count["moot"] += len(told.moot)
        self.count["elsewhere"] += told.elsewhere
        self.count["unasked"] += told.unasked


def _known(*each: People) -> Callable[[str], bool]:
    """Tell people of the policies from requesters and addresses."""
    return lambda name: any(name in people.people for people in each)


def replay(
    context: Context,
    policy: Policy,
    scope: Scope,
    against: Policy | None = None,
    watch: ProgressWatch | None = None,
) -> Replay:
    """Tell tickets anew under a policy, one after the other; nothing is written.

    Raises:
        UsageError: the period ends before it begins.
        TicketNotFoundError: a ticket that was named is not there.
    """
    if scope.period.until <= scope.period.since:
        raise UsageError("the period ends before it begins", "give --since an earlier time")
    view = context.store.read()
    checked_at = context.store.last_check_at()
    policies = cache(context.policies(view))
    tally = _ReplayTally(context, policies, policy, against)
    for ticket in _asked(context, view, scope, tally, watch):
        try:
            events = events_of(view, ticket.number)
            if is_withdrawn(events):
                tally.count["withdrawn"] += 1
                continue
            told = retell(events, policies, policy, context.now, checked_at)
            if against is not None:
                told = beside(told, retell(events, policies, against, context.now, checked_at))
        except DamagedHistoryError:
            tally.count["damaged"] += 1
        else:
            tally.add(told)
            tally.count["imported"] += ticket.imported_at is not None
    return _replay(context, policy, against, checked_at, scope, tally)


def _asked(
    context: Context, view: View, scope: Scope, tally: _ReplayTally, watch: ProgressWatch | None
) -> Iterator[Ticket]:
    """Yield the tickets that are told anew, and count the others."""
    if scope.ids:
        yield from map(view.ticket, input_validation.numbers_of(scope.ids))
        return
    tickets: Iterable[Ticket] = chain(view.tickets(), view.archived())
    for ticket in watch(tickets, view.highest()) if watch else tickets:
        reason = left_out(context, view, ticket, scope.period, scope.query)
        if reason:
            tally.count[reason] += 1
        else:
            yield ticket


def _replay(
    context: Context,
    policy: Policy,
    against: Policy | None,
    checked_at: datetime | None,
    scope: Scope,
    tally: _ReplayTally,
) -> Replay:
    count, before, after = tally.count, tally.before, tally.after
    return Replay(
        now=context.now,
        scope=scope,
        policy=policy,
        against=against,
        checked_at=checked_at,
        tickets=count["tickets"],
        differ=count["differ"],
        imported=count["imported"],
        outside=count["outside"],
        unmatched=count["unmatched"],
        withdrawn=count["withdrawn"],
        damaged=count["damaged"],
        facts=count["facts"],
        moot=count["moot"],
        elsewhere=count["elsewhere"],
        unasked=count["unasked"],
        decisions=t.Count(before.decisions, after.decisions),
        requests=t.Count(before.requests, after.requests),
        triggers=tuple(t.triggers(before, after, policy.rules)),
        clocks=tuple(t.clocks(before, after)),
        levels=tuple(t.levels(before, after, policy.rules)),
        people=tuple(t.people(before, after)),
        differences=tuple(sorted(tally.differences, key=_number)),
    )


def _number(difference: ReplayDifference) -> int:
    return number_in(difference.decision.ticket)
