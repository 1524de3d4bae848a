"""The actor: a person, or the policy by itself."""

from datetime import datetime
from typing import NotRequired, TypedDict

import msgspec

from escalate_cli.domain.ticket.party_kind import Party
from escalate_cli.errors import UsageError

POLICY = "policy"
"""How histories name the policy; no person's name."""


class Stamp(TypedDict):
    """Who acts and when, as every event says it; `clock_at` only where that is another instant."""

    at: datetime
    by: str
    login: str | None
    clock_at: NotRequired[datetime]


class StampOfParty(Stamp):
    """The stamp of an event whose party does not follow from who acts."""

    party: Party


class Actor(msgspec.Struct, frozen=True):
    """Who acts; `login` is the real account where that is somebody else.

    Attributes:
        party: whose side they are of, where it does not follow from who they are.
    """

    name: str
    login: str | None = None
    party: Party | None = None

    @classmethod
    def person(cls, name: str, login: str | None = None) -> "Actor":
        """Return a person; raises UsageError where the name is the policy's."""
        if name == POLICY:
            raise UsageError(f"'{POLICY}' acts by itself, in check", "name a person: --as NAME")
        return cls(name, login)

    def stamp(self, at: datetime) -> Stamp:
        """Return what an event says of who acts and when."""
        stamp = Stamp(at=at, by=self.name, login=self.login)
        return StampOfParty(**stamp, party=self.party) if self.party else stamp


THE_POLICY = Actor(POLICY)
"""Who acts when no person does: the policy, through `check`."""

THE_LISTENER = Actor(POLICY, party=Party.MACHINE)
"""The policy as it reports that it heard nothing of a heartbeat: no decision about a ticket."""
