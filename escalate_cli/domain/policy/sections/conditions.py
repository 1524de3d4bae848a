"""Which tickets a row or a rule of the policy is for."""

from functools import cached_property

import msgspec


class Condition(msgspec.Struct, frozen=True, kw_only=True):
    """One field of a ticket that must, or must not, hold one of the values."""

    field: str
    values: tuple[str, ...]
    negated: bool = False


class When(msgspec.Struct, frozen=True, dict=True):
    """Every condition must hold; no condition matches every ticket."""

    conditions: tuple[Condition, ...] = ()

    @property
    def wording(self) -> str:
        """Say which tickets match: `priority P1 or P2 and customer not acme`."""
        return " and ".join(
            f"{each.field} {'not ' if each.negated else ''}{' or '.join(each.values)}"
            for each in self.conditions
        )

    @cached_property
    def lasting(self) -> "When":
        """Leave out level and team, which the rule itself may change; every ticket asks for it."""
        return When(tuple(c for c in self.conditions if c.field not in {"level", "team"}))
