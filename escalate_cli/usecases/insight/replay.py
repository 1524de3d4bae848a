"""Replay recorded tickets under another policy: what would have gone differently."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from functools import cache
from itertools import chain

import msgspec

from escalate_cli.domain.figures.replay_figures import ReplayFigures, ReplayTally, compared
from escalate_cli.domain.figures.report_figures import Period
from escalate_cli.domain.policy.people import People
from escalate_cli.domain.policy.policy import Policies, Policy
from escalate_cli.domain.replay.differences import ReplayDifference, differences
from escalate_cli.domain.replay.simulate import ReplayedTicket, beside
from escalate_cli.domain.replay.simulate import simulate as retell
from escalate_cli.domain.ticket.ticket import Ticket, number_in
from escalate_cli.errors import DamagedHistoryError
from escalate_cli.usecases.context import Context, events_of
from escalate_cli.usecases.insight.query import Candidate, Query
from escalate_cli.usecases.insight.report import is_withdrawn, must_end_after_it_begins
from escalate_cli.usecases.ports import ProgressWatch, View
from escalate_cli.usecases.verbs import ticket_ids

LEFT_OUT = ("outside", "unmatched", "withdrawn", "damaged")
"""Why a ticket is not told anew: logged at another time; not asked for; logged by mistake; a
history that cannot be read.
"""


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
        left_out: how many were not told anew, by reason.
        facts: what people did; `moot` of it had nothing to do, `elsewhere` met the ticket at
            another level; `unasked` moves would have needed somebody's yes.
    """

    now: datetime
    scope: Scope
    policy: Policy
    against: Policy | None
    checked_at: datetime | None
    tickets: int
    differ: int
    imported: int
    left_out: Mapping[str, int]
    facts: int
    moot: int
    elsewhere: int
    unasked: int
    figures: ReplayFigures
    differences: tuple[ReplayDifference, ...]


class _Tellings:
    """Counts tickets as they go by; of each only what differs is kept."""

    def __init__(
        self, context: Context, policies: Policies, policy: Policy, against: Policy | None
    ) -> None:
        self._context, self._policies = context, policies
        self._policy, self._against = policy, against
        self.count = Counter[str]()
        self.left_out = Counter(dict.fromkeys(LEFT_OUT, 0))
        self.before, self.after = ReplayTally(), ReplayTally()
        self.differences: list[ReplayDifference] = []

    def add(self, told: ReplayedTicket) -> None:
        """Count one ticket, in both tellings."""
        before = self._against or self._policies(told.before.ticket.policy)
        known = _named_by(before.people, self._policy.people)
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


def _named_by(*each: People) -> Callable[[str], bool]:
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
    must_end_after_it_begins(scope.period)
    view = context.read()
    checked_at = context.store.last_check_at()
    policies = cache(context.policies(view))
    tally = _Tellings(context, policies, policy, against)
    tickets = (
        map(view.ticket, ticket_ids.numbers_of(scope.ids))
        if scope.ids
        else _asked(context, view, scope, tally, watch)
    )
    for ticket in tickets:
        try:
            events = events_of(view, ticket.number)
            if is_withdrawn(events):
                tally.left_out["withdrawn"] += 1
                continue
            told = retell(events, policies, policy, context.now, checked_at)
            if against is not None:
                told = beside(told, retell(events, policies, against, context.now, checked_at))
        except DamagedHistoryError:
            tally.left_out["damaged"] += 1
        else:
            tally.add(told)
            tally.count["imported"] += ticket.imported_at is not None
    return _replay(context, policy, against, checked_at, scope, tally)


def _asked(
    context: Context, view: View, scope: Scope, tally: _Tellings, watch: ProgressWatch | None
) -> Iterator[Ticket]:
    """Yield the tickets that are told anew, and count the others."""
    tickets: Iterable[Ticket] = chain(view.search(), view.archived())
    for ticket in watch(tickets, view.highest()) if watch else tickets:
        if not scope.period.since <= ticket.logged_at < scope.period.until:
            tally.left_out["outside"] += 1
        elif scope.query.matches(Candidate(context, view, ticket)):
            yield ticket
        else:
            tally.left_out["unmatched"] += 1


def _replay(
    context: Context,
    policy: Policy,
    against: Policy | None,
    checked_at: datetime | None,
    scope: Scope,
    tally: _Tellings,
) -> Replay:
    counts = ("tickets", "differ", "imported", "facts", "moot", "elsewhere", "unasked")
    return Replay(
        now=context.now,
        scope=scope,
        policy=policy,
        against=against,
        checked_at=checked_at,
        left_out=tally.left_out,
        figures=compared(tally.before, tally.after, policy.rules),
        differences=tuple(sorted(tally.differences, key=_number)),
        **{name: tally.count[name] for name in counts},
    )


def _number(difference: ReplayDifference) -> int:
    return number_in(difference.decision.ticket)
