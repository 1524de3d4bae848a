"""Roster: who has a team's duty over a time, how many hours that makes, and where nobody has it."""

from datetime import datetime, timedelta

import msgspec

from escalate_cli.domain.policy.duty.roster import (
    ZERO,
    DutySpan,
    Load,
    added_up,
    load_of,
    stretches,
)
from escalate_cli.domain.policy.people import Team
from escalate_cli.domain.time.duration import format_duration
from escalate_cli.errors import UsageError
from escalate_cli.usecases.context import Context
from escalate_cli.usecases.verbs.policy_words import one_of

LONGEST = timedelta(weeks=104)
"""Nobody plans further ahead."""


class Shift(msgspec.Struct, frozen=True):
    """A stretch of the roster, and what of it is at night and on a weekend."""

    stretch: DutySpan
    load: Load


class Roster(msgspec.Struct, frozen=True, kw_only=True):
    """One team over a time.

    Attributes:
        shifts: without a hole between; nobody is on duty in some.
        loads: by person, the most hours first.
        gap: how long nobody is on duty in all.
    """

    team: str
    since: datetime
    until: datetime
    shifts: tuple[Shift, ...]
    loads: tuple[tuple[str, Load], ...]
    gap: timedelta


def rosters(context: Context, team: str | None, since: datetime, within: timedelta) -> list[Roster]:
    """Say who has the duty of a team, or of every team, for a while."""
    if not ZERO < within <= LONGEST:
        longest = format_duration(LONGEST)
        raise UsageError(f"a roster is of more than no time, and at most of {longest}", "--for 4w")
    with context.store.read() as view:
        context.standing.meet(view)
    known = context.people.teams
    names = [one_of(team, known, "team")] if team else list(known)
    return [_roster(context, known[name], since, since + within) for name in names]


def _roster(context: Context, team: Team, since: datetime, until: datetime) -> Roster:
    zone = context.people.timezone
    found = list(stretches(team, context.people, since, until))
    shifts = [(each, load_of(each.since, each.until, zone)) for each in found]
    by_hours = sorted(added_up(shifts).items(), key=lambda each: (-each[1].time, each[0]))
    return Roster(
        team=team.id,
        since=since,
        until=until,
        shifts=tuple(Shift(*each) for each in shifts),
        loads=tuple(by_hours),
        gap=sum((each.length for each in found if not each.duty.people), ZERO),
    )
