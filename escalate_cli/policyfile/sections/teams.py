"""Teams: members, hours, who stands in, and who is on call when."""

from msgspec.structs import replace

from escalate_cli.domain.policy.finding_code import FindingCode
from escalate_cli.domain.policy.people import Team
from escalate_cli.domain.policy.sections.calendars import ALWAYS
from escalate_cli.policyfile.compile_context import CompileContext
from escalate_cli.policyfile.sections.duty import Spelt, lowered
from escalate_cli.strict_yaml.mapping_reader import Section
from escalate_cli.strict_yaml.name_resolution import joined, name_of
from escalate_cli.strict_yaml.scalars import identifier
from escalate_cli.strict_yaml.syntax_tree import Entry, Items, Node, quoted


def teams(entries: dict[str, Entry], draft: CompileContext) -> dict[str, Team]:
    """Read every team."""
    return {name: _team(name, entry, draft) for name, entry in entries.items()}


def _team(name: str, entry: Entry, draft: CompileContext) -> Team:
    before = draft.report.errors
    draft.report.attempt(identifier, entry.key, name)
    section = draft.section(entry.value, Team, Spelt)
    team = section.read(Team, id=name)
    layers = enumerate(team.duty, 1)
    team = replace(team, duty=tuple(replace(x, source=f"duty[{n}]") for n, x in layers))
    spelt = section.read(Spelt).on_call
    if spelt is not None:
        if "duty" in section:
            draft.report.error(
                section.key("on_call"),
                "'on_call' is a way to write 'duty'",
                "choose one",
                code=FindingCode.DUTY_LAYER,
            )
        team = replace(team, duty=lowered(spelt, name, team.members))
    if team.fallback == name and name not in (draft.known.people or ()):
        draft.report.error(
            section.key("fallback"),
            f"team {quoted(name)} would stand in for itself",
            code=FindingCode.LEADS_TO_ITSELF,
        )
    if draft.report.errors == before and draft.known.people and team.fallback is None:
        _doubt(team, entry.key, section, draft)
    return team


def _doubt(team: Team, at: Node, section: Section, draft: CompileContext) -> None:
    """Warn where nobody takes what comes to a sound team that nobody stands in for."""
    if team.hours not in {None, ALWAYS}:
        draft.report.warn(
            section.key("hours"),
            f"outside these hours nobody takes what comes to team {quoted(team.id)}",
            "name a fallback",
            code=FindingCode.NO_STAND_IN,
        )
    members = section.value("members")
    if members is None or (isinstance(members, Items) and not members.items):
        draft.report.warn(
            at,
            f"nobody takes what comes to team {quoted(team.id)}",
            "add members",
            code=FindingCode.NOBODY_TAKES,
        )


def stand_in(node: Node, draft: CompileContext) -> str:
    """Read who stands in: a person or a team."""
    return name_of("person or team", joined(draft.known.people, draft.known.teams))(node)
