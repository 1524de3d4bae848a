"""Builders: what a store keeps of a ticket, and its row."""

from datetime import datetime
from typing import Any

from msgspec.structs import replace

from escalate_cli.domain.ticket import events as e
from escalate_cli.store.rows.codec import encode_record, sealed
from escalate_cli.usecases.records import Record
from tests.conftest import a_history


def a_record(*events: e.Event, number: int = 1, **times: datetime | None) -> Record:
    """Return the record of a ticket, with times as they are named."""
    history = a_history(*events, id=f"T-{number}")
    record = Record(
        ticket=history.ticket, events=history.events, next_at=None, due_at=None, risk_at=None
    )
    return replace(record, **times)


def a_row(*events: e.Event, **times: Any) -> bytes:
    """Return the row of T-1."""
    return encode_record(a_record(*events, **times))


def a_sealed_row(*events: e.Event, number: int = 1) -> bytes:
    """Return the row of a ticket, whose events have their numbers and digests."""
    record, done = a_record(*events, number=number), list[e.Event]()
    for seq, event in enumerate(record.events, 1):
        done.append(sealed(event, seq=seq, change=seq, before=done[-1].digest if done else ""))
    return encode_record(replace(record, events=done))
