"""Triggers: what they look for, and what every one of them can do."""

import re
from datetime import timedelta

from escalate_cli.domain.engine import triggers
from escalate_cli.domain.messages.message_templates import BUILT_IN
from escalate_cli.domain.messages.notifications import ROLES
from escalate_cli.domain.policy.rules import Repeat, Rule
from escalate_cli.policyfile.compile_context import CompileContext
from escalate_cli.policyfile.reading.diagnostics import Convert, MistakeError
from escalate_cli.policyfile.reading.mapping_reader import Section
from escalate_cli.policyfile.reading.name_resolution import joined, name_of
from escalate_cli.policyfile.reading.scalars import count, duration, text
from escalate_cli.policyfile.reading.schema import REPEAT, TRIGGER
from escalate_cli.policyfile.reading.syntax_tree import MappingNode, Node, Scalar, quoted
from escalate_cli.policyfile.sections.conditions import when_in
from escalate_cli.policyfile.sections.people import MOVES
from escalate_cli.policyfile.sections.trigger_settings import fields_of, settings

_EFFECTS = ("escalate", "notify", "set_priority")
_NAME = re.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,59}")


def rules(rows: tuple[Node, ...], draft: CompileContext) -> tuple[Rule, ...]:
    """Read every trigger, in the order of the file; names are unique."""
    known = triggers.types()
    taken: dict[str, Node] = {}
    return tuple(_rule(node, known, taken, draft) for node in rows)


def _rule(
    node: Node,
    known: dict[str, type[triggers.Trigger]],
    taken: dict[str, Node],
    draft: CompileContext,
) -> Rule:
    trigger = known.get(_type_in(node))
    if trigger is None:
        extra = tuple(node.entries) if isinstance(node, MappingNode) else ()
    else:
        extra = tuple(field.encode_name for field in fields_of(trigger))
    section = Section(node, TRIGGER, draft.report, extra=extra)
    type_name = section.need("type", _type(known), "")
    name = section.need("name", _name, "")
    _judge_name(section, name, taken, draft)
    level = joined(draft.known.functional, draft.known.management)
    told = joined(level, draft.known.people)
    rule = Rule(
        type=type_name,
        name=name,
        when=when_in(section, "when", draft),
        settings=settings(trigger, section) if trigger else "{}",
        escalate=section.get("escalate", name_of("level", level, *MOVES), None),
        notify=section.each("notify", name_of("role, level or person", told, *ROLES)),
        set_priority=section.get("set_priority", name_of("priority", draft.known.priorities), None),
        repeat=_repeat(section, draft),
        message=section.get("message", name_of("message", draft.known.messages, *BUILT_IN), None),
    )
    _judge_effect(rule, section, draft)
    return rule


def _type_in(node: Node) -> str:
    entry = node.entries.get("type") if isinstance(node, MappingNode) else None
    return entry.value.text if entry and isinstance(entry.value, Scalar) else ""


def _type(known: dict[str, type[triggers.Trigger]]) -> Convert[str]:
    return name_of("trigger type", {}, *known)


def _name(node: Node) -> str:
    name = text(node)
    if not _NAME.fullmatch(name):
        raise MistakeError(
            f"{quoted(name)} is no name of a trigger",
            "use letters, digits, '-' and '_', at most 60",
        )
    return name


def _judge_name(section: Section, name: str, taken: dict[str, Node], draft: CompileContext) -> None:
    at = section.value("name")
    if at is not None and name and taken.setdefault(name, at) is not at:
        draft.report.error(
            at, f"trigger {quoted(name)} is given twice", f"first on line {taken[name].line}"
        )


def _repeat(rule: Section, draft: CompileContext) -> Repeat | None:
    section = rule.within("repeat", REPEAT)
    if section is None:
        return None
    if "notify" not in rule:
        draft.report.warn(rule.key("repeat"), "repeats only notify, and nobody is named")
    return Repeat(
        every=section.need("every", duration, timedelta(hours=1)),
        times=section.get("times", count, None),
    )


def _judge_effect(rule: Rule, section: Section, draft: CompileContext) -> None:
    if section.sound and not any(key in section for key in _EFFECTS):
        draft.report.warn(
            section.at,
            f"trigger {quoted(rule.name)} does nothing",
            "give it escalate, notify or set_priority",
        )
