"""Hours of one day: when it opens and closes."""

import re
from itertools import pairwise

from escalate_cli.domain.policy.finding_code import FindingCode
from escalate_cli.domain.time.opening_hours import hours_of
from escalate_cli.policyfile.compile_context import CompileContext
from escalate_cli.strict_yaml.diagnostics import Convert, MistakeError
from escalate_cli.strict_yaml.scalars import text
from escalate_cli.strict_yaml.syntax_tree import Node, quoted

_HOURS = re.compile(r"([^\s-]+) ?- ?([^\s-]+)")
_SHORT = re.compile(r"[0-9]:[0-9]{2}", re.ASCII)

Interval = tuple[str, str, Node]
"""Opening and closing as written, and where."""

DayHours = tuple[tuple[str, str], ...]


def hours_in(node: Node, name: str, draft: CompileContext) -> DayHours:
    """Read the list of hours of a day, in order; `name` is what mistakes call the day."""
    return _ordered(draft.report.each(_interval_on(name), node), draft)


def _interval_on(name: str) -> Convert[Interval]:
    """Return the reader of hours such as `09:00-12:30`."""

    def convert(node: Node) -> Interval:
        match = _HOURS.fullmatch(text(node))
        if match is None:
            raise MistakeError(
                f"{quoted(text(node))} are no hours",
                "write them like 09:00-17:00",
                code=FindingCode.TIME,
            )
        opens, closes = (f"0{b}" if _SHORT.fullmatch(b) else b for b in match.groups())
        hours_of(name, [(opens, closes)])
        return opens, closes, node

    return convert


def _ordered(intervals: tuple[Interval, ...], draft: CompileContext) -> DayHours:
    """Sort the intervals of a day; two that overlap are reported at the later in the file."""
    ordered = sorted(intervals, key=lambda interval: interval[:2])
    for (opens, closes, at), (following, _, also) in pairwise(ordered):
        if following < closes:
            later = max(at, also, key=lambda node: (node.line, node.column))
            draft.report.error(
                later,
                f"overlaps {opens}-{closes}",
                "join the two intervals",
                code=FindingCode.HOURS_OVERLAP,
            )
    return tuple((opens, closes) for opens, closes, _ in ordered)
