"""Doubts about duty plans: gaps, double duty, unfair shares, and layers that never decide."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import combinations
from statistics import median

from escalate_cli.domain.policy.doubt import Doubt
from escalate_cli.domain.policy.duty.roster import DutySpan, loads, stretches
from escalate_cli.domain.policy.finding_code import FindingCode
from escalate_cli.domain.policy.people import People, Team
from escalate_cli.domain.policy.sections.calendars import ALWAYS
from escalate_cli.domain.policy.sections.duty_layer import Layer
from escalate_cli.domain.time.duration import format_duration
from escalate_cli.domain.time.timezones import zone_named

AHEAD = timedelta(weeks=52)
FAIR_FOR = timedelta(weeks=12)
"""So long a time shares of hours are compared over."""

UNFAIR = 1.5
"""More than so many times the median of hours is worth a word."""

_BY_PLAN = ("duty", "on_call")


Rosters = Mapping[str, Sequence[DutySpan]]


def doubts(people: People, since: datetime) -> Iterator[Doubt]:
    """Yield what is doubtful within the year after an instant."""
    planned = [team for team in people.teams.values() if team.duty]
    found = {each.id: list(stretches(each, people, since, since + AHEAD)) for each in planned}
    chained = [team for team in people.teams.values() if team.fallback in people.teams]
    for team in dict.fromkeys((*planned, *chained)):
        roster = found.get(team.id) or list(stretches(team, people, since, since + AHEAD))
        yield from _gaps(team, roster, people.timezone)
    for team in planned:
        soon = stretches(team, people, since, since + FAIR_FOR)
        yield from _unfair(team, list(soon), people.timezone)
        yield from _never(team, found[team.id], since)
    yield from _double(found, people.timezone)


def _gaps(team: Team, roster: Sequence[DutySpan], zone: str) -> Iterator[Doubt]:
    """Look for times in which nobody is on duty; hours without a fallback are said elsewhere."""
    gaps = [each for each in roster if not each.duty.people]
    if not gaps or (team.hours not in {None, ALWAYS} and team.fallback is None):
        return
    first = f"from {_local(gaps[0].since, zone)} for {format_duration(gaps[0].length)}"
    more = f", and {len(gaps) - 1} times more within 52 weeks" if len(gaps) > 1 else ""
    yield Doubt(
        ("teams", team.id),
        FindingCode.DUTY_GAP,
        f"nobody is on duty for team '{team.id}' {first}{more}",
        "add a layer, or a fallback that is always there",
    )


def _unfair(team: Team, roster: Sequence[DutySpan], zone: str) -> Iterator[Doubt]:
    """Compare the hours of those who take turns; one turn more than others is no matter."""
    counted = [each for each in roster if _is_planned(team.id, each)]
    shares = loads(counted, zone).items()
    hours = {person: load.time / timedelta(hours=1) for person, load in shares}
    if len(hours) < len(("one", "another")):
        return
    usual = median(hours.values())
    turn = max(each.length for each in counted) / timedelta(hours=1)
    for person, most in hours.items():
        if most > usual * UNFAIR and most - usual > turn:
            yield Doubt(
                ("teams", team.id),
                FindingCode.UNFAIR_DUTY,
                f"'{person}' has {most:.0f} hours of duty in team '{team.id}' in 12 weeks,"
                f" more than {UNFAIR} times the median of {usual:.0f}",
                "let everybody have as many turns",
            )


def _never(team: Team, roster: Sequence[DutySpan], since: datetime) -> Iterator[Doubt]:
    """Look for layers that decide at no time, though their dates would let them."""
    decide = {each.duty.layer for each in roster if each.duty.team == team.id}
    for layer in team.duty:
        named = layer.source.startswith(_BY_PLAN) and layer.source not in decide
        if named and _is_in(layer, since):
            yield Doubt(
                ("teams", team.id),
                FindingCode.UNUSED_LAYER,
                f"{layer.source} of team '{team.id}' never decides within 52 weeks",
                "a later layer lies over it, or it is never open",
            )


def _is_in(layer: Layer, since: datetime) -> bool:
    """Tell whether the dates of a layer are of the year after an instant."""
    over = layer.until_at is not None and layer.until_at <= since
    return not over and (layer.from_at is None or layer.from_at < since + AHEAD)


def _double(rosters: Rosters, zone: str) -> Iterator[Doubt]:
    """Look for people who are on duty by the plans of two teams at once."""
    spans: dict[str, dict[str, list[DutySpan]]] = {}
    for team, roster in rosters.items():
        of_team: dict[str, list[DutySpan]] = defaultdict(list)
        for each in roster:
            if _is_planned(team, each):
                for person in each.duty.people:
                    of_team[person].append(each)
        spans[team] = of_team
    for one, other in combinations(spans, 2):
        for person in sorted(spans[one].keys() & spans[other].keys()):
            at = _first_common(spans[one][person], spans[other][person])
            if at is not None:
                yield Doubt(
                    ("teams", other),
                    FindingCode.DOUBLE_DUTY,
                    f"'{person}' is on duty in teams '{one}' and '{other}' at once,"
                    f" first from {_local(at, zone)}",
                    "let their turns fall into other weeks",
                )


def _first_common(some: Sequence[DutySpan], others: Sequence[DutySpan]) -> datetime | None:
    """Return the first instant in both of two sorted lists of stretches."""
    left, right = 0, 0
    while left < len(some) and right < len(others):
        begins = max(some[left].since, others[right].since)
        if begins < min(some[left].until, others[right].until):
            return begins
        if some[left].until <= others[right].until:
            left += 1
        else:
            right += 1
    return None


def _is_planned(team: str, stretch: DutySpan) -> bool:
    """Tell whether a layer of the plan of the team itself decides."""
    return stretch.duty.team == team and stretch.duty.layer.startswith(_BY_PLAN)


def _local(at: datetime, zone: str) -> str:
    return f"{at.astimezone(zone_named(zone)):%Y-%m-%d %H:%M}"
