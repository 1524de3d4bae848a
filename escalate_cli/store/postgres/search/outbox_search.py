"""The outbox: messages by what they are."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime

import msgspec

from escalate_cli.domain.messages.outbox_message import DEAD, Message
from escalate_cli.domain.messages.retry_backoff import LONGEST_WAIT
from escalate_cli.store.postgres.columns import column
from escalate_cli.store.postgres.moment import Moment
from escalate_cli.store.rows.message_codec import decode_message, is_as_summed

_MESSAGES = "SELECT body FROM escalate.outbox WHERE store_id = %s"


class OutboxSearch:
    """Reads messages by their columns."""

    _moment: Moment

    def message(self, key: str) -> Message | None:
        """Return one message of the outbox."""
        return next(self._messages(f"{_MESSAGES} AND key = %s", column(key)), None)

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
        texts = {"ticket": ticket, "state": state, "batch": batch}
        asked: dict[str, object] = {
            f"{name} = %s": column(text) for name, text in texts.items() if text is not None
        }
        if change is not None:
            asked["change = %s"] = change
        values = list(asked.values())
        if due_by is not None:
            asked["state <> %s"] = DEAD
            asked["(next_at IS NULL OR next_at <= %s OR next_at > %s)"] = None
            values += [DEAD, due_by, due_by + LONGEST_WAIT]
        where = "".join(f" AND {condition}" for condition in asked)
        for message in self._messages(f"{_MESSAGES}{where} ORDER BY number", *values):
            if due_by is None or message.is_due(due_by):
                yield message

    def _messages(self, statement: str, *values: object) -> Iterator[Message]:
        link = self._moment.link
        for (body,) in link.rows(statement, link.store, *values):
            with suppress(msgspec.DecodeError, UnicodeDecodeError):
                yield decode_message(bytes(body))

    def broken_messages(self) -> list[int]:
        """Name the rows of the outbox that somebody edited into something else."""
        return self._moment.values(
            "SELECT number FROM escalate.outbox WHERE store_id = %s AND key IS NULL ORDER BY number"
        )

    def edited_messages(self) -> list[Message]:
        """Return the messages that somebody changed by hand, and that still are some."""
        link = self._moment.link
        bodies = [bytes(body) for (body,) in link.rows(_MESSAGES, link.store)]
        edited = (body for body in bodies if not is_as_summed(body))
        return [decode_message(body) for body in edited]
