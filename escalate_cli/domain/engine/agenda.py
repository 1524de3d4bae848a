"""What is waiting to be decided on a ticket, now and later."""

from collections.abc import Iterator, Sequence
from datetime import datetime

import msgspec
from msgspec.structs import replace

from escalate_cli.domain.engine.breaches import breaches, breaking
from escalate_cli.domain.engine.episode_numbers import DecidedEpisodes, numbered
from escalate_cli.domain.engine.episodes import RuleEpisodes, episodes_of_rules
from escalate_cli.domain.engine.holds import held_by
from escalate_cli.domain.engine.intervals import Finding
from escalate_cli.domain.engine.repeats import repeat_numbers
from escalate_cli.domain.policy.people import People
from escalate_cli.domain.policy.rules import Rule
from escalate_cli.domain.ticket.action import Action
from escalate_cli.domain.ticket.held import Held
from escalate_cli.domain.ticket.history import History
from escalate_cli.domain.ticket.key import Key
from escalate_cli.domain.ticket.ladder import SKILLED, destination
from escalate_cli.domain.ticket.stale_acknowledgement import stale_at
from escalate_cli.domain.ticket.ticket import Status
from escalate_cli.domain.ticket.timeline import Step


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """One rule's finding in one episode: what a decision is about.

    Attributes:
        key: of the finding itself.
        order: the place of the rule in the policy.
    """

    key: Key
    rule: Rule
    order: int
    finding: Finding


class Due(msgspec.Struct, frozen=True, kw_only=True):
    """A case that has not been decided.

    Attributes:
        since: when its condition became, or will become, true, or when a reminder falls due.
        first: the same, or where reminders were missed, when the first of them fell due.
        repeat: 0 for the finding itself, k for the k-th reminder.
        is_over: the ticket is resolved, so that it tells and does nothing else.
        again: it was decided, but found nobody, and would find somebody today.
        holds: whether it is still true.
        held: what held it back since, or still does.
    """

    key: str
    case: Case
    since: datetime
    first: datetime
    repeat: int
    holds: bool
    is_over: bool = False
    again: bool = False
    held: Held | None = None

    @property
    def is_held(self) -> bool:
        """Tell whether it can be neither decided nor dropped for now."""
        return self.held is not None and self.held.until is None

    @property
    def may_act(self) -> bool:
        """Tell whether it may move or change the ticket; what is over, or repeated, never does."""
        return self.holds and not self.repeat and not self.is_over

    @property
    def order(self) -> tuple[datetime, int, int]:
        """Return what it is decided in the order of."""
        return self.since, self.case.order, self.repeat


class Agenda:
    """What the policy has to decide on one ticket, by the people of today.

    To look costs more than all else that the engine does, and one command looks again and again:
    what was found is kept until an event may make or end an episode, or more is decided.
    """

    def __init__(self, history: History, people: People) -> None:
        self.history, self.people = history, people
        self._decided = DecidedEpisodes(history)
        self._episodes: dict[datetime | None, list[RuleEpisodes]] = {}
        self._open: dict[datetime, list[Due]] = {}
        self._looked_at = (history.revision, len(history.fired))

    def cases(self, now: datetime) -> Iterator[Case]:
        """Yield the cases of every rule, cycle by cycle and rule by rule."""
        decided = self._decided.by_rule()
        ticket_id = self.history.ticket.id
        for found in self._episodes_by(now):
            rule, cycle = found.rule, found.cycle
            numbers = numbered(found.episodes, decided.get((cycle, rule.key_name), ()))
            for number, finding in zip(numbers, found.findings, strict=True):
                key = Key(ticket_id, cycle, rule.key_name, str(number))
                yield Case(key=key, rule=rule, order=found.order, finding=finding)

    def undecided(self, now: datetime) -> Sequence[Due]:
        """Return what is not decided yet, past and to come, in the order it falls due."""
        return [due for due in self._open_by(now) if not due.is_held]

    def held(self, now: datetime) -> Sequence[Due]:
        """Return what is true and cannot be decided, because its clock stands still."""
        return [due for due in self._open_by(now) if due.is_held]

    def _open_by(self, now: datetime) -> list[Due]:
        self._forget()
        if now not in self._open:
            self._open[now] = sorted(self._undecided_by(now), key=lambda due: due.order)
        return self._open[now]

    def instants(self, after: datetime, *, again: bool = True) -> Iterator[datetime]:
        """Yield the instants at which the policy has something to do, if nobody acts.

        One that is earlier than `after` is due already. Those that are found easily come first.

        Args:
            after: from when on nobody acts.
            again: with what found nobody, and would find somebody by the people of today.
        """
        ticket = self.history.ticket
        pending = ticket.pending_approval
        granted_at = pending.auto_at if pending else None
        others = (ticket.waiting_until, closes_at(self.history), stale_at(self.history), granted_at)
        yield from breaking(self.history)
        yield from (at for at in others if at is not None)
        yield from (breach.breached_at for breach in breaches(self.history, ticket.latest_at))
        yield from (due.first for due in self.undecided(after) if again or not due.again)

    def _forget(self) -> None:
        """Forget what an event since the last look may have changed."""
        looks_at = (self.history.revision, len(self.history.fired))
        if self._looked_at[0] != looks_at[0]:
            self._episodes.clear()
        if self._looked_at != looks_at:
            self._open.clear()
            self._looked_at = looks_at

    def _episodes_by(self, now: datetime) -> list[RuleEpisodes]:
        """Return every rule that has a case; a decision alone makes no other."""
        self._forget()
        history = self.history
        woken = history.ticket.wait_ended_at(now)
        if woken not in self._episodes:
            rules = history.rules.triggers
            self._episodes[woken] = episodes_of_rules(history.steps_until(now), rules, self.people)
        return self._episodes[woken]

    def _undecided_by(self, now: datetime) -> Iterator[Due]:
        imported_at = self.history.ticket.imported_at
        for case in self.cases(now):
            until = case.finding.until
            if imported_at is not None and until is not None and until <= imported_at:
                continue
            due = _next(case, self.history, now, self.people)
            if due is not None:
                yield due


