"""A parcel as programs read it, and texts that fit where there is little room."""

from datetime import timedelta

import msgspec

from escalate_cli.domain.messages.batch import Batch
from escalate_cli.domain.messages.outbox_message import Message
from escalate_cli.domain.ticket.events import Event, kind_of

SCHEMA = 1


def document(parcel: Batch) -> bytes:
    """Return a parcel as one line of JSON, with every message that is in it."""
    return msgspec.json.encode(
        {
            "schema": SCHEMA,
            "key": parcel.key,
            "store": parcel.store,
            "channel": parcel.channel.id,
            "to": parcel.to,
            "address": parcel.address,
            "subject": parcel.subject,
            "text": parcel.text,
            "messages": [_message(message) for message in parcel.messages],
        }
    )


def _message(message: Message) -> dict[str, object]:
    return {
        "key": message.key,
        "ticket": message.ticket,
        "kind": message.kind,
        "to": message.to,
        "created_at": message.created_at,
        "text": message.text,
        "event": _event(message.event) if message.event else None,
    }


def _event(event: Event) -> dict[str, object]:
    """Return what happened; numbers and digests are given later, by the store."""
    found: dict[str, object] = {"kind": kind_of(event)}
    for field in msgspec.structs.fields(event):
        value = getattr(event, field.name)
        if isinstance(value, timedelta):
            found[f"{field.encode_name}_seconds"] = value.total_seconds()
        elif field.name not in {"seq", "change", "digest"}:
            found[field.encode_name] = value
    return found


def cut(text: str, room: int) -> str:
    """Return as much of a text as there is room for, with a note where some is missing."""
    if len(text) <= room:
        return text
    note = f"\n[cut here: {len(text):,} characters in all]"
    return text[: max(room - len(note), 0)] + note[-room:] if room > 0 else ""
