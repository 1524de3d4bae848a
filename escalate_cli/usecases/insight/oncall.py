"""On call: who takes a team's tickets at an instant, and until when."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import msgspec

from escalate_cli.domain.policy.duty_plan import begins_at, turn_at
from escalate_cli.domain.policy.people import Team
from escalate_cli.domain.policy.routing import team_route
from escalate_cli.usecases.unit_of_work import Context
from escalate_cli.usecases.verbs import input_validation

LONG = timedelta(days=31)
"""Hours that do not end within that time are as good as always."""


class Duty(msgspec.Struct, frozen=True, kw_only=True):
    """A team's answer: who, until when, and why them.

    Attributes:
        until: the end of the turn, or of the team's hours; nothing where neither ends.
    """

    team: str
    people: tuple[str, ...]
    until: datetime | None
    note: str


def on_call(context: Context, team: str | None, at: datetime) -> list[Duty]:
    """Say who takes the tickets of a team, or of every team, at an instant."""
    known = context.people.teams
    names = [input_validation.one_of(team, known, "team")] if team else list(known)
    return [_duty(context, known[name], at) for name in names]


def _duty(context: Context, team: Team, at: datetime) -> Duty:
    led = team_route(team, context.people, at)
    ends = list(_ends(context, team, at))
    return Duty(team=team.id, people=led.told, until=min(ends, default=None), note=led.note)


def _ends(context: Context, team: Team, at: datetime) -> Iterator[datetime]:
    """Yield when the answer may become another one: the hours, or the turn, are over."""
    if team.hours is not None:
        hours = context.people.calendar(team.hours)
        if not hours.is_open(at):
            yield hours.next_opening(at)
            return
        closes_at = hours.windows(at, at + LONG)[0][1]
        if closes_at < at + LONG:
            yield closes_at
    if team.on_call is not None:
        turn = turn_at(team.on_call, at)
        yield turn.until if turn else begins_at(team.on_call, at)
