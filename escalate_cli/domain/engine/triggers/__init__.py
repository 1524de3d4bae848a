"""Every kind of trigger: one file each, found because it is there."""

from collections.abc import Callable, Iterator
from enum import StrEnum
from importlib import import_module
from typing import ClassVar, Protocol, TypeVar

import msgspec

from escalate_cli.domain.engine.intervals import Cycle, Finding
from escalate_cli.domain.ticket.ticket import Ticket
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


T = TypeVar("T", bound=Trigger)
_known: dict[str, type[Trigger]] = {}


def trigger(kind: Kind) -> Callable[[type[T]], type[T]]:
    """Register a class under the name of its file."""

    def register(cls: type[T]) -> type[T]:
        cls.kind = kind
        _known[cls.__module__.rpartition(".")[2]] = cls
        return cls

    return register


def types() -> dict[str, type[Trigger]]:
    """Return every trigger class by the name a policy gives it."""
    import_all(__name__)
    return dict(sorted(_known.items()))


def type_of(name: str) -> type[Trigger]:
    """Return one trigger class, importing no other."""
    if name not in _known:
        import_module(f"{__name__}.{name}")
    return _known[name]


def build(name: str, settings: str) -> Trigger:
    """Make a trigger with the settings, JSON, that a rule of the policy gives it."""
    return msgspec.json.decode(settings, type=type_of(name))
