"""The catalogue of triggers and their settings, read off the code that does it."""

from inspect import getdoc

from msgspec import NODEFAULT
from msgspec.structs import FieldInfo

from escalate_cli.domain.engine.triggers import types
from escalate_cli.domain.time.duration import format_duration
from escalate_cli.strict_yaml.typed_values import key_fields


def trigger_settings() -> list[dict[str, str]]:
    """Return each kind of trigger: its name, reason, settings with defaults, and what it does."""
    return [
        {
            "type": name,
            "kind": trigger.kind.value,
            "settings": ", ".join(_setting(each.field) for each in key_fields(trigger)) or "-",
            "about": " ".join((getdoc(trigger) or "").split()),
        }
        for name, trigger in types().items()
    ]


def _setting(field: FieldInfo) -> str:
    if field.default is NODEFAULT:
        return field.encode_name
    is_duration = hasattr(field.default, "total_seconds")
    default = format_duration(field.default) if is_duration else field.default
    return f"{field.encode_name}={default}"
