"""Dates of a section: its `from` and `until`, as instants."""

from datetime import datetime
from typing import Any

from escalate_cli.domain.policy.finding_code import FindingCode
from escalate_cli.domain.time.timezones import instant_of, zone_named
from escalate_cli.policyfile.compile_context import CompileContext
from escalate_cli.strict_yaml.mapping_reader import Section

_SOME_TIME = datetime(2026, 1, 1)  # noqa: DTZ001 - a wall time


def dates(
    section: Section,
    kind: Any,
    zone: str,
    draft: CompileContext,
    code: FindingCode,
    *,
    optional: bool = False,
) -> dict[str, datetime | None]:
    """Read from when until when, in local times of a zone; what is optional may be left out."""
    clock = zone_named(zone)
    found: dict[str, datetime | None] = {}
    for field, key in (("from_at", "from"), ("until_at", "until")):
        given = not optional or key in section
        found[field] = instant_of(section.field(kind, field, _SOME_TIME), clock) if given else None
    since, until = found.values()
    if since and until and until <= since and {"from", "until"} <= section.keys():
        called = kind.__name__.lower()
        said = f"the {called} ends before it begins"
        draft.report.error(section.key("until"), said, code=code)
    return found
