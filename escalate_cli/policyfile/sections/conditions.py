"""Conditions: the `when` of a rule or target, with its `not`."""

from collections.abc import Iterator
from typing import Annotated

import msgspec

from escalate_cli.domain.policy.finding_code import FindingCode
from escalate_cli.domain.policy.sections.conditions import Condition, When
from escalate_cli.domain.policy.sections.policy_key import Doc, PriorityName, TeamName, Word
from escalate_cli.domain.ticket.ticket import Status
from escalate_cli.policyfile.compile_context import CompileContext
from escalate_cli.strict_yaml.diagnostics import Convert, MistakeError
from escalate_cli.strict_yaml.mapping_reader import Section
from escalate_cli.strict_yaml.name_resolution import joined, name_of
from escalate_cli.strict_yaml.scalars import flag
from escalate_cli.strict_yaml.syntax_tree import Items, Node, quoted

_NOT = "not"
_NAMES = Doc("names of the file", "priority: [P1, P2]", "any")
_TEXTS = Doc("text, as the ticket has it", "tags: [security, legal]", "any")
_STATUS = " ".join(f"`{status.value}`" for status in Status)


class Conditions(msgspec.Struct, frozen=True):
    """What a `when` may ask of a ticket: any of several values in each field."""

    priority: Annotated[tuple[PriorityName, ...], _NAMES] = ()
    impact: Annotated[tuple[Annotated[str, Word("impact")], ...], _NAMES] = ()
    urgency: Annotated[tuple[Annotated[str, Word("urgency")], ...], _NAMES] = ()
    level: Annotated[
        tuple[Annotated[str, Word("functional level")], ...],
        Doc("levels of the functional ladder", "level: L1", "any"),
    ] = ()
    team: Annotated[tuple[TeamName, ...], Doc("teams of the file", "team: network", "any")] = ()
    category: Annotated[tuple[str, ...], _TEXTS] = ()
    service: Annotated[tuple[str, ...], _TEXTS] = ()
    customer: Annotated[tuple[str, ...], _TEXTS] = ()
    requester: Annotated[tuple[str, ...], _TEXTS] = ()
    vip: Annotated[
        tuple[Annotated[str, Word("flag")], ...],
        Doc("`true` or `false`", "vip: true", "any"),
    ] = ()
    tags: Annotated[tuple[str, ...], _TEXTS] = ()
    skills: Annotated[tuple[str, ...], _TEXTS] = ()
    status: Annotated[tuple[Status, ...], Doc(_STATUS, "status: open", "any")] = ()


class Negated(msgspec.Struct, frozen=True):
    """The way to say which tickets are not meant."""

    inner: Annotated[
        Conditions | None,
        Doc(
            "keys as above, none of which may match",
            "{customer: acme, tags: internal}",
            "nothing",
            (_NOT,),
        ),
    ] = None


def when(node: Node, draft: CompileContext, *, extra: tuple[str, ...] = ()) -> When:
    """Read which tickets are meant; `extra` keys are somebody else's to read."""
    section = draft.section(node, Conditions, Negated, extra=extra)
    conditions = [*_conditions(section, draft, negated=False)]
    inner = section.value(_NOT)
    if inner is not None:
        negated = draft.section(inner, Conditions, Negated)
        if _NOT in negated:
            draft.report.error(
                negated.key(_NOT), "'not' inside 'not'", "leave out both", code=FindingCode.CONFLICT
            )
        conditions += _conditions(negated, draft, negated=True)
    return When(tuple(conditions))


def _conditions(section: Section, draft: CompileContext, *, negated: bool) -> Iterator[Condition]:
    for field, values in section.given(Conditions).items():
        node = section.value(field)
        if isinstance(node, Items) and not node.items:
            draft.report.error(
                node, f"{quoted(field)} names nothing, so nothing can match", code=FindingCode.EMPTY
            )
        yield Condition(field=field, values=values, negated=negated)


def truth(node: Node) -> str:
    """Read `true` or `false` as a ticket's field says it."""
    return "true" if flag(node) else "false"


def functional(draft: CompileContext) -> Convert[str]:
    """Return the reader of a level that holds tickets."""
    any_level = name_of("level", joined(draft.known.functional, draft.known.management))
    levels = draft.known.functional

    def convert(node: Node) -> str:
        level = any_level(node)
        if levels is not None and level not in levels:
            raise MistakeError(
                f"the level of a ticket is never {quoted(level)}",
                "it is on the management ladder, which does not hold tickets",
                code=FindingCode.NEVER_TRUE,
            )
        return level

    return convert
