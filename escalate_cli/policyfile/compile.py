"""From the tree of a file to a policy, with every mistake on the way."""

from collections.abc import Mapping
from datetime import date, timedelta

from escalate_cli.domain.messages.message_templates import BUILT_IN, FIELDS
from escalate_cli.domain.policy.people import People
from escalate_cli.domain.policy.policy import Policy
from escalate_cli.domain.policy.rules import (
    CLOCKS,
    FUNCTIONAL,
    MANAGEMENT,
    PAUSED_BY_DEFAULT,
    CalendarSpec,
    Rule,
    Rules,
)
from escalate_cli.policyfile.compile_context import CompileContext
from escalate_cli.policyfile.reading.diagnostics import Diagnostics, MistakeError
from escalate_cli.policyfile.reading.mapping_reader import Section, entries_of
from escalate_cli.policyfile.reading.name_resolution import (
    name_of,
    names_declared_in,
    near,
    one_of,
    zone,
)
from escalate_cli.policyfile.reading.scalars import duration, identifier, share, text
from escalate_cli.policyfile.reading.schema import FILE, HANDOFF
from escalate_cli.policyfile.reading.syntax_tree import Entry, MappingNode, Node, quoted
from escalate_cli.policyfile.sections.calendars import calendars
from escalate_cli.policyfile.sections.channels import channels, fields_of
from escalate_cli.policyfile.sections.ladders import ladders
from escalate_cli.policyfile.sections.people import customers, people, subscription
from escalate_cli.policyfile.sections.targets import review, targets
from escalate_cli.policyfile.sections.teams import teams
from escalate_cli.policyfile.sections.triggers import rules as triggers

VERSION = "1"

_HANDOFF_PARTS = ("tried", "impact_note", "next_step")
Calendars = Mapping[str, CalendarSpec]

_KEPT = timedelta(days=30)


def compiled(root: Node, policy_id: str, today: date, report: Diagnostics) -> Policy:
    """Read a whole policy; it is good only if nothing was reported as an error."""
    table = root if isinstance(root, MappingNode) else MappingNode(line=1, column=1, entries={})
    section = Section(root, FILE, report)
    section.need("version", _version, VERSION)
    draft = CompileContext(
        report=report,
        known=names_declared_in(table),
        today=today,
        zone=section.get("timezone", zone, "UTC"),
        openings={},
    )
    spans = calendars(section.entries("calendars"), draft)
    rules = _rules(section, policy_id, spans, draft)
    return Policy(rules=rules, people=_people(section, rules, spans, draft))


def _rules(section: Section, policy_id: str, spans: Calendars, draft: CompileContext) -> Rules:
    steps = ladders(section, draft)
    return Rules(
        id=policy_id,
        name=section.get("name", text, "policy"),
        calendars=spans,
        priorities=_priorities(section),
        default_priority=section.need(
            "default_priority", name_of("priority", draft.known.priorities), ""
        ),
        matrix=_matrix(section, draft),
        functional=steps[FUNCTIONAL],
        management=steps[MANAGEMENT],
        targets=targets(section.rows("targets"), draft),
        triggers=triggers(section.rows("triggers"), draft),
        review=review(section, draft),
        close_after=section.get("close_after", duration, None),
        retain=section.get("retain", duration, _KEPT),
        pauses=_pauses(section),
        at_risk=section.get("at_risk", share, 0.75),
        catch_up=section.get("catch_up", one_of("highest", "climb"), "highest"),
        handoff_requires=_handoff(section),
    )


def _people(section: Section, rules: Rules, spans: Calendars, draft: CompileContext) -> People:
    persons = people(section.entries("people"), draft)
    crews = teams(section.entries("teams"), draft)
    quiet = [*(p.quiet for p in persons.values()), *(t.quiet for t in crews.values())]
    used = {*(team.hours for team in crews.values()), *(each.outside for each in quiet if each)}
    return People(
        timezone=draft.zone,
        calendars={name: span for name, span in spans.items() if name in used},
        people=persons,
        teams=crews,
        customers=customers(section.entries("customers"), draft),
        messages=_messages(section.entries("messages"), rules.triggers, draft),
        channels=channels(section.entries("channels"), draft),
        subscriptions=tuple(subscription(row, draft) for row in section.rows("subscribe")),
    )


def _version(node: Node) -> str:
    version = text(node)
    if version != VERSION:
        raise MistakeError(f"version {quoted(version)} is not known", f"write version: {VERSION}")
    return version


def _priorities(section: Section) -> tuple[str, ...]:
    """Read the priorities, most urgent first, each once."""
    taken: dict[str, Node] = {}

    def priority(node: Node) -> str:
        name = identifier(node)
        if taken.setdefault(name, node) is not node:
            raise MistakeError(
                f"priority {quoted(name)} is given twice", f"first on line {taken[name].line}"
            )
        return name

    return section.several("priorities", priority)


def _matrix(section: Section, draft: CompileContext) -> dict[str, dict[str, str]]:
    """Read which priority follows from impact and urgency; every pair must have one."""
    priority = name_of("priority", draft.known.priorities)
    matrix = {}
    for impact, row in section.entries("matrix").items():
        draft.report.attempt(identifier, row.key, impact)
        cells = entries_of(row.value, draft.report)
        matrix[impact] = {
            urgency: draft.report.attempt(priority, cell.value, "")
            for urgency, cell in cells.items()
        }
        missing = [u for u in draft.known.urgencies or () if u not in cells]
        if missing and isinstance(row.value, MappingNode):
            draft.report.error(
                row.key, f"impact {quoted(impact)} has no priority for urgency {quoted(missing[0])}"
            )
    return matrix


def _messages(
    entries: dict[str, Entry], found: tuple[Rule, ...], draft: CompileContext
) -> dict[str, str]:
    """Read the texts; each is built in or used by a trigger, and its fields are known."""
    known = {*BUILT_IN, *(rule.message for rule in found if rule.message)}
    for name, entry in entries.items():
        if name not in known:
            draft.report.error(
                entry.key, f"no message is named {quoted(name)}", near(name, sorted(known))
            )
    return {
        name: draft.report.attempt(lambda node: fields_of(node, FIELDS), entry.value, "")
        for name, entry in entries.items()
    }


def _pauses(section: Section) -> tuple[str, ...]:
    if "pauses" not in section:
        return PAUSED_BY_DEFAULT
    return section.each("pauses", one_of(*CLOCKS))


def _handoff(section: Section) -> tuple[str, ...]:
    inner = section.within(HANDOFF, HANDOFF)
    return inner.several("required", one_of(*_HANDOFF_PARTS)) if inner else ()
