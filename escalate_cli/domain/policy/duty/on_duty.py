"""The duty plan of a team: layers, of which the last that is open and names somebody decides."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from itertools import groupby, pairwise
from operator import itemgetter
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from escalate_cli.domain.policy.duty.reachable import passed_over, reached_of
from escalate_cli.domain.policy.people import People, Team
from escalate_cli.domain.policy.sections.calendars import ALWAYS
from escalate_cli.domain.policy.sections.duty_layer import Every, Layer
from escalate_cli.domain.time.calendar import BusinessCalendar
from escalate_cli.domain.time.open_days import OpenDays

if TYPE_CHECKING:
    from escalate_cli.domain.policy.duty.turns import Turn

Span = tuple[datetime, datetime]

LONG = timedelta(days=31)
"""Hours that do not end within that time are as good as always."""


class OnDuty(msgspec.Struct, frozen=True, kw_only=True):
    """Who takes a team's tickets at an instant.

    Attributes:
        people: nobody where no layer is open and nobody stands in.
        team: whose plan or fallback names them.
        layer: where the layer of that plan is said which decides; nothing if nobody is on duty.
        note: why they are not the team's own people in turn.
    """

    people: tuple[str, ...] = ()
    team: str
    layer: str = ""
    note: str = ""


def layers_of(team: Team) -> tuple[Layer, ...]:
    """Return the layers of a team's plan; without one its members are always on duty."""
    return team.duty or (Layer(zone="UTC", people=team.members, source="members"),)


def on_duty(team: Team, people: People, at: datetime) -> OnDuty:
    """Say who has a team's duty: its plan, else who stands in, be it by a team's plan.

    Whom nothing reaches is passed over, unless nobody is left then.
    """
    return _said(list(_in_line(team, people, at)), people, at)


def answer(team: Team, people: People, at: datetime) -> tuple[OnDuty, datetime | None]:
    """Say who has a team's duty, and when the first instant is at which that may change."""
    line = list(_in_line(team, people, at))
    return _said(line, people, at), _until(line, people, at)


def changes_at(team: Team, people: People, at: datetime) -> datetime | None:
    """Return the first instant after one at which another answer may begin; nothing if never."""
    return _until(_in_line(team, people, at), people, at)


def _said(line: Sequence["_Asked"], people: People, at: datetime) -> OnDuty:
    notes: list[str] = []
    named = OnDuty(team=line[0].team.id)
    for number, asked in enumerate(line, 1):
        each, found = asked.team, _by_plan(asked, at)
        crew, why = reached_of(found.people, each, people)
        notes += [found.note, *why] if found.people else []
        if crew:
            return replace(found, people=crew, note=_joined(notes))
        named = found if found.people and not named.people else named
        notes += [] if found.people else [_nobody(each, people, at)]
        stands_in = _person(each, people)
        if number < len(line):
            notes[-1] += f": team {each.fallback} stands in"
        elif stands_in is None:
            notes[-1] += ", and nobody stands in"
        elif (missed := passed_over(stands_in, people)) and named.people:
            notes[-1] += f", and {missed}"
        else:
            notes[-1] += f": {stands_in} stands in"
            stood = OnDuty(people=(stands_in,), team=each.id, layer="fallback")
            return replace(stood, note=_joined([*notes, missed]))
    return replace(named, note=_joined(notes))


def _by_plan(asked: "_Asked", at: datetime) -> OnDuty:
    """Say whom a team's own plan names, with those who swapped; nobody where no layer is open."""
    team, decides, crew = asked.team, asked.decides, asked.crew
    if not decides:
        return OnDuty(team=team.id)
    layer, above = layers_of(team)[decides - 1], layers_of(team)[decides:]
    crew, swaps = _swapped(above, crew, at)
    note = _joined([layer.note, *(swap.note for swap in swaps)])
    last = swaps[-1] if swaps else layer
    return OnDuty(people=crew, team=team.id, layer=last.source, note=note)


def _until(line: Iterable["_Asked"], people: People, at: datetime) -> datetime | None:
    found = (_next_change(asked, people, at) for asked in line)
    return min((change for change in found if change), default=None)


def span_at(team: Team, people: People, at: datetime) -> tuple[tuple[str, ...], Span | None]:
    """Return whom a team's own plan names at an instant, and the turn in which it does.

    The turn goes on while the layer is closed for the night, and begins and ends with a swap of
    those who have it; without an end, or where another one stands in, there is none.
    """
    number, crew = _decided(team, people, at)
    if not number:
        return (), None
    layer, above = layers_of(team)[number - 1], layers_of(team)[number:]
    turn = turn_of(layer, people, at)
    since = max((x for x in (layer.from_at, turn and turn.since) if x), default=None)
    until = min((x for x in (layer.until_at, turn and turn.until) if x), default=None)
    if since is None or until is None:
        return _swapped(above, crew, at)[0], None
    swaps = (edge for x in above if x.swapped for edge in (x.from_at, x.until_at) if edge)
    edges = sorted({since, until, *(edge for edge in swaps if since < edge < until)})
    parts = [(_swapped(above, crew, span[0])[0], span) for span in pairwise(edges)]
    runs = [(names, [span for _, span in run]) for names, run in groupby(parts, itemgetter(0))]
    return next((names, (run[0][0], run[-1][1])) for names, run in runs if at < run[-1][1])


class _Asked(msgspec.Struct, frozen=True):
    """A team that was asked who is on duty, and what its plan says.

    Attributes:
        decides: the number of the layer that decides, from 1; 0 where none does.
        crew: the people whom that layer names.
    """

    team: Team
    decides: int
    crew: tuple[str, ...]


