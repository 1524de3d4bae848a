"""What if: `--if field=value` asks of a ticket as it might be; `insight/forecast` answers."""

from collections.abc import Iterable

from msgspec.structs import replace

from escalate_cli.domain.verbs.edit import Edits
from escalate_cli.errors import UsageError

FIELDS = (
    "priority",
    "impact",
    "urgency",
    "requester",
    "customer",
    "vip",
    "service",
    "category",
    "tag",
    "skill",
)
_LISTS = {"tag": "add_tags", "skill": "add_skills"}


def edits_of(supposed: Iterable[str]) -> Edits:
    """Read `priority=P1` and the like; raises UsageError at an unknown field."""
    edits = Edits()
    for text in supposed:
        field, equals, value = text.partition("=")
        if field not in FIELDS or not equals:
            known = ", ".join(FIELDS)
            raise UsageError(f"'{text}' is no supposition", f"write FIELD=VALUE; fields: {known}")
        if field in _LISTS:
            name = _LISTS[field]
            edits = replace(edits, **{name: (*getattr(edits, name), value)})
        elif field == "vip":
            edits = replace(edits, vip=_yes(value))
        else:
            edits = replace(edits, **{field: value})
    return edits


def _yes(value: str) -> bool:
    words = {"true": True, "yes": True, "false": False, "no": False}
    if value.casefold() not in words:
        raise UsageError(f"vip cannot be '{value}'", "write vip=true or vip=false")
    return words[value.casefold()]
