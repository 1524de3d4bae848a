"""Preview of a message: what it would say."""

from typing import Final, get_args

from escalate_cli.domain.messages.message_templates import BUILT_IN, text_of
from escalate_cli.domain.ticket.events import AnyEvent, Event
from escalate_cli.domain.ticket.history import History
from escalate_cli.usecases.context import Context
from escalate_cli.usecases.verbs import typed_ticket_ids
from escalate_cli.usecases.verbs.policy_words import one_of

_TOLD: Final = frozenset(name for kind in get_args(AnyEvent) for name in kind.messages)
"""The messages that tell what somebody did; any other tells what a rule found."""


def preview_message(context: Context, message: str, ticket_id: str) -> str:
    """Fill a message in for a ticket, from the latest event that it could tell of."""
    known = dict.fromkeys((*BUILT_IN, *context.people.messages))
    name = one_of(message, known, "message")
    [number] = typed_ticket_ids.numbers_of([ticket_id])
    with context.store.read() as view:
        history = context.history(view, number)
    return text_of(
        name, history.seen(context.now), history.rules, context.people, _event(name, history)
    )


def _event(name: str, history: History) -> Event | None:
    return next((each for each in reversed(history.events) if _is_about(each, name)), None)


def _is_about(event: Event, name: str) -> bool:
    return event.is_told_as(name) if name in _TOLD else event.decides is not None
