"""Drives the channels: several parcels at once, each in bounded time."""

import time
from collections.abc import Sequence
from datetime import timedelta
from threading import Thread

from escalate_cli.domain.messages.batch import Batch
from escalate_cli.errors import DeliveryError, ExtensionError
from escalate_cli.notify.channels import LIMIT, Means, Send, channel_of
from escalate_cli.usecases.ports import Receipt

SLOW = LIMIT / 2
"""A channel that fails after so many seconds is not tried again in the same run."""

PATIENCE = LIMIT + 1
"""A channel that has not given up by itself by then is left behind."""


class ChannelNotifier:
    """Sends each parcel by its channel."""

    def __init__(self, means: Means) -> None:
        self._means = means
        self._started = time.monotonic()

    def elapsed(self) -> timedelta:
        """Return for how long it has been at work."""
        return timedelta(seconds=time.monotonic() - self._started)

    def send(self, parcels: Sequence[Batch]) -> list[Receipt]:
        """Try each parcel once, and tell what became of each."""
        if self._means.distrust:
            return [Receipt(error="; ".join(self._means.distrust)) for _ in parcels]
        jobs = [_Job(_send_of(parcel.channel.kind), parcel, self._means) for parcel in parcels]
        for job in jobs:
            job.start()
        until = time.monotonic() + PATIENCE
        for job in jobs:
            job.join(max(until - time.monotonic(), 0))
        return [job.receipt for job in jobs]


def _send_of(kind: str) -> Send:
    """Return one kind of channel; one whose package is gone takes nothing."""
    try:
        return channel_of(kind)
    except ExtensionError as error:
        missing = DeliveryError(str(error), error.help)

    def refuse(_parcel: Batch, _means: Means) -> None:
        raise missing

    return refuse


class _Job(Thread):
    """One parcel on its way; a daemon, so that one that hangs keeps nobody from going home."""

    def __init__(self, send: Send, parcel: Batch, means: Means) -> None:
        super().__init__(daemon=True)
        self._send, self._parcel, self._means = send, parcel, means
        self.receipt = Receipt(error=f"no answer within {PATIENCE:g} s", slow=True)

    def run(self) -> None:
        """Send, and keep what came of it."""
        began = time.monotonic()
        try:
            self._send(self._parcel, self._means)
        except DeliveryError as error:
            said = f"{error}; {error.help}" if error.help else str(error)
            slow = time.monotonic() - began >= SLOW
            self.receipt = Receipt(error=said, hopeless=error.permanent, slow=slow)
        except Exception as error:  # noqa: BLE001 - other people's code; its words may hold secrets
            self.receipt = Receipt(error=f"the channel broke: {type(error).__name__}")
        else:
            self.receipt = Receipt()
