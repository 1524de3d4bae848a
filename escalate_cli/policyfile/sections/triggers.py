"""Triggers: what they look for, and what every one of them can do."""

import re
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta

import msgspec

from escalate_cli.domain.engine import triggers
from escalate_cli.domain.policy.finding_code import FindingCode
from escalate_cli.domain.policy.rules import Rule
from escalate_cli.errors import ExtensionError
from escalate_cli.extensions import is_extension
from escalate_cli.policyfile.compile_context import CompileContext
from escalate_cli.policyfile.reading.declared_names import must_be_new
from escalate_cli.policyfile.sections.calendars import duration_beside
from escalate_cli.strict_yaml.diagnostics import MistakeError
from escalate_cli.strict_yaml.mapping_reader import Section, word_in
from escalate_cli.strict_yaml.name_resolution import name_of
from escalate_cli.strict_yaml.scalars import text
from escalate_cli.strict_yaml.syntax_tree import MappingNode, Node, quoted
from escalate_cli.strict_yaml.typed_values import key_fields, keys_of

_EFFECTS = ("escalate", "notify", "set_priority")
_NAME = re.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,59}")


def rules(rows: tuple[Node, ...], draft: CompileContext) -> tuple[Rule, ...]:
    """Read every trigger, in the order of the file; names are unique."""
    known = triggers.types()
    taken: dict[str, Node] = {}
    found = [_rule(node, known, taken, draft) for node in rows]
    _judge_former_names(found, draft)
    return tuple(rule for _, rule in found)


def _rule(
    node: Node,
    known: dict[str, type[triggers.Trigger]],
    taken: dict[str, Node],
    draft: CompileContext,
) -> tuple[Section, Rule]:
    trigger = _class_of(word_in(node, "type") or "", known)
    if trigger is None:
        extra = tuple(node.entries) if isinstance(node, MappingNode) else ()
    else:
        extra = keys_of(trigger)
    readers = {timedelta: duration_beside(node, draft)} if "calendar" in extra else {}
    section = draft.section(node, Rule, readers=readers, extra=extra)
    rule = section.read(Rule, settings=settings(trigger, section) if trigger else "{}")
    _judge_name(section, rule.name, taken, draft)
    climbs = rule.repeat is not None and rule.repeat.climb
    _judge_effect(rule, section, draft, climbs=climbs)
    if "repeat" in section and "notify" not in section and not climbs:
        draft.report.warn(
            section.key("repeat"),
            "repeats only notify, and nobody is named",
            code=FindingCode.REPEAT_TO_NOBODY,
        )
    return section, rule


def _class_of(word: str, known: dict[str, type[triggers.Trigger]]) -> type[triggers.Trigger] | None:
    """Return the class of a kind of trigger; None where reading its name reports an error."""
    with suppress(ExtensionError):
        return triggers.type_of(word) if is_extension(word) else known.get(word)
    return None


def settings(trigger: type[triggers.Trigger], section: Section) -> str:
    """Read the settings of one trigger as JSON; what is left out takes its default."""
    found = section.given(trigger)
    names = {each.field.name: each.field.encode_name for each in key_fields(trigger)}
    return msgspec.json.encode({names[name]: value for name, value in found.items()}).decode()


def trigger_type(node: Node) -> str:
    """Read a kind of trigger, perhaps one that a package offers."""
    word = text(node)
    if is_extension(word):
        try:
            triggers.type_of(word)
        except ExtensionError as error:
            raise MistakeError(str(error), error.help, code=FindingCode.UNKNOWN_NAME) from error
        return word
    return name_of("trigger type", {}, *triggers.types())(node)


def trigger_name(node: Node) -> str:
    """Read the name of a trigger, which is used in keys."""
    name = text(node)
    if not _NAME.fullmatch(name):
        raise MistakeError(
            f"{quoted(name)} is no name of a trigger",
            "use letters, digits, '-' and '_', at most 60",
            code=FindingCode.NAME,
        )
    return name


def _judge_name(section: Section, name: str, taken: dict[str, Node], draft: CompileContext) -> None:
    at = section.value("name")
    if at is not None and name:
        draft.report.attempt(lambda node: must_be_new("trigger", name, node, taken), at, None)


def _judge_former_names(found: Sequence[tuple[Section, Rule]], draft: CompileContext) -> None:
    """Refuse a former name that another trigger has: their decisions would be taken for one."""
    taken = Counter(rule.name for _, rule in found)
    for section, rule in found:
        shared = next((name for name in rule.was if taken[name] > (name == rule.name)), None)
        if shared:
            draft.report.error(
                section.key("was"),
                f"another trigger is or was called {quoted(shared)}",
                code=FindingCode.GIVEN_TWICE,
            )
        taken.update(set(rule.was))


def _judge_effect(rule: Rule, section: Section, draft: CompileContext, *, climbs: bool) -> None:
    if section.sound and not climbs and not any(key in section for key in _EFFECTS):
        draft.report.warn(
            section.at,
            f"trigger {quoted(rule.name)} does nothing",
            "give it escalate, notify or set_priority",
            code=FindingCode.NO_EFFECT,
        )
