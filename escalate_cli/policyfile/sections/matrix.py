"""The matrix: which priority follows from impact and urgency."""

from escalate_cli.domain.policy.finding_code import FindingCode
from escalate_cli.policyfile.compile_context import CompileContext
from escalate_cli.strict_yaml.mapping_reader import Section, entries_of
from escalate_cli.strict_yaml.name_resolution import name_of
from escalate_cli.strict_yaml.scalars import identifier
from escalate_cli.strict_yaml.syntax_tree import MappingNode, quoted


def matrix(section: Section, draft: CompileContext) -> dict[str, dict[str, str]]:
    """Read which priority follows from impact and urgency; every pair must have one."""
    priority = name_of("priority", draft.known.priorities)
    found = {}
    for impact, row in section.entries("matrix").items():
        draft.report.attempt(identifier, row.key, impact)
        cells = entries_of(row.value, draft.report)
        found[impact] = {
            urgency: draft.report.attempt(priority, cell.value, "")
            for urgency, cell in cells.items()
        }
        missing = [u for u in draft.known.urgencies or () if u not in cells]
        if missing and isinstance(row.value, MappingNode):
            draft.report.error(
                row.key,
                f"impact {quoted(impact)} has no priority for urgency {quoted(missing[0])}",
                code=FindingCode.MATRIX_GAP,
            )
    return found
