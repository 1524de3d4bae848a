"""On call: who takes a team's tickets at an instant, and until when."""

from datetime import datetime

import msgspec

from escalate_cli.domain.policy.duty.on_duty import changes_at, on_duty
from escalate_cli.domain.policy.people import Team
from escalate_cli.usecases.context import Context
from escalate_cli.usecases.verbs.policy_words import one_of


class Duty(msgspec.Struct, frozen=True, kw_only=True):
    """A team's answer: who, until when, and why them.

    Attributes:
        people: where nobody is on duty, everybody who could be.
        until: the end of the turn, or of the team's hours; nothing where neither ends.
        layer: what says so, as `duty[2]` of the file, of the team or of the one that stands in, or
            `change 7` of the store.
    """

    team: str
    people: tuple[str, ...]
    until: datetime | None
    note: str
    layer: str


def on_call(context: Context, team: str | None, at: datetime) -> list[Duty]:
    """Say who takes the tickets of a team, or of every team, at an instant."""
    with context.store.read() as view:
        context.standing.meet(view)
    return duties(context, team, at)


def duties(context: Context, team: str | None, at: datetime) -> list[Duty]:
    """Say the same by a store that was read already."""
    known = context.people.teams
    names = [one_of(team, known, "team")] if team else list(known)
    return [_duty(context, known[name], at) for name in names]


def _duty(context: Context, team: Team, at: datetime) -> Duty:
    found = on_duty(team, context.people, at)
    return Duty(
        team=team.id,
        people=found.people or team.members,
        until=changes_at(team, context.people, at),
        note=found.note,
        layer=found.layer,
    )
