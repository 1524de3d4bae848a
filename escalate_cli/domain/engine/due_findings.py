"""What is due of one finding: the finding itself, another attempt at it, or its next reminder."""

from collections.abc import Iterator
from datetime import datetime

import msgspec
from msgspec.structs import replace

from escalate_cli.domain.engine.episode_numbers import Decided, numbered
from escalate_cli.domain.engine.episodes import RuleEpisodes
from escalate_cli.domain.engine.holds import held_by, is_put_aside, rest_of
from escalate_cli.domain.engine.intervals import Finding
from escalate_cli.domain.engine.maintenance import Silence
from escalate_cli.domain.engine.repeats import repeat_numbers, speaks_from
from escalate_cli.domain.policy.people import People
from escalate_cli.domain.policy.rules import Rule
from escalate_cli.domain.policy.sections.repeat import Repeat
from escalate_cli.domain.ticket.held import Held
from escalate_cli.domain.ticket.history import History
from escalate_cli.domain.ticket.key import Key
from escalate_cli.domain.ticket.ladder import SKILLED, destination


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


def cases_of(found: RuleEpisodes, ticket_id: str, decided: Decided) -> Iterator[Case]:
    """Yield the cases of one rule in one cycle, in the order of time."""
    rule, cycle = found.rule, found.cycle
    numbers = numbered(found.episodes, decided.get((cycle, rule.key_name), ()))
    for number, finding in zip(numbers, found.findings, strict=True):
        key = Key(ticket_id, cycle, rule.key_name, str(number))
        yield Case(key=key, rule=rule, order=found.order, finding=finding)


class Due(msgspec.Struct, frozen=True, kw_only=True):
    """A case that has not been decided.

    Attributes:
        since: when its condition became, or will become, true, or when a reminder falls due.
        first: when it can be decided first: where reminders were missed, as the first of them.
        repeat: 0 for the finding itself, k for the k-th reminder.
        is_over: the ticket is resolved, so that it tells and does nothing else.
        again: it was decided, but found nobody, and would find somebody today.
        holds: whether it is still true.
        held: what held it back since, or still does.
        is_held: whether it can be neither decided nor dropped for now.
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
    is_held: bool = False

    @property
    def decidable_at(self) -> Iterator[datetime]:
        """Yield when it can be decided first, if anybody knows."""
        if not self.is_held:
            yield self.first
        elif self.held is not None and self.held.until is not None:
            yield self.held.until

    @property
    def may_act(self) -> bool:
        """Tell whether it may move or change the ticket; what is over, or repeated, never does."""
        return self.holds and not self.repeat and not self.is_over

    @property
    def order(self) -> tuple[datetime, int, int]:
        """Return what it is decided in the order of."""
        return self.since, self.case.order, self.repeat


def next_due(
    case: Case, history: History, now: datetime, people: People, silence: Silence
) -> Due | None:
    """Return the finding itself, or else another attempt at it, or its next reminder."""
    key, finding = str(case.key), case.finding
    first = history.fired.get(key)
    if first is None:
        return _undecided(key, case, history, now, silence)
    holds = finding.holds_at(now)
    if holds and first.found_nobody:
        again = _again(case, history, people)
        if again is not None:
            held = rest_of(history, finding, silence, now)
            return replace(again, held=held, is_held=held is not None and held.is_on(now))
    if case.rule.repeat is None or first.has_lapsed:
        return None
    return _reminder(case, case.rule.repeat, history, now, silence)


def _undecided(key: str, case: Case, history: History, now: datetime, silence: Silence) -> Due:
    finding = case.finding
    held, is_to_come = held_by(history, finding, silence, now), finding.since > now
    return Due(
        key=key,
        case=case,
        since=finding.since,
        first=held.until if is_to_come and held and held.until else finding.since,
        repeat=0,
        holds=is_to_come or finding.holds_at(now) or is_put_aside(history, finding),
        is_over=not history.ticket.is_active,
        held=held,
        is_held=held is not None and not is_to_come and held.is_on(now),
    )


def _reminder(
    case: Case, repeat: Repeat, history: History, now: datetime, silence: Silence
) -> Due | None:
    """Return the next reminder of a finding that was decided; those of a silence are skipped."""
    finding = case.finding
    last = speaks_from(repeat, history.spoke_at[case.key.stem], history.ticket)
    if last is None or (not finding.holds_at(now) and finding.since <= now):
        return None
    held = rest_of(history, finding, silence, now)
    if held is not None:
        if held.until is None:
            return None
        last = max(last, held.until)
    k, following = repeat_numbers(repeat, finding.since, last, now)
    while (to_come := silence.at(finding.since + k * repeat.every)) and to_come.until:
        k, following = repeat_numbers(repeat, finding.since, to_come.until, now)
    since = finding.since + k * repeat.every
    missed_since = finding.since + following * repeat.every
    until = finding.until
    if (repeat.times is not None and k > repeat.times) or (until is not None and since >= until):
        return None
    key = str(case.key.reminder(k))
    return Due(key=key, case=case, since=since, first=missed_since, repeat=k, holds=True)


def _again(case: Case, history: History, people: People) -> Due | None:
    """Return another attempt at a finding for which nobody was found, once people have changed.

    They have where somebody would be found from the level of then. From that of now alone there
    may be somebody because a person returned the ticket, and a rule does not undo that.
    """
    number, last = 2, history.fired[str(case.key)]
    while (later := history.fired.get(str(case.key.attempt(number)))) is not None:
        number, last = number + 1, later
    ticket, rules, asked = history.ticket, history.rules, case.rule.escalate
    if not last.found_nobody or asked != SKILLED:
        return None
    for level in {last.origin or ticket.level, ticket.level}:
        if destination(asked, replace(ticket, level=level), rules, people) is None:
            return None
    key, since = str(case.key.attempt(number)), case.finding.since
    return Due(key=key, case=case, since=since, first=since, repeat=0, holds=True, again=True)