def _next(case: Case, history: History, now: datetime, people: People) -> Due | None:
    """Return the finding itself, or else another attempt at it, or its next reminder."""
    key, fired = str(case.key), history.fired
    first = fired.get(key)
    holds = case.finding.holds_at(now) or case.finding.since > now
    if first is None:
        since = case.finding.since
        held = _held(case, history, now)
        if held is not None and held.until is not None and held.until <= since:
            held = None
        return Due(
            key=key,
            case=case,
            since=since,
            first=since,
            repeat=0,
            holds=holds,
            is_over=not history.ticket.is_active,
            held=held,
        )
    if first.action == Action.UNANSWERED and case.finding.holds_at(now):
        again = _again(case, history, people)
        if again is not None:
            return again
    repeat = case.rule.repeat
    if repeat is None or not holds or first.action == Action.LAPSED:
        return None
    stem = case.key.stem
    last = next(fired[key].at for key in reversed(fired) if key.startswith(stem))
    held = _held(case, history, now)
    if held is not None:
        if held.until is None:
            return None
        last = max(last, held.until)
    k, following = repeat_numbers(repeat, case.finding.since, last, now)
    since = case.finding.since + k * repeat.every
    missed_since = case.finding.since + following * repeat.every
    until = case.finding.until
    if (repeat.times is not None and k > repeat.times) or (until is not None and since >= until):
        return None
    key = str(case.key.reminder(k))
    return Due(key=key, case=case, since=since, first=missed_since, repeat=k, holds=holds)


def _held(case: Case, history: History, now: datetime) -> Held | None:
    """Return what held a finding that has come true; to look goes through the ticket's steps."""
    finding = case.finding
    return held_by(history, finding.clock, now) if finding.since <= now else None


def _again(case: Case, history: History, people: People) -> Due | None:
    """Return another attempt at a finding for which nobody was found, once people have changed.

    They have where somebody would be found from the level of then. From that of now alone there
    may be somebody because a person returned the ticket, and a rule does not undo that.
    """
    number, last = 2, history.fired[str(case.key)]
    while (later := history.fired.get(str(case.key.attempt(number)))) is not None:
        number, last = number + 1, later
    ticket, rules, asked = history.ticket, history.rules, case.rule.escalate
    if last.action != Action.UNANSWERED or asked != SKILLED:
        return None
    for level in {last.origin or ticket.level, ticket.level}:
        if destination(asked, replace(ticket, level=level), rules, people) is None:
            return None
    key, since = str(case.key.attempt(number)), case.finding.since
    return Due(key=key, case=case, since=since, first=since, repeat=0, holds=True, again=True)


def closes_at(history: History) -> datetime | None:
    """Return when a resolved ticket closes by itself: not while an answer is owed on it."""
    ticket = history.ticket
    after = history.rules.close_after
    if ticket.status is not Status.RESOLVED or after is None or ticket.awaits_answer:
        return None
    return after.from_(_last_word_at(history.steps), history.rules.calendar)


def _last_word_at(steps: Sequence[Step]) -> datetime:
    """Return when the team said its last public word; the resolution is one.

    Words of no party were recorded when only the resolution was.
    """
    return next(
        step.at
        for step in reversed(steps)
        if (event := step.event) is not None
        and (event.is_solution or (event.is_answer and event.party is not None))
    )
