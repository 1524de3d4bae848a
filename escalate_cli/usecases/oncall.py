"""Who takes a team's tickets at an instant, and until when."""

from datetime import datetime

import msgspec

from escalate_cli.domain.policy import Team
from escalate_cli.domain.rota import turn_at
from escalate_cli.domain.routing import team_route
from escalate_cli.usecases import words
from escalate_cli.usecases.desk import Desk


class Duty(msgspec.Struct, frozen=True, kw_only=True):
    """A team's answer: who, until when, and why them.

    Attributes:
        until: the end of the turn; nothing where the team has no rota.
    """

    team: str
    people: tuple[str, ...]
    until: datetime | None
    note: str


def on_call(desk: Desk, team: str | None, at: datetime) -> list[Duty]:
    """Say who takes the tickets of a team, or of every team, at an instant."""
    known = desk.policy.teams
    names = [words.one_of(team, known, "team")] if team else list(known)
    return [_duty(desk, known[name], at) for name in names]


def _duty(desk: Desk, team: Team, at: datetime) -> Duty:
    led = team_route(team, desk.policy, at)
    turn = turn_at(team.on_call, at) if team.on_call else None
    is_theirs = turn is not None and led.told == (turn.person,)
    return Duty(
        team=team.id,
        people=led.told,
        until=turn.until if turn is not None and is_theirs else None,
        note=led.note,
    )
