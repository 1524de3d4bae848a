"""What every event says: when, who, and its place in the chain."""

from datetime import datetime

import msgspec

from escalate_cli.domain.ticket.actor import POLICY


class Event(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    tag_field="kind",
    tag=lambda name: "".join(f"_{c.lower()}" if c.isupper() else c for c in name).strip("_"),
):
    """One fact, never changed afterwards.

    Attributes:
        at: the instant it took effect, UTC; never before the event it follows.
        by: who did it; `login` is the real account where somebody spoke for another.
        clock_at: what the clock said, where it was behind the ticket's history.
        seq: running number in the store; `change` numbers the command.
        digest: chains the event to the one before it; given by the store.
        redacted: its free text was removed; the digest is that of the whole event.
    """

    at: datetime
    by: str
    login: str | None = None
    clock_at: datetime | None = None
    seq: int = 0
    change: int = 0
    digest: str = ""
    redacted: bool = False

    @property
    def is_of_policy(self) -> bool:
        """Tell whether the policy did it, and no person."""
        return self.by == POLICY

    @property
    def is_new(self) -> bool:
        """Tell whether it is in no store yet."""
        return not self.digest


def kind_of(event: Event) -> str:
    """Return the event's name as histories and scripts know it."""
    return str(event.__struct_config__.tag)
