"""Every kind of trigger: one file each, found because it is there."""

from collections.abc import Callable, Iterator
from enum import StrEnum
from importlib import import_module
from typing import ClassVar, Protocol, TypeVar, cast

import msgspec

from escalate_cli.domain.engine.intervals import Cycle, Finding
from escalate_cli.domain.policy.sections.conditions import Condition, When
from escalate_cli.domain.ticket.ticket import Status, Ticket
from escalate_cli.errors import ExtensionError
from escalate_cli.extensions import TRIGGERS, extension, is_extension
from escalate_cli.plugins import import_all


class Kind(StrEnum):
    """The five reasons for which an issue climbs."""

    TIME = "time"
    SEVERITY = "severity"
    SKILL = "skill"
    HIERARCHY = "hierarchy"
    CUSTOMER = "customer"


class Trigger(Protocol):
    """What a trigger's file offers; its fields are its settings in the policy."""

    kind: ClassVar[Kind]

    def findings(self, cycle: Cycle) -> Iterator[Finding]:
        """Yield each case with the instant it became, or will become, true."""

    def waits_for(self, ticket: Ticket) -> str:
        """Say what would have to happen for it to speak."""


NOT_DONE = Condition(field="status", values=(Status.RESOLVED, Status.CLOSED), negated=True)
"""The work is not done: what a trigger is shown, but for words after the resolution."""

WORKED = When((NOT_DONE,))

T = TypeVar("T", bound=Trigger)
_known: dict[str, type[Trigger]] = {}
_cases: dict[type, When] = {}


def trigger(kind: Kind, cases: When = WORKED) -> Callable[[type[T]], type[T]]:
    """Register a class under the name of its file; that of another package is known by that.

    `cases` are the only tickets about which it ever speaks, for `policy check`.
    """

    def register(cls: type[T]) -> type[T]:
        cls.kind, _cases[cls] = kind, cases
        package, _, name = cls.__module__.rpartition(".")
        if package == __name__:
            _known[name] = cls
        return cls

    return register


def types() -> dict[str, type[Trigger]]:
    """Return every trigger class by the name a policy gives it."""
    import_all(__name__)
    return dict(sorted(_known.items()))


def type_of(name: str) -> type[Trigger]:
    """Return one trigger class, importing no other; ExtensionError."""
    if name in _known:
        return _known[name]
    if is_extension(name):
        return _offered(name)
    import_module(f"{__name__}.{name}")
    return _known[name]


def cases_of(name: str) -> When:
    """Return the only tickets about which triggers of a type ever speak."""
    return _cases.get(type_of(name), When())


def _offered(name: str) -> type[Trigger]:
    found = extension(TRIGGERS, name)
    if not (isinstance(found, type) and issubclass(found, msgspec.Struct)):
        raise ExtensionError(f"'{name}' is no trigger, but {found!r:.60}")
    if not all(hasattr(found, each) for each in ("kind", "findings", "waits_for")):
        raise ExtensionError(f"'{name}' lacks what a trigger has", "see docs/adding-a-trigger.md")
    return cast("type[Trigger]", found)


def build(name: str, settings: str) -> Trigger:
    """Make a trigger with the settings, JSON, that a rule of the policy gives it."""
    return msgspec.json.decode(settings, type=type_of(name))
