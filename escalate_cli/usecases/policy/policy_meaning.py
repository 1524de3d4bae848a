"""What the values of a policy mean, however they are written: equal forms mean the same.

Calendars go by one name in both policies of a comparison where they mean the same, times are
instants, conditions the tickets that match, and lists whose order says nothing are sets.
"""

from collections.abc import Hashable, Mapping
from datetime import datetime, timedelta
from enum import Enum
from functools import cache
from typing import get_args

import msgspec
from msgspec.structs import fields

from escalate_cli.domain.doubts.possible import Possible
from escalate_cli.domain.policy.sections.conditions import When
from escalate_cli.domain.policy.sections.duty_layer import Every
from escalate_cli.domain.policy.sections.policy_key import Word, key_of
from escalate_cli.domain.ticket.clock.threshold import Threshold
from escalate_cli.domain.time.duration import format_duration
from escalate_cli.domain.time.timezones import zone_named

NO_KEYS = frozenset({"id", "easters", "source", "rank", "ladder", "recurring", "settings", "note"})
"""Fields that say again what others say, or where something stands."""

UNORDERED = frozenset(
    {
        *("contacts", "handoff_requires", "heartbeats", "logins", "machines", "maintenance"),
        *("notify", "pauses", "response", "skills", "subscribe", "subscriptions", "tags"),
        "people",  # of an approval, a subscription
    }
)
"""Fields whose lists mean the same in any order; every other list is one of a first and a last."""

_NAMES = ("id", "name", "key")


class Form(msgspec.Struct, frozen=True):
    """One value of a policy.

    Attributes:
        means: equal for two values exactly if they mean the same.
        reads: as a policy writes it; nothing where it is empty.
        parts: what it is made of, by keys or names; nothing where it is said in one word.
        order: the names of its parts, where their order means something.
    """

    means: Hashable
    reads: str | None
    parts: Mapping[str, "Form"] | None = None
    order: tuple[str, ...] = ()


NOTHING = Form(None, None)


class PolicyMeaning(msgspec.Struct, frozen=True):
    """Reads the values of one of two policies that are compared.

    Attributes:
        possible: the tickets that either of both can have.
        zone: in which local times are written, that of one policy for both.
        calendars: what each calendar is called in the comparison.
    """

    possible: Possible
    zone: str
    calendars: Mapping[str, str]

    def of(self, value: object, *, ordered: bool = True) -> Form:
        """Return the form of a value of any type that a policy has."""
        match value:
            case When():
                return Form(self.possible.meaning(value), value.wording or "every ticket")
            case tuple():
                return self._list(value, ordered=ordered)
            case Mapping():
                return table({str(name): self.of(inner) for name, inner in value.items()})
            case Every():
                return Form((value.time, value.months, value.open_days), _length(value))
            case msgspec.Struct() if not isinstance(value, Threshold):
                return self.struct(value)
        if isinstance(value, Enum):  # whose hash is another one than that of its text
            value = value.value
        return NOTHING if value in {None, ""} else Form(value, self._word(value))

    def struct(self, value: msgspec.Struct) -> Form:
        """Return the form of a value of several keys; what is as by default is not read out."""
        parts, given = {}, []
        for field in fields(value):
            if field.name not in NO_KEYS:
                inner, key = getattr(value, field.name), key_of(field)
                if isinstance(inner, str) and _names_calendar(field.type):
                    inner = self.calendars.get(inner, inner)
                parts[key] = self.of(inner, ordered=field.name not in UNORDERED)
                given += [] if inner == field.default else [key]
        return table(parts, given)

    def _list(self, values: tuple[object, ...], *, ordered: bool) -> Form:
        items = [self.of(each) for each in values]
        reads = f"[{', '.join(each.reads or '-' for each in items)}]" if items else None
        means = tuple(each.means for each in items)
        structs = bool(items) and all(isinstance(value, msgspec.Struct) for value in values)
        name = next((n for n in _NAMES if structs and all(hasattr(v, n) for v in values)), None)
        if name is None:
            return Form(means if ordered else frozenset(means), reads)
        names = tuple(str(getattr(value, name)) for value in values)
        named = zip(names, means, strict=True)
        parts = dict(zip(names, items, strict=True))
        whole = tuple(named) if ordered else frozenset(named)
        return Form(whole, reads, parts, names if ordered else ())

    def _word(self, value: object) -> str:
        match value:
            case bool():
                return str(value).lower()
            case timedelta():
                return format_duration(value)
            case datetime():
                return self.wall(value)
        return str(value)

    def wall(self, at: datetime) -> str:
        """Write an instant, or a local time, as a policy does."""
        local = at.astimezone(zone_named(self.zone)) if at.tzinfo else at
        return local.replace(tzinfo=None).isoformat(" ", "seconds" if at.second else "minutes")


def table(parts: Mapping[str, Form], given: list[str] | None = None) -> Form:
    """Return the form of a table; it reads out the keys that are given, or all."""
    said = {key: parts[key].reads for key in (parts if given is None else given)}
    reads = ", ".join(f"{key}: {value}" for key, value in said.items() if value)
    means = frozenset((key, each.means) for key, each in parts.items())
    return Form(means, f"{{{reads}}}", parts)


def _length(every: Every) -> str:
    if every.months:
        return f"{every.months}mo"
    return f"{every.open_days}bd" if every.open_days else format_duration(every.time)


@cache
def _names_calendar(kind: object) -> bool:
    """Tell whether texts of a type name a calendar."""
    words = get_args(kind)
    return any(
        each.name in {"calendar", "calendar that opens"}
        if isinstance(each, Word)
        else _names_calendar(each)
        for each in words
    )
