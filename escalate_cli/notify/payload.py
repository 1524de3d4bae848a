"""A parcel as programs read it, and texts that fit where there is little room."""

import msgspec

from escalate_cli.domain.messages.batch import Batch
from escalate_cli.domain.messages.outbox_message import Message
from escalate_cli.domain.ticket.event_document import announced_document

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
        "event": announced_document(message.event) if message.event else None,
    }


def cut(text: str, room: int) -> str:
    """Return as much of a text as there is room for, with a note where some is missing."""
    if len(text) <= room:
        return text
    note = f"\n[cut here: {len(text):,} characters in all]"
    return text[: max(room - len(note), 0)] + note[-room:] if room > 0 else ""
