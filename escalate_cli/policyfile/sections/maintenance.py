"""Maintenance windows of the file: from when until when, for which tickets."""

from escalate_cli.domain.policy.finding_code import FindingCode
from escalate_cli.domain.policy.sections.maintenance import LONG, Window
from escalate_cli.domain.time.duration import format_duration
from escalate_cli.policyfile.compile_context import CompileContext
from escalate_cli.policyfile.sections.dates import dates
from escalate_cli.strict_yaml.syntax_tree import Node


def window(node: Node, draft: CompileContext) -> Window:
    """Read one window, which must end; a long one is doubted."""
    section = draft.section(node, Window)
    found = section.read(Window, **dates(section, Window, draft.zone, draft, FindingCode.WINDOW))
    if found.until_at - found.from_at > LONG and {"from", "until"} <= section.keys():
        lasts, longest = format_duration(found.until_at - found.from_at), format_duration(LONG)
        draft.report.warn(
            section.key("until"),
            f"the window lasts {lasts}",
            f"most last less than {longest}",
            code=FindingCode.LONG_WINDOW,
        )
    return found
