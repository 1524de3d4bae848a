"""How long each clock may run, and which tickets owe a review."""

from datetime import timedelta

from escalate_cli.domain.policy.rules import ALWAYS, CLOCKS, Review, TargetRule, When
from escalate_cli.policyfile.compile_context import CompileContext
from escalate_cli.policyfile.reading.mapping_reader import Section
from escalate_cli.policyfile.reading.name_resolution import name_of
from escalate_cli.policyfile.reading.schema import REVIEW, TARGET
from escalate_cli.policyfile.reading.syntax_tree import Node
from escalate_cli.policyfile.sections.calendars import duration_on
from escalate_cli.policyfile.sections.conditions import when_in

_HOUR = timedelta(hours=1)


def targets(rows: tuple[Node, ...], draft: CompileContext) -> tuple[TargetRule, ...]:
    """Read the rows in order; the first that matches and has the clock wins."""
    found = []
    decided: dict[str, int] = {}
    for node in rows:
        rule = _target(node, draft)
        found.append(rule)
        if rule.within and all(clock in decided for clock in rule.within):
            line = max(decided[clock] for clock in rule.within)
            draft.report.warn(
                node, "this target is never used", f"line {line} matches every ticket first"
            )
        if not rule.when.conditions:
            decided = dict.fromkeys(rule.within, node.line) | decided
    return tuple(found)


def review(section: Section, draft: CompileContext) -> Review | None:
    """Read which tickets owe a review, if any."""
    inner = section.within(REVIEW, REVIEW)
    if inner is None:
        return None
    calendar = _calendar(inner, draft)
    if "required_for" not in inner:
        inner.miss("required_for")
    return Review(
        required_for=when_in(inner, "required_for", draft),
        within=inner.need("within", duration_on(calendar, draft), _HOUR),
        calendar=calendar or ALWAYS,
    )


def _target(node: Node, draft: CompileContext) -> TargetRule:
    section = Section(node, TARGET, draft.report)
    calendar = _calendar(section, draft)
    clocks = [clock for clock in CLOCKS if clock in section]
    if section.sound and not clocks:
        draft.report.error(node, "a target without a clock", f"give it one of {', '.join(CLOCKS)}")
    convert = duration_on(calendar, draft)
    return TargetRule(
        when=when_in(section, "when", draft) if section.sound else When(),
        calendar=calendar or ALWAYS,
        within={clock: section.get(clock, convert, _HOUR) for clock in clocks},
    )


def _calendar(section: Section, draft: CompileContext) -> str | None:
    """Return the calendar that is named; an unknown one is reported and read as `always`."""
    if "calendar" not in section:
        return None
    return section.get("calendar", name_of("calendar", draft.known.calendars, ALWAYS), ALWAYS)
