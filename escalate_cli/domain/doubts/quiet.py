"""Doubts about quiet hours: those that hold back the only message about a clock."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from escalate_cli.domain.doubts.clocks import Timed, rows_in_force, timed
from escalate_cli.domain.doubts.ladders import crew_of
from escalate_cli.domain.doubts.possible import Possible
from escalate_cli.domain.policy.doubt import Doubt
from escalate_cli.domain.policy.finding_code import FindingCode
from escalate_cli.domain.policy.people import Quiet
from escalate_cli.domain.policy.policy import Policy
from escalate_cli.domain.policy.rules import Level
from escalate_cli.domain.policy.sections.conditions import Condition, When

AHEAD = timedelta(weeks=4)
"""So long hours are compared; they recur weekly, and holidays are no matter here."""


def doubts(policy: Policy, possible: Possible, since: datetime) -> Iterator[Doubt]:
    """Yield rules that nobody hears while a clock runs, as all have quiet hours then."""
    for each in timed(policy.rules):
        audiences = _audiences(each, policy, possible)
        if any(_is_swallowed(each, *found, policy, possible, since) for found in audiences):
            yield Doubt(
                ("triggers", each.place, "notify"),
                FindingCode.QUIET_SWALLOWS,
                f"quiet hours hold back the only message of trigger '{each.rule.name}', while"
                f" {each.clock} goes on",
                "let quiet hours say unless, or notify somebody else as well",
            )


def _audiences(
    each: Timed, policy: Policy, possible: Possible
) -> Iterator[tuple[When, list[Quiet]]]:
    """Yield the quiet hours of all whom a rule tells, where each of them has some.

    Whom `owner` and `team` mean is another one at each level.
    """
    if each.rule.escalate or not each.rule.notify:
        return
    for at, level in _places(each, policy, possible):
        names = [who for name in each.rule.notify for who in _behind(name, level, policy)]
        known = [policy.people.people.get(name) for name in names]
        hours = [policy.people.quiet_of(person) if person else None for person in known]
        if hours and None not in hours:
            yield at, [quiet for quiet in hours if quiet]


def _places(each: Timed, policy: Policy, possible: Possible) -> Iterator[tuple[When, Level | None]]:
    """Yield where a ticket may be when a rule speaks, if that says whom it tells."""
    if not {"owner", "team"}.intersection(each.rule.notify):
        yield When(), None
        return
    for level in policy.rules.functional:
        here = When((Condition(field="level", values=(level.id,)),))
        if possible.any([each.rule.when, here]):
            yield here, level


def _behind(name: str, held: Level | None, policy: Policy) -> Iterator[str]:
    """Yield everybody who may stand behind a name of `notify`."""
    people, level = policy.people, policy.rules.level(name)
    if name in {"owner", "team"} and held is not None:
        yield from crew_of(held, people)
    elif level is not None:
        yield from crew_of(level, people)
    elif name in people.teams and name not in people.people:
        yield from people.teams[name].members
    else:
        yield name


def _is_swallowed(
    each: Timed, at: When, quiet: list[Quiet], policy: Policy, possible: Possible, since: datetime
) -> bool:
    """Tell whether for some ticket all are quiet at an instant at which its clock runs."""
    excepted = [hours.unless for hours in quiet if hours.unless is not None]
    for row in rows_in_force(policy.rules, each.clock, each.rule.when, possible):
        tickets = [each.rule.when, row.rule.when, at]
        if possible.any(tickets, (*row.above, *excepted)):
            calendar = policy.rules.calendar(row.rule.calendar)
            opens = [policy.people.calendar(hours.outside) for hours in quiet]
            told = [span for cal in opens for span in cal.windows(since, since + AHEAD)]
            if not _lies_within(calendar.windows(since, since + AHEAD), sorted(told)):
                return True
    return False


def _lies_within(
    spans: Sequence[tuple[datetime, datetime]], others: Sequence[tuple[datetime, datetime]]
) -> bool:
    """Tell whether every span is covered by others, which are in order of their beginning."""
    for begins, ends in spans:
        covered = begins
        for since, until in others:
            if since <= covered < until:
                covered = until
        if covered < ends:
            return False
    return True