def _in_line(team: Team, people: People, at: datetime) -> Iterator[_Asked]:
    """Yield the team and, while none decides, the teams that stand in; a ring ends."""
    seen = set()
    here: Team | None = team
    while here is not None and here.id not in seen:
        decides, crew = _decided(here, people, at)
        yield _Asked(here, decides, crew)
        seen.add(here.id)
        last = reached_of(crew, here, people)[0] or _person(here, people)
        here = None if last else people.teams.get(here.fallback or "")


def _person(team: Team, people: People) -> str | None:
    """Return the person who stands in for a team, if it is none of the teams that does."""
    called = team.fallback in people.people or team.fallback not in people.teams
    return team.fallback if called else None


def _joined(notes: list[str]) -> str:
    return "; ".join(note for note in notes if note)


def _decided(team: Team, people: People, at: datetime) -> tuple[int, tuple[str, ...]]:
    """Return the number of the layer that decides, and whom it names; 0 where none does."""
    layers = layers_of(team)
    for number in range(len(layers), 0, -1):
        if crew := crew_at(layers[number - 1], team, people, at):
            return number, crew
    return 0, ()


def _swapped(
    above: tuple[Layer, ...], crew: tuple[str, ...], at: datetime
) -> tuple[tuple[str, ...], list[Layer]]:
    """Let those who swapped have each other's duty, one swap upon the other, and name these."""
    found, swaps = crew, []
    for layer in above:
        if layer.swapped and layer.is_dated_for(at) and not {*layer.swapped}.isdisjoint(found):
            one, other = layer.swapped
            found = tuple({one: other, other: one}.get(person, person) for person in found)
            swaps.append(layer)
    return found, swaps if found != crew else []


def crew_at(layer: Layer, team: Team, people: People, at: datetime) -> tuple[str, ...]:
    """Return whom a layer names at an instant; nobody where it is not open."""
    if not layer.is_dated_for(at):
        return ()
    hours = hours_of(layer, team, people)
    if hours is not None and not hours.is_open(at):
        return ()
    turn = turn_of(layer, people, at)
    return layer.people if turn is None else turn.people


def hours_of(layer: Layer, team: Team, people: People) -> BusinessCalendar | None:
    """Return the calendar outside which a layer is not open; nothing where it is always."""
    name = layer.hours or team.hours
    return None if name in {None, ALWAYS} else people.calendar(name)


def turn_of(layer: Layer, people: People, at: datetime) -> "Turn | None":
    """Return the turn of a layer at an instant; nothing where it has no turns."""
    if layer.every is None or layer.starts is None:
        return None
    from escalate_cli.domain.policy.duty.turns import turn_at  # noqa: PLC0415 - few teams have turns

    days = people.calendar(layer.calendar or ALWAYS).days
    last = _last_turn(layer, days)
    if not (last and last[0].lasts(at)):
        last[:] = [turn_at(layer, layer.every, layer.starts, at, days)]
    return last[0]


@lru_cache(maxsize=256)
def _first_turn_at(layer: Layer, every: Every, starts: datetime, days: OpenDays) -> datetime | None:
    """Return when the first turn begins: who walks asks for it at each step."""
    from escalate_cli.domain.policy.duty.turns import first_turn_at  # noqa: PLC0415 - few teams have turns

    return first_turn_at(layer, every, starts, days)


@lru_cache(maxsize=256)
def _last_turn(_layer: Layer, _days: OpenDays) -> "list[Turn]":
    """Return where the last turn of a layer is kept: who walks asks for it again."""
    return []


def _nobody(team: Team, people: People, at: datetime) -> str:
    """Say why no layer decides."""
    if team.hours is not None and not people.calendar(team.hours).is_open(at):
        return f"outside the hours of team {team.id}"
    if not team.duty:
        return f"team {team.id} has no members"
    return f"nobody of team {team.id} is on call"


def _next_change(asked: _Asked, people: People, at: datetime) -> datetime | None:
    """Return when a layer above the one that decides opens, or that one closes or changes over."""
    team, decides = asked.team, asked.decides
    changes = []
    for number, layer in enumerate(layers_of(team), 1):
        if layer.swapped is not None:
            changes += [layer.from_at, layer.until_at]
        elif number > decides:
            changes.append(_opens(layer, team, people, at))
        elif number == decides:
            changes += _ends(layer, team, people, at)
    return min((change for change in changes if change and change > at), default=None)


def _opens(layer: Layer, team: Team, people: People, at: datetime) -> datetime | None:
    """Return when a layer that does not decide may begin to; nothing if never."""
    begins = max(at, layer.from_at or at)
    hours = hours_of(layer, team, people)
    if layer.every is not None and layer.starts is not None:
        days = people.calendar(layer.calendar or ALWAYS).days
        first = _first_turn_at(layer, layer.every, layer.starts, days)
        if first is None:
            return None
        begins = max(begins, first)
    if hours is not None:
        begins = hours.next_opening(begins)
    return begins if layer.is_dated_for(begins) else None


def _ends(layer: Layer, team: Team, people: People, at: datetime) -> Iterator[datetime | None]:
    """Yield when the layer that decides may no longer, or not in the same way."""
    yield layer.until_at
    hours = hours_of(layer, team, people)
    if hours is not None:
        closes_at = hours.windows(at, at + LONG)[0][1]
        yield closes_at if closes_at < at + LONG else None
    turn = turn_of(layer, people, at)
    yield turn.until if turn is not None else None
