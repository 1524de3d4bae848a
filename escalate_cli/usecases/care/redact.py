"""Remove a text for good: a secret that somebody typed by mistake."""

import msgspec
from msgspec.structs import replace

from escalate_cli.domain.messages.announcements import announcing
from escalate_cli.domain.messages.outbox_message import Message
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.history import History
from escalate_cli.domain.ticket.redaction import TOMBSTONE, redacted, texts_of
from escalate_cli.domain.ticket.rules_upgrade import follow_rules
from escalate_cli.errors import EventNotFoundError, MissingReasonError, NotAllowedError
from escalate_cli.usecases.context import Context
from escalate_cli.usecases.ports import Transaction
from escalate_cli.usecases.unit_of_work import save
from escalate_cli.usecases.verbs import input_validation, typed_ticket_ids


class Redacted(msgspec.Struct, frozen=True, kw_only=True):
    """What became of one event's text.

    Attributes:
        messages: keys of messages in the outbox whose text was blacked out too.
        also: numbers of other events of the ticket that hold the same text.
        kept: files that are kept and still hold it.
    """

    ticket: str
    event: int
    messages: tuple[str, ...] = ()
    also: tuple[int, ...] = ()
    kept: tuple[str, ...] = ()


def redact(context: Context, ticket_id: str, seq: int, message: str) -> Redacted:
    """Put a tombstone in the place of an event's free text; why is recorded.

    An event that is redacted already is left as it is, but older copies are written over again.
    """
    if not message.strip():
        raise MissingReasonError("a redaction needs a reason", "give -m WHY")
    [number] = typed_ticket_ids.numbers_of([ticket_id])
    why = input_validation.text_of(message)
    done = context.change(lambda tx: _redact(context, tx, context.history(tx, number), seq, why))
    return replace(done, kept=tuple(context.store.purge([number])))


def _redact(
    context: Context, tx: Transaction, history: History, seq: int, message: str
) -> Redacted:
    ticket = history.ticket.id
    place = next((n for n, event in enumerate(history.events) if event.seq == seq), None)
    if place is None:
        raise EventNotFoundError(ticket, seq)
    event = history.events[place]
    if event.redacted:
        return Redacted(ticket=ticket, event=seq)
    if seq in tx.broken_digests(history.ticket.number):
        raise NotAllowedError(
            f"event {seq} of {ticket} is not as it was written, which a redaction would hide",
            f"escalate verify {ticket} tells",
        )
    texts = texts_of(event)
    if not texts:
        raise NotAllowedError(
            f"event {seq} of {ticket} holds no free text",
            f"escalate show {ticket} --all numbers its events",
        )
    before = history.events[place - 1].digest if place else ""
    blank = redacted(event)
    events = [*history.events[:place], blank, *history.events[place + 1 :]]
    after = History(events, history.rules_of)
    follow_rules(after, context.now)
    seal = tx.digest_of(blank, before)
    after.add(e.EventRedacted(event=seq, seal=seal, message=message, **context.stamp))
    tx.queue(announcing(after, context.people))
    save(context, tx, after)
    return Redacted(
        ticket=ticket,
        event=seq,
        messages=tuple(_blacken(tx, ticket, texts)),
        also=tuple(each.seq for each in events if set(texts) & set(texts_of(each))),
    )


def _blacken(tx: Transaction, ticket: str, texts: list[str]) -> list[str]:
    """Black texts out of messages that wait; return the keys of those messages."""
    found = []
    for message in list(tx.messages(ticket=ticket)):
        clean = _without(message, texts)
        if clean != message:
            tx.mark([clean])
            found.append(message.key)
    return found


def _without(message: Message, texts: list[str]) -> Message:
    """Take the whole text away: a part of it could hide another secret from a later redaction."""
    text = message.text
    if any(secret in text for secret in texts):
        text = f"{message.ticket}: {TOMBSTONE}\nescalate show {message.ticket} tells what is left."
    event = message.event
    if event is not None and set(texts) & set(texts_of(event)):
        event = redacted(event)
    return replace(message, text=text, event=event)
