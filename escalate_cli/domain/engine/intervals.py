"""One cycle of a ticket as stretches of time in which nothing changed."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from itertools import groupby

import msgspec
from msgspec.structs import replace

from escalate_cli.domain.policy.people import People
from escalate_cli.domain.policy.rules import Rules
from escalate_cli.domain.ticket.ticket import Ticket
from escalate_cli.domain.ticket.timeline import Step


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """A condition that holds, held or will hold if nobody acts.

    An example is the clock `acknowledge` of T-1, used up `since` 09:00. Cron may look at 09:31: it
    still says 09:00, and is decided once under its key, `T-1:1:unacknowledged:1:0`.

    Attributes:
        since: the instant it became true.
        until: the instant it was over, exclusive; nothing while it has no end in sight.
        reason: the sentence for people.
        cause: findings of one cause are one episode, though they come and go with the level.
        clock: the clock that it is about, if it is about one; `began` when that run of it began.
    """

    since: datetime
    until: datetime | None
    reason: str = ""
    cause: str = ""
    clock: str | None = None
    began: datetime | None = None

    def holds_at(self, now: datetime) -> bool:
        """Tell whether it is true at an instant."""
        return self.since <= now and (self.until is None or now < self.until)


class Stretch(msgspec.Struct, frozen=True):
    """Half-open time in which the ticket's fields did not change."""

    since: datetime
    until: datetime | None
    ticket: Ticket
    rules: Rules


class Cycle(msgspec.Struct, frozen=True):
    """From the log, or a reopening, to the resolution, as the people of today look at it.

    Attributes:
        rules: those of the version of the policy that looks at it.
        afterwards: the time from its resolution on, if there was a word of the requester's side.
        reports: when it was reported under its key, and how often in each of these moments.
        horizon: nobody asks for what comes true after it, if it has one: that may be left out.
    """

    number: int
    stretches: tuple[Stretch, ...]
    people: People
    rules: Rules
    afterwards: tuple[Stretch, ...] = ()
    reports: tuple[tuple[datetime, int], ...] = ()
    horizon: datetime | None = None

    @property
    def since(self) -> datetime:
        """Return when it began."""
        return self.stretches[0].since

    @property
    def whole(self) -> Finding:
        """Return all of its time, without a reason."""
        return Finding(since=self.since, until=self.stretches[-1].until)

    def spans(self, holds: Callable[[Ticket], bool]) -> Iterator[Finding]:
        """Yield each unbroken time in which something is true of the ticket."""
        for true, group in groupby(self.stretches, key=lambda s: holds(s.ticket)):
            if true:
                stretches = list(group)
                yield Finding(since=stretches[0].since, until=stretches[-1].until)

    def to_the_end(self) -> "Cycle":
        """Return it with all that came after the resolution."""
        if not self.afterwards:
            return self
        return replace(self, stretches=(*self.stretches, *self.afterwards), afterwards=())

    def by_policy(self) -> list["Cycle"]:
        """Cut the cycle where another version of the policy came into force."""
        parts = (group for _, group in groupby(self.stretches, key=lambda s: s.rules.id))
        return [Cycle(self.number, tuple(s), self.people, s[0].rules) for s in map(list, parts)]


def cycles(steps: Sequence[Step], people: People, horizon: datetime | None = None) -> list[Cycle]:
    """Cut a history into cycles, leaving out what was in force for no time.

    Where that is all up to the resolution, it is left out only if nobody asked for more.
    """
    found = [_cycle(list(group), people) for _, group in groupby(_pairs(steps), _number)]
    reports = _reports(steps)
    return [
        replace(c, reports=reports.get(c.number, ()), horizon=horizon)
        for c in found
        if c is not None
    ]


_Pair = tuple[Step, Step | None]


def _pairs(steps: Sequence[Step]) -> Iterator[_Pair]:
    return zip(steps, [*steps[1:], None], strict=True)


def _reports(steps: Sequence[Step]) -> dict[int, tuple[tuple[datetime, int], ...]]:
    """Return the reports of each cycle; one that reopens is the first of what it begins."""
    found: dict[int, list[tuple[datetime, int]]] = {}
    for step, following in _pairs(steps):
        times = step.event.reports if step.event is not None else 0
        if times:
            event = following.event if following and following.at == step.at else None
            begins = event is not None and event.begins_cycle
            found.setdefault(step.ticket.cycle + begins, []).append((step.at, times))
    return {cycle: tuple(reports) for cycle, reports in found.items()}


def _number(pair: _Pair) -> int:
    return pair[0].ticket.cycle


def _cycle(pairs: Sequence[_Pair], people: People) -> Cycle | None:
    begun, _ = pairs[0]
    worked: list[Stretch] = []
    afterwards: list[Stretch] = []
    for step, following in pairs:
        until = following.at if following else None
        if until != step.at:
            stretches = worked if step.ticket.is_active else afterwards
            stretches.append(Stretch(step.at, until, step.ticket, step.rules))
    if not any(stretch.ticket.awaits_answer for stretch in afterwards):
        afterwards.clear()
    elif not worked:
        worked.append(Stretch(begun.at, begun.at, begun.ticket, begun.rules))
    if not worked:
        return None
    number, rules = begun.ticket.cycle, worked[-1].rules
    return Cycle(number, tuple(worked), people, rules, tuple(afterwards))


def both(one: Finding, other: Finding) -> Finding | None:
    """Return the time in which both hold, with the words of the first."""
    since, until = max(one.since, other.since), one.until
    if other.until is not None:
        until = other.until if until is None else min(until, other.until)
    if until is not None and until <= since:
        return None
    is_whole = since is one.since and until is one.until  # most often
    return one if is_whole else replace(one, since=since, until=until)
