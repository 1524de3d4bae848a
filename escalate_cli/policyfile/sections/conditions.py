"""The `when` of a rule or target, with its `not`."""

from collections.abc import Iterator

from escalate_cli.domain.policy.rules import Condition, When
from escalate_cli.domain.ticket.ticket import Status
from escalate_cli.policyfile.compile_context import CompileContext
from escalate_cli.policyfile.reading.diagnostics import Convert, MistakeError
from escalate_cli.policyfile.reading.mapping_reader import Section
from escalate_cli.policyfile.reading.name_resolution import joined, name_of, one_of
from escalate_cli.policyfile.reading.scalars import flag, text
from escalate_cli.policyfile.reading.schema import KEYS, WHEN
from escalate_cli.policyfile.reading.syntax_tree import Items, Node, quoted

_NOT = "not"


def when_in(section: Section, key: str, draft: CompileContext) -> When:
    """Read the condition under a key; a missing one matches every ticket."""
    node = section.value(key)
    return When() if node is None else when(node, draft)


def when(node: Node, draft: CompileContext, *, extra: tuple[str, ...] = ()) -> When:
    """Read which tickets are meant; `extra` keys are somebody else's to read."""
    section = Section(node, WHEN, draft.report, extra=extra)
    conditions = [*_conditions(section, draft, negated=False)]
    inner = section.value(_NOT)
    if inner is not None:
        negated = Section(inner, WHEN, draft.report)
        if _NOT in negated:
            draft.report.error(negated.key(_NOT), "'not' inside 'not'", "leave out both")
        conditions += _conditions(negated, draft, negated=True)
    return When(tuple(conditions))


def _conditions(section: Section, draft: CompileContext, *, negated: bool) -> Iterator[Condition]:
    for field in KEYS[WHEN]:
        if field == _NOT or field not in section:
            continue
        values = section.each(field, _reader(field, draft))
        node = section.value(field)
        if isinstance(node, Items) and not node.items:
            draft.report.error(node, f"{quoted(field)} names nothing, so nothing can match")
        yield Condition(field=field, values=values, negated=negated)


def _reader(field: str, draft: CompileContext) -> Convert[str]:
    """Return the reader of what a field of a ticket may hold."""
    known = draft.known
    readers = {
        "priority": name_of(field, known.priorities),
        "impact": name_of(field, known.impacts),
        "urgency": name_of(field, known.urgencies),
        "team": name_of(field, known.teams),
        "level": _functional(draft),
        "status": one_of(*Status),
        "vip": _flag,
    }
    return readers.get(field, text)


def _flag(node: Node) -> str:
    return "true" if flag(node) else "false"


def _functional(draft: CompileContext) -> Convert[str]:
    """Return the reader of a level that holds tickets."""
    any_level = name_of("level", joined(draft.known.functional, draft.known.management))
    functional = draft.known.functional

    def convert(node: Node) -> str:
        level = any_level(node)
        if functional is not None and level not in functional:
            raise MistakeError(
                f"the level of a ticket is never {quoted(level)}",
                "it is on the management ladder, which does not hold tickets",
            )
        return level

    return convert
