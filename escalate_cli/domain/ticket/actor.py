"""The actor: a person, or the policy by itself."""

from datetime import datetime
from typing import NotRequired, TypedDict

import msgspec

from escalate_cli.errors import UsageError

POLICY = "policy"
"""How histories name the policy; no person's name."""


class Stamp(TypedDict):
    """Who acts and when, as every event says it; `clock_at` only where that is another instant."""

    at: datetime
    by: str
    login: str | None
    clock_at: NotRequired[datetime]


class Actor(msgspec.Struct, frozen=True):
    """Who acts; `login` is the real account where that is somebody else."""

    name: str
    login: str | None = None

    @classmethod
    def person(cls, name: str, login: str | None = None) -> "Actor":
        """Return a person; raises UsageError where the name is the policy's."""
        if name == POLICY:
            raise UsageError(f"'{POLICY}' acts by itself, in check", "name a person: --as NAME")
        return cls(name, login)

    def stamp(self, at: datetime) -> Stamp:
        """Return what an event says of who acts and when."""
        return Stamp(at=at, by=self.name, login=self.login)


THE_POLICY = Actor(POLICY)
"""Who acts when no person does: the policy, through `check`."""
