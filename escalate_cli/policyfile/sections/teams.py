"""Teams: members, hours, who stands in, and who is on call when."""

from datetime import datetime, timedelta
from itertools import pairwise

from escalate_cli.domain.policy.calendars import ALWAYS
from escalate_cli.domain.policy.people import Override, Rota, Team
from escalate_cli.domain.time.timezones import instant_of, zone_named
from escalate_cli.policyfile.compile_context import CompileContext
from escalate_cli.policyfile.reading.diagnostics import MistakeError
from escalate_cli.policyfile.reading.scalars import duration, identifier, text
from escalate_cli.policyfile.reading.syntax_tree import Entry, Items, Node, quoted

SHORTEST_TURN = timedelta(hours=1)

_MINUTE = timedelta(minutes=1)
_SOME_TIME = datetime(2026, 1, 1)  # noqa: DTZ001 - a wall time


def teams(entries: dict[str, Entry], draft: CompileContext) -> dict[str, Team]:
    """Read every team."""
    return {name: _team(name, entry, draft) for name, entry in entries.items()}


def _team(name: str, entry: Entry, draft: CompileContext) -> Team:
    draft.report.attempt(identifier, entry.key, name)
    section = draft.section(entry.value, Team)
    team = section.read(Team, id=name)
    if draft.known.people and team.hours not in {None, ALWAYS} and team.fallback is None:
        draft.report.warn(
            section.key("hours"),
            f"outside these hours nobody takes what comes to team {quoted(name)}",
            "name a fallback",
        )
    members = section.value("members")
    nobody = members is None or (isinstance(members, Items) and not members.items)
    if draft.known.people and nobody and team.fallback is None:
        draft.report.warn(
            entry.key, f"nobody takes what comes to team {quoted(name)}", "add members"
        )
    return team


def rota(node: Node, draft: CompileContext) -> Rota:
    """Read whose turn it is when, and who takes it instead."""
    overrides: list[tuple[Override, Node]] = []

    def override(node: Node) -> Override:
        overrides.append((_override(node, zone, draft), node))
        return overrides[-1][0]

    section = draft.section(node, Rota, readers={Override: override})
    zone = section.field(Rota, "zone", draft.zone)
    found = section.read(Rota, zone=zone)
    for (earlier, _), (later, at) in pairwise(sorted(overrides, key=lambda each: each[0].from_at)):
        if later.from_at < earlier.until_at:
            draft.report.error(at, "overlaps another override", "end one where the next begins")
    if found.starts.date() > draft.today:
        draft.report.warn(
            section.key("starts"), "nobody is on call before that", "let it start in the past"
        )
    return found


def turn(node: Node) -> timedelta:
    """Read how long a turn is."""
    length = duration(node)
    if length < SHORTEST_TURN:
        raise MistakeError(f"a turn of {text(node)} is too short", "at least 1h")
    if length % _MINUTE:
        raise MistakeError(f"a turn of {text(node)} is not made of whole minutes")
    return length


def _override(node: Node, zone_name: str, draft: CompileContext) -> Override:
    section = draft.section(node, Override)
    clock = zone_named(zone_name)
    since = section.field(Override, "from_at", _SOME_TIME)
    until = section.field(Override, "until_at", since)
    if until <= since and "from" in section and "until" in section:
        draft.report.error(section.key("until"), "the override ends before it begins")
    return section.read(
        Override, from_at=instant_of(since, clock), until_at=instant_of(until, clock)
    )
