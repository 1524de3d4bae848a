"""Teams: members, hours, who stands in, and who is on call when."""

from datetime import datetime, timedelta
from itertools import pairwise

from escalate_cli.domain.policy.people import Override, Rota, Team
from escalate_cli.domain.policy.rules import ALWAYS
from escalate_cli.domain.time.timezones import instant_of, zone_named
from escalate_cli.policyfile.compile_context import CompileContext
from escalate_cli.policyfile.reading.diagnostics import MistakeError
from escalate_cli.policyfile.reading.mapping_reader import Section
from escalate_cli.policyfile.reading.name_resolution import name_of, zone
from escalate_cli.policyfile.reading.scalars import duration, identifier, text, wall_time
from escalate_cli.policyfile.reading.schema import OVERRIDE, ROTA, TEAM
from escalate_cli.policyfile.reading.syntax_tree import Entry, Items, Node, quoted
from escalate_cli.policyfile.sections.people import quiet

SHORTEST_TURN = timedelta(hours=1)

_MINUTE = timedelta(minutes=1)
_SOME_TIME = datetime(2026, 1, 1)  # noqa: DTZ001 - a wall time


def teams(entries: dict[str, Entry], draft: CompileContext) -> dict[str, Team]:
    """Read every team."""
    return {name: _team(name, entry, draft) for name, entry in entries.items()}


def _team(name: str, entry: Entry, draft: CompileContext) -> Team:
    draft.report.attempt(identifier, entry.key, name)
    section = Section(entry.value, TEAM, draft.report)
    person = name_of("person", draft.known.people)
    team = Team(
        id=name,
        members=section.each("members", person),
        skills=section.each("skills", text),
        hours=section.get("hours", name_of("calendar", draft.known.calendars, ALWAYS), None),
        fallback=section.get("fallback", person, None),
        on_call=_rota(section, draft),
        quiet=quiet(section, draft),
    )
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


def _rota(team: Section, draft: CompileContext) -> Rota | None:
    section = team.within("on_call", ROTA)
    if section is None:
        return None
    name = section.get("timezone", zone, draft.zone)
    overrides = [_override(row, name, draft) for row in section.rows("overrides")]
    for (earlier, _), (later, at) in pairwise(sorted(overrides, key=lambda each: each[0].from_at)):
        if later.from_at < earlier.until_at:
            draft.report.error(at, "overlaps another override", "end one where the next begins")
    starts = section.need("starts", wall_time, _SOME_TIME)
    if starts.date() > draft.today:
        draft.report.warn(
            section.key("starts"), "nobody is on call before that", "let it start in the past"
        )
    return Rota(
        zone=name,
        every=section.need("every", _turn, timedelta(weeks=1)),
        starts=starts,
        order=section.several("order", name_of("person", draft.known.people)),
        overrides=tuple(override for override, _ in overrides),
    )


def _turn(node: Node) -> timedelta:
    length = duration(node)
    if length < SHORTEST_TURN:
        raise MistakeError(f"a turn of {text(node)} is too short", "at least 1h")
    if length % _MINUTE:
        raise MistakeError(f"a turn of {text(node)} is not made of whole minutes")
    return length


def _override(node: Node, zone_name: str, draft: CompileContext) -> tuple[Override, Node]:
    section = Section(node, OVERRIDE, draft.report)
    clock = zone_named(zone_name)
    since = section.need("from", wall_time, _SOME_TIME)
    until = section.need("until", wall_time, since)
    complete = "from" in section and "until" in section
    if until <= since and complete:
        draft.report.error(section.key("until"), "the override ends before it begins")
    override = Override(
        person=section.need("person", name_of("person", draft.known.people), ""),
        from_at=instant_of(since, clock),
        until_at=instant_of(until, clock),
    )
    return override, node
