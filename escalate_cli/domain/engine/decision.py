"""A decision: what the engine did about a finding, as people and scripts see it."""

from datetime import datetime

import msgspec

from escalate_cli.domain.messages.outbox_message import Message
from escalate_cli.domain.ticket.key import Key


class Decision(msgspec.Struct, frozen=True, kw_only=True):
    """One thing `check` did, or saw, on one ticket.

    Attributes:
        key: ticket, cycle, trigger, episode and repeat number.
        type: the trigger's type; `breach`, `resume`, `close` and `reopen` are the engine's own.
        action: what came of it; a replay says here too what somebody did.
        superseded: the key of the decision that went higher in the same run.
        routed: why those are told, where somebody stands in or nobody is there.
    """

    key: str
    ticket: str
    trigger: str
    type: str
    since: datetime
    noticed_at: datetime
    action: str
    origin: str | None = None
    to: str | None = None
    notified: tuple[str, ...] = ()
    superseded: str | None = None
    reason: str = ""
    routed: str = ""


def decision_on(key: Key, since: datetime, noticed_at: datetime, action: str) -> Decision:
    """Return what was decided by no rule; the key says of what type it is, and about what."""
    type_name, _, about = key.name.partition(".")
    return Decision(
        key=str(key),
        ticket=key.ticket,
        trigger=about,
        type=type_name,
        since=since,
        noticed_at=noticed_at,
        action=action,
    )


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What one run did to one ticket, with the messages it makes."""

    decisions: tuple[Decision, ...] = ()
    messages: tuple[Message, ...] = ()
