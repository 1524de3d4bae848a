"""Duty that people take over or swap: said for the team, and taken back like any change."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

import msgspec

from escalate_cli.domain.policy.duty.on_duty import Span, changes_at, on_duty, span_at
from escalate_cli.domain.policy.duty.reachable import passed_over
from escalate_cli.domain.policy.people import People, Team
from escalate_cli.domain.policy.standing import (
    DutyOverridden,
    DutySwapped,
    in_effect,
    with_standing,
)
from escalate_cli.domain.time.instant_parsing import format_instant
from escalate_cli.errors import NotAllowedError, UsageError
from escalate_cli.usecases.context import Context
from escalate_cli.usecases.ports import Transaction
from escalate_cli.usecases.verbs import input_validation
from escalate_cli.usecases.verbs.policy_words import one_of

AHEAD = timedelta(weeks=52)
"""How far from the first turn the other one of a swap is looked for."""


class DutyTaken(msgspec.Struct, frozen=True, kw_only=True):
    """Who takes whose duty from when until when, by which change.

    Attributes:
        missed: why another one is told instead of them; nothing where they can be told.
    """

    team: str
    person: str
    instead_of: tuple[str, ...]
    since: datetime
    until: datetime
    change: int
    message: str
    missed: str


def override(
    context: Context,
    team: str,
    person: str,
    since: datetime | None,
    until: datetime,
    message: str = "",
) -> list[DutyTaken]:
    """Let somebody have a team's duty for a while, from now on if no beginning is given."""
    entry = DutyOverridden(
        team=one_of(team, context.people.teams, "team"),
        person=input_validation.person_of(person, context.people, context.by),
        from_at=context.now if since is None else since,
        until_at=until,
        message=input_validation.text_of(message),
        **context.stamp,
    )
    if entry.until_at <= entry.from_at:
        raise UsageError("the override ends before it begins", "give --until a later time")
    if entry.from_at < context.now:
        raise UsageError(
            "an override begins now or later: who was on duty stays as it was",
            "leave --from away, and it begins now",
        )

    def keep(tx: Transaction) -> list[DutyTaken]:
        team = context.people.teams[entry.team]
        before = on_duty(team, context.people, entry.from_at).people
        span = entry.from_at, entry.until_at
        return _entered(tx, entry, context.people, [(entry.person, before, span)])

    return context.change(keep)


def swap(
    context: Context, team: str, one: str, other: str, at: datetime, message: str = ""
) -> list[DutyTaken]:
    """Let two people have each other's turn: the one at an instant, and the next of the other."""
    name = one_of(team, context.people.teams, "team")
    pair = [input_validation.person_of(each, context.people, context.by) for each in (one, other)]
    if at < context.now:
        raise UsageError("a swap begins now or later", "give --at a time to come")
    if pair[0] == pair[1]:
        raise UsageError("nobody swaps with themselves", "name two people")

    def keep(tx: Transaction) -> list[DutyTaken]:
        swaps = list(_swaps_in(tx, name, context.now))
        people = with_standing(context.policy.people, swaps, context.now)
        plan = people.teams[name], people
        has, gets, turn = _turn_of(pair, *plan, at)
        first = max(turn[0], context.now), turn[1]
        among = [*_given_for(swaps, pair, at), (first[1], first[1] + AHEAD)]
        later = [(max(since, context.now), until) for since, until in among]
        second = next((x for span in later for x in _turns_of(gets, has, *plan, span)), None)
        if second is None:
            weeks = AHEAD.days // 7
            raise NotAllowedError(
                f"{gets} has no turn in team {name} within {weeks} weeks of that of {has}",
                f"escalate oncall {name} --override {gets} --from TIME --until TIME",
            )
        entry = DutySwapped(
            team=name,
            one=pair[0],
            other=pair[1],
            spans=(first, second),
            message=input_validation.text_of(message),
            **context.stamp,
        )
        return _entered(tx, entry, people, [(gets, (has,), first), (has, (gets,), second)])

    return context.change(keep)


def _swaps_in(tx: Transaction, team: str, now: datetime) -> Iterator[DutySwapped]:
    """Yield the swaps of a team that stand; a cover is no swap."""
    for entry in in_effect(tx.standing(), now):
        if isinstance(entry, DutySwapped) and entry.team == team:
            yield entry


def _given_for(swaps: Sequence[DutySwapped], pair: list[str], at: datetime) -> Iterator[Span]:
    """Yield for which turn two gave each other the one at an instant, the last time first."""
    for entry in reversed(swaps):
        if {entry.one, entry.other} == {*pair}:
            one, other = entry.spans
            for this, that in ((one, other), (other, one)):
                if this[0] <= at < this[1]:
                    yield that


def _turn_of(pair: list[str], team: Team, people: People, at: datetime) -> tuple[str, str, Span]:
    """Return which of two has the turn at an instant, the other one, and that turn."""
    crew, span = span_at(team, people, at)
    having = [person for person in pair if person in crew]
    if len(having) != 1:
        both = f"{pair[0]} and {pair[1]} are on duty together" if having else ""
        who = ", ".join(crew or on_duty(team, people, at).people) or "nobody"
        neither = f"neither {pair[0]} nor {pair[1]} is on duty"
        raise NotAllowedError(
            f"{both or neither} in team {team.id} at {format_instant(at)}: it is {who}",
            f"escalate oncall {team.id} --for 4w",
        )
    if span is None:
        raise NotAllowedError(
            f"the duty of {having[0]} in team {team.id} has no turns",
            f"escalate oncall {team.id} --override PERSON --from TIME --until TIME",
        )
    [has] = having
    [gets] = (person for person in pair if person != has)
    return has, gets, span


def _turns_of(
    person: str, without: str, team: Team, people: People, within: Span
) -> Iterator[Span]:
    """Yield the turns of somebody that begin within a time and that another one does not share."""
    at: datetime | None
    at, until = within
    while at is not None and at < until:
        crew, span = span_at(team, people, at)
        if span is not None and person in crew and without not in crew:
            yield max(span[0], at), span[1]
        at = changes_at(team, people, at)


def _entered(
    tx: Transaction,
    entry: DutyOverridden | DutySwapped,
    people: People,
    takes: list[tuple[str, tuple[str, ...], Span]],
) -> list[DutyTaken]:
    """Keep an entry, and return who takes whose duty by it."""
    tx.enter(entry)
    change = tx.standing()[-1].change
    return [
        DutyTaken(
            team=entry.team,
            person=person,
            instead_of=instead,
            since=since,
            until=until,
            change=change,
            message=entry.message,
            missed=passed_over(person, people),
        )
        for person, instead, (since, until) in takes
    ]
