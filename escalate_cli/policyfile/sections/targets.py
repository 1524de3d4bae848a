"""How long each clock may run, which tickets owe a review, and what happens after a time."""

from datetime import timedelta

from escalate_cli.domain.policy.finding_code import FindingCode
from escalate_cli.domain.policy.sections.clock_name import CLOCKS
from escalate_cli.domain.policy.sections.delay import Delay
from escalate_cli.domain.policy.sections.review import Review
from escalate_cli.domain.policy.target import TargetRule
from escalate_cli.policyfile.compile_context import CompileContext
from escalate_cli.policyfile.sections.calendars import duration_beside
from escalate_cli.strict_yaml.scalars import duration
from escalate_cli.strict_yaml.syntax_tree import MappingNode, Node

_HOUR = timedelta(hours=1)


def targets(rows: tuple[Node, ...], draft: CompileContext) -> tuple[TargetRule, ...]:
    """Read the rows in order; the first that matches and has the clock wins."""
    return tuple(_target(node, draft) for node in rows)


def review(node: Node, draft: CompileContext) -> Review:
    """Read which tickets owe a review."""
    section = draft.section(node, Review)
    return section.read(
        Review, within=section.field(Review, "within", _HOUR, duration_beside(node, draft))
    )


def delay(node: Node, draft: CompileContext) -> Delay:
    """Read a duration, or one on a calendar."""
    if not isinstance(node, MappingNode):
        return Delay(duration(node))
    section = draft.section(node, Delay)
    return section.read(
        Delay, after=section.field(Delay, "after", _HOUR, duration_beside(node, draft))
    )


def _target(node: Node, draft: CompileContext) -> TargetRule:
    section = draft.section(node, TargetRule)
    clocks = [clock for clock in CLOCKS if clock in section]
    if section.sound and not clocks:
        draft.report.error(
            node,
            "a target without a clock",
            f"give it one of {', '.join(CLOCKS)}",
            code=FindingCode.NO_CLOCK,
        )
    convert = duration_beside(node, draft)
    return section.read(
        TargetRule, within={clock: section.get(clock, convert, _HOUR) for clock in clocks}
    )
