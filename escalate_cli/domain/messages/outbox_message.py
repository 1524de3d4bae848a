"""A message of the outbox: for whom, about what, and how far its delivery has come."""

from datetime import datetime, timedelta

import msgspec
from msgspec.structs import replace

from escalate_cli.domain.messages.retry_backoff import LONGEST_WAIT, wait_after
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.time.timezones import Instant

PENDING, RETRYING, DEAD = "pending", "retrying", "dead"

CHANNEL = "channel:"
"""Stands before the name of a channel that asked for events, where others have a person."""

LEASE = timedelta(seconds=60)
"""A run that claimed a message and did not finish by then has died."""


class Message(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One message to one recipient, waiting in the outbox.

    Attributes:
        key: the fact and the recipient, such as `T-1:1:unacknowledged:1:0:lee`; a repeat of the
            message carries the same one.
        kind: handoff, alert, status_update, stakeholder_update, reminder, closure, …
        to: id of a person, the address a requester or stakeholder was named by, or
            `channel:NAME` for a channel that asked for events.
        attempts: how often sending it has failed.
        next_at: not to be tried again before.
        error: why the last attempt failed.
        batch: the key of those it is sent with, fixed when it is first claimed.
        claimed_at: when a run took it to send it; nothing while no run has it.
        refused: contacts that said that trying again is useless.
        event: what happened, for a channel that asked for events.
        change: the number of the change that put it here.
        entered_at: when that was by the clock, where the step was typed as one of the past.
    """

    key: str
    ticket: str
    kind: str
    to: str
    text: str
    created_at: Instant
    state: str = PENDING
    attempts: int = 0
    next_at: Instant | None = None
    error: str | None = None
    batch: str | None = None
    claimed_at: Instant | None = None
    refused: tuple[str, ...] = ()
    event: "e.AnyEvent | None" = None
    change: int = 0
    entered_at: Instant | None = None

    def is_due(self, at: datetime) -> bool:
        """Tell whether a run may take it: it waits, and no living run has it."""
        return self.state != DEAD and not self.is_held(at) and not self._rests(at)

    def is_held(self, at: datetime) -> bool:
        """Tell whether its lease lasts; a clock that was set back does not lengthen it."""
        return self.claimed_at is not None and abs(at - self.claimed_at) < LEASE

    def _rests(self, at: datetime) -> bool:
        """Tell whether it waits after a failure, for no longer than the longest wait."""
        return self.next_at is not None and at < self.next_at <= at + LONGEST_WAIT

    def is_late(self, expire: timedelta, at: datetime) -> bool:
        """Tell whether the message was entered so late that it is no news any more."""
        entered = self.entered_at
        return entered is not None and min(entered, at) - self.created_at > expire

    def claimed(self, batch: str, at: datetime) -> "Message":
        """Return it as a run has taken it."""
        return replace(self, batch=batch, claimed_at=at)

    def failed(
        self, error: str, at: datetime, *, refused: str | None = None, hopeless: bool = False
    ) -> "Message":
        """Return it after an attempt that failed: to be tried later, or dead.

        `refused` names a contact that need not be tried again; `hopeless`: no other one is left.
        """
        attempts = self.attempts + 1
        names = (*self.refused, refused) if refused else self.refused
        tried = replace(self, attempts=attempts, error=error, claimed_at=None, refused=names)
        wait = wait_after(attempts)
        if hopeless or wait is None:
            return replace(tried, state=DEAD, next_at=None)
        return replace(tried, state=RETRYING, next_at=at if refused else at + wait)

    def revived(self) -> "Message":
        """Return the message as if nobody had tried to send it; it keeps its key."""
        return replace(
            self,
            state=PENDING,
            attempts=0,
            next_at=None,
            error=None,
            claimed_at=None,
            refused=(),
        )
