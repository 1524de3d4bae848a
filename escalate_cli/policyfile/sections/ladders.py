"""The two ladders, their levels and the approvals they ask for."""

from typing import Annotated

import msgspec
from msgspec.structs import replace

from escalate_cli.domain.policy.finding_code import FindingCode
from escalate_cli.domain.policy.rules import FUNCTIONAL, MANAGEMENT, Approval, Level
from escalate_cli.domain.policy.sections.conditions import When
from escalate_cli.domain.policy.sections.policy_key import Doc, Word
from escalate_cli.policyfile.compile_context import CompileContext
from escalate_cli.policyfile.reading.declared_names import must_be_new
from escalate_cli.policyfile.sections.conditions import when
from escalate_cli.strict_yaml.mapping_reader import Section
from escalate_cli.strict_yaml.syntax_tree import Items, MappingNode, Node, quoted

_PEOPLE = "people"


class Ladders(msgspec.Struct, frozen=True):
    """Both ladders; only the management ladder may be missing."""

    functional: Annotated[
        tuple[Level, ...],
        Doc(
            "list of [levels](#laddersladder), lowest first: deeper expertise, the ticket is handed"
            " over",
            "[{level: L1, team: frontline}]",
        ),
    ]
    management: Annotated[
        tuple[Level, ...],
        Doc(
            "list of levels, lowest first: authority, the work stays where it is",
            "[{level: lead, person: lee}]",
        ),
    ] = ()


def ladders(node: Node, draft: CompileContext) -> Ladders:
    """Read both ladders; a level's name is unique over both."""
    taken: dict[str, Node] = {}
    section = draft.section(node, Ladders)
    if FUNCTIONAL not in section:
        section.miss(FUNCTIONAL)
    return Ladders(*(_ladder(name, section, draft, taken) for name in (FUNCTIONAL, MANAGEMENT)))


def _ladder(
    name: str, section: Section, draft: CompileContext, taken: dict[str, Node]
) -> tuple[Level, ...]:
    """Read the levels of a ladder, lowest first; `taken` holds the ids given so far."""
    node = section.value(name)
    if isinstance(node, Items) and not node.items:
        draft.report.error(node, f"the {name} ladder has no level", code=FindingCode.EMPTY)
    rows = enumerate(section.rows(name))
    return tuple(_level(name, rank, row, draft, taken) for rank, row in rows)


def _level(
    name: str, rank: int, node: Node, draft: CompileContext, taken: dict[str, Node]
) -> Level:
    section = draft.section(node, Level)
    level_id = section.field(Level, "id", "")
    at = section.value("level")
    if at is not None and level_id:
        draft.report.attempt(lambda node: must_be_new("level", level_id, node, taken), at, None)
    level = section.read(
        Level,
        id=level_id,
        name=section.field(Level, "name", level_id),
        ladder=name,
        rank=rank,
    )
    table = section.value("approval")
    if level_id and level.approval and level.approval.by == level_id:
        at = table.entries["by"].key if isinstance(table, MappingNode) else node
        draft.report.error(
            at,
            f"level {quoted(level_id)} would approve what leads to itself",
            code=FindingCode.LEADS_TO_ITSELF,
        )
    _judge_takers(section, level_id, draft)
    return level


def _judge_takers(section: Section, level_id: str, draft: CompileContext) -> None:
    """A level has one team or person; one that has neither yet takes its tickets without owner."""
    if "team" in section and "person" in section:
        draft.report.error(
            section.key("person"),
            f"level {quoted(level_id)} has a team and a person",
            "choose one",
            code=FindingCode.CONFLICT,
        )
    if draft.known.people and section.sound and not ("team" in section or "person" in section):
        draft.report.warn(
            section.at,
            f"nobody takes what comes to level {quoted(level_id)}",
            "give it a team or a person",
            code=FindingCode.NOBODY_TAKES,
        )


def approval(node: Node, draft: CompileContext) -> Approval:
    """Read whose yes a level needs; `people` beside a condition are those who need none."""
    section = draft.section(
        node, Approval, readers={When: lambda node: when(node, draft, extra=(_PEOPLE,))}
    )
    found = section.read(Approval)
    unless = section.value("unless")
    table = unless.entries if isinstance(unless, MappingNode) else {}
    if _PEOPLE not in table:
        return found
    return replace(
        found,
        unless=None if len(table) == 1 else found.unless,
        people=draft.report.each(draft.readers[Word("person")], table[_PEOPLE].value),
    )
