"""Messages read off the rows of the outbox."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import msgspec

from escalate_cli.store.rows.message_codec import decode_message, is_as_summed, key_of_message
from escalate_cli.store.rows.tables import OUTBOX, Tables

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from escalate_cli.domain.messages.outbox_message import Message


class OutboxRows:
    """Read messages off rows, decoding those that may be what is asked for."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    def message(self, key: str) -> Message | None:
        """Return one message of the outbox."""
        found = self._found(key)
        return found and found[1]

    def messages(
        self,
        *,
        ticket: str | None = None,
        state: str | None = None,
        batch: str | None = None,
        change: int | None = None,
        due_by: datetime | None = None,
    ) -> Iterator[Message]:
        """Yield what waits in the outbox, oldest first; only that of which all holds."""
        named = {"ticket": ticket, "state": state, "batch": batch, "change": change}
        asked = [(name, value) for name, value in named.items() if value is not None]
        about = b"" if ticket is None else b'"ticket":' + msgspec.json.encode(ticket)
        for _, message in self._messages(about):
            holds = all(getattr(message, name) == value for name, value in asked)
            if holds and (due_by is None or message.is_due(due_by)):
                yield message

    def broken_messages(self) -> list[int]:
        """Name the rows of the outbox that somebody edited into something else."""
        readable = {number for number, _ in self._messages()}
        return [number for number, _ in self._tables.rows(OUTBOX) if number not in readable]

    def edited_messages(self) -> list[Message]:
        """Return the messages that somebody changed by hand, and that still are some."""
        return [
            message
            for number, message in self._messages()
            if not is_as_summed(self._tables.get(OUTBOX, number) or b"{}")
        ]

    def _numbers(self) -> dict[str, int]:
        """Return the row of each message by its key, without reading any in full."""
        numbers = {}
        for number, row in self._tables.rows(OUTBOX):
            with suppress(msgspec.DecodeError, UnicodeDecodeError):
                numbers[key_of_message(row)] = number
        return numbers

    def _message_in(self, number: int) -> tuple[int, Message] | None:
        """Read the message of a row; one that somebody edited into something else has none."""
        row = self._tables.get(OUTBOX, number)
        with suppress(msgspec.DecodeError, UnicodeDecodeError):
            return None if row is None else (number, decode_message(row))
        return None

    def _found(self, key: str) -> tuple[int, Message] | None:
        """Look through all rows for a message."""
        quoted = b'"key":' + msgspec.json.encode(key)
        return next((each for each in self._messages(quoted) if each[1].key == key), None)

    def _messages(self, holding: bytes = b"") -> Iterator[tuple[int, Message]]:
        for number, row in self._tables.rows(OUTBOX):
            if holding in row:
                with suppress(msgspec.DecodeError, UnicodeDecodeError):
                    yield number, decode_message(row)
