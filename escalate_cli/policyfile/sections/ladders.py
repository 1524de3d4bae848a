"""The two ladders, their levels and the approvals they ask for."""

from escalate_cli.domain.policy.rules import FUNCTIONAL, MANAGEMENT, Approval, Level
from escalate_cli.policyfile.compile_context import CompileContext
from escalate_cli.policyfile.reading.mapping_reader import Section
from escalate_cli.policyfile.reading.name_resolution import name_of
from escalate_cli.policyfile.reading.scalars import duration, text
from escalate_cli.policyfile.reading.schema import APPROVAL, LADDERS, LEVEL
from escalate_cli.policyfile.reading.syntax_tree import Items, MappingNode, Node, quoted
from escalate_cli.policyfile.sections.conditions import when
from escalate_cli.policyfile.sections.people import unreserved

_PEOPLE = "people"


def ladders(file: Section, draft: CompileContext) -> dict[str, tuple[Level, ...]]:
    """Read both ladders; the functional one must be there."""
    section = file.within(LADDERS, LADDERS)
    if section is None:
        file.miss(LADDERS)
        return {FUNCTIONAL: (), MANAGEMENT: ()}
    if FUNCTIONAL not in section:
        section.miss(FUNCTIONAL)
    taken: dict[str, Node] = {}
    return {name: _ladder(name, section, draft, taken) for name in (FUNCTIONAL, MANAGEMENT)}


def _ladder(
    name: str, section: Section, draft: CompileContext, taken: dict[str, Node]
) -> tuple[Level, ...]:
    """Read the levels of a ladder, lowest first; `taken` holds the ids given so far."""
    node = section.value(name)
    if isinstance(node, Items) and not node.items:
        draft.report.error(node, f"the {name} ladder has no level")
    rows = enumerate(section.rows(name))
    return tuple(_level(name, rank, row, draft, taken) for rank, row in rows)


def _level(
    name: str, rank: int, node: Node, draft: CompileContext, taken: dict[str, Node]
) -> Level:
    section = Section(node, LEVEL, draft.report)
    level_id = section.need("level", unreserved, "")
    at = section.value("level")
    if at is not None and level_id and taken.setdefault(level_id, at) is not at:
        first = taken[level_id].line
        draft.report.error(at, f"level {quoted(level_id)} is given twice", f"first on line {first}")
    level = Level(
        id=level_id,
        name=section.get("name", text, level_id),
        ladder=name,
        rank=rank,
        team=section.get("team", name_of("team", draft.known.teams), None),
        person=section.get("person", name_of("person", draft.known.people), None),
        approval=_approval(section, level_id, draft),
    )
    _judge_takers(section, level_id, draft)
    return level


def _judge_takers(section: Section, level_id: str, draft: CompileContext) -> None:
    """A level has one team or person; where there are no people at all, it needs none."""
    if "team" in section and "person" in section:
        draft.report.error(
            section.key("person"), f"level {quoted(level_id)} has a team and a person", "choose one"
        )
    if draft.known.people and section.sound and not ("team" in section or "person" in section):
        draft.report.error(
            section.at,
            f"nobody takes what comes to level {quoted(level_id)}",
            "give it a team or a person",
        )


def _approval(level: Section, level_id: str, draft: CompileContext) -> Approval | None:
    section = level.within("approval", APPROVAL)
    if section is None:
        return None
    by = section.need(
        "by", name_of(f"level of the {MANAGEMENT} ladder", draft.known.management), ""
    )
    if by and by == level_id:
        draft.report.error(
            section.key("by"), f"level {quoted(by)} would approve what leads to itself"
        )
    unless = section.value("unless")
    table = unless.entries if isinstance(unless, MappingNode) else {}
    asks_of_ticket = unless is not None and set(table) != {_PEOPLE}
    matched = when(unless, draft, extra=(_PEOPLE,)) if unless is not None else None
    people = table[_PEOPLE].value if _PEOPLE in table else None
    person = name_of("person", draft.known.people)
    return Approval(
        by=by,
        unless=matched if asks_of_ticket else None,
        people=draft.report.each(person, people) if people is not None else (),
        auto_after=section.get("auto_after", duration, None),
    )
